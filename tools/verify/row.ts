/** What is known of one part of a deployment. */
export interface Row {
    /** Kind of check, for example `service` or `certificate`. */
    readonly check: string;
    /** What was checked, by its name in the program. */
    readonly subject: string;
    /** UNKNOWN where AWS could not be asked. */
    readonly verdict: "OK" | "WRONG" | "UNKNOWN";
    /** What was found; of a wrong one, also what to do. */
    readonly detail: string;
}

export function row(check: string, subject: string, isRight: boolean, detail: string): Row {
    return { check, subject, verdict: isRight ? "OK" : "WRONG", detail };
}

/** The rows as a table of text, with a line that sums up. Details of several lines follow below. */
export function table(rows: readonly Row[]): string {
    const cells = rows.map(({ check, subject, verdict, detail }) => [check, subject, verdict, detail.split("\n")[0] ?? ""]);
    const lines = [["check", "subject", "verdict", "detail"], ...cells];
    const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
    const text = lines.map((line) =>
        line
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("  ")
            .trimEnd(),
    );
    const longer = rows.filter(({ detail }) => detail.includes("\n")).map(({ subject, detail }) => `\n${subject}: ${detail}`);
    const count = (wanted: Row["verdict"]): number => rows.filter(({ verdict }) => verdict === wanted).length;
    return [...text, ...longer, "", `${count("OK")} right, ${count("WRONG")} wrong, ${count("UNKNOWN")} unknown`].join("\n");
}

/** A deployment is verified when everything is known and right. */
export function isVerified(rows: readonly Row[]): boolean {
    return rows.every(({ verdict }) => verdict === "OK");
}
