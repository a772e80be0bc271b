import { appendFileSync, mkdirSync } from "node:fs";
import * as path from "node:path";

/** Lines that a failure shows; the whole is in the file. */
const SHOWN_LINES = 8;

/** What functions wrote, a file for each log group, as CloudWatch Logs would keep it. */
export class LogFiles {
    constructor(private readonly folder: string) {}

    /** @returns the last lines, for people, and where all are */
    keep(logGroup: string, requestId: string, output: string): string {
        const lines = output.split("\n").filter((line) => line.trim() !== "");
        const file = path.join(this.folder, `${logGroup.replace(/^\//, "").replaceAll("/", ".")}.log`);
        mkdirSync(this.folder, { recursive: true });
        const now = new Date().toISOString();
        appendFileSync(file, lines.map((line) => `${now} ${requestId} ${line}\n`).join(""));
        if (lines.length === 0) return "It wrote nothing.";
        return [`It wrote (all of it: ${file}):`, ...lines.slice(-SHOWN_LINES).map((line) => `    ${line}`)].join("\n");
    }
}
