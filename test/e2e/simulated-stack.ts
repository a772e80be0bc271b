import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { simulate, type SimulateResult } from "../../tools/simulate/run";

const ROOT = path.join(__dirname, "..", "..");

/** One thing that the simulated account holds, as `simulate account --json` lists it. */
export interface AccountResource {
    readonly type: string;
    readonly id: string;
    readonly properties: Readonly<Record<string, unknown>>;
}

/** A stack of this repository in a simulated account of its own, driven by the real command, engine and policy pack. */
export class SimulatedStack {
    readonly stateDir = mkdtempSync(path.join(tmpdir(), "librechat-simulated-"));

    constructor(readonly stack: string) {}

    /** Runs one `npm run simulate` command; flags of the engine follow after `--`. */
    run(command: string, ...flags: string[]): Promise<SimulateResult> {
        return simulate([command, "--stack", this.stack, ...flags], { stateDir: this.stateDir, cwd: ROOT });
    }

    /** What the account holds now, except for what it held before the first deployment. */
    async account(): Promise<AccountResource[]> {
        const { stdout } = await this.run("account", "--json");
        return JSON.parse(stdout) as AccountResource[];
    }

    remove(): void {
        rmSync(this.stateDir, { recursive: true });
    }
}

/** Types of the resources that the engine registered, from its own lines: ` +  aws:ec2:Vpc network create`. */
export function registeredTypes({ stdout }: SimulateResult): string[] {
    return [...stdout.matchAll(/^ *(?:[-+~=]+ +)?([a-z]+(?::[A-Za-z0-9]+){2}) \S+/gm)].map(([, type = ""]) => type);
}

/** Counts of the engine's summary: `{ create: 183 }` for `+ 183 created`. */
export function summary({ stdout }: SimulateResult): Record<string, number> {
    const lines = stdout
        .slice(stdout.lastIndexOf("Resources:"))
        .matchAll(/(\d+) (?:to )?(created?|updated?|deleted?|replaced?|unchanged|errored)/g);
    return Object.fromEntries(
        [...lines].map(([, count, kind = ""]) => [
            kind.replace(/d$/, "").replace("unchange", "unchanged").replace("errore", "errored"),
            Number(count),
        ]),
    );
}
