import * as fs from "node:fs";
import * as path from "node:path";

/** The text of a file, or undefined when there is none. */
export function readIfThere(file: string): string | undefined {
    try {
        return fs.readFileSync(file, "utf8");
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
    }
}

/** Writes a file in one step, and only when it changes: whoever reads or runs it at that moment sees the old text or the new one. */
export function writeWhole(file: string, text: string, mode = 0o644): void {
    if (readIfThere(file) === text) return;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}.tmp`;
    fs.writeFileSync(draft, text, { mode });
    fs.renameSync(draft, file);
}

/** Whether a file is there and may be run. */
export function isExecutable(file: string): boolean {
    try {
        fs.accessSync(file, fs.constants.X_OK);
        return fs.statSync(file).isFile();
    } catch {
        return false;
    }
}
