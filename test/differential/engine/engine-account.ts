/** A project whose program is data, in a simulated account of its own, run by the real engine with two policy packs. */
import { buildSync } from "esbuild";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../../simulator/engine/cache";
import { engineEnvironment } from "../../../simulator/engine/environment";
import { installedVersion } from "../../../simulator/engine/packages";
import { resolveEngine } from "../../../simulator/engine/resolve";
import { accountFile, prepareWorkspace, STATE_VARIABLE, workspaceOf } from "../../../simulator/engine/workspace";
import { requirePolicyPack } from "../../../tools/policy-pack";
import type { Opinion } from "../opinion";
import type { Registration } from "./program/registration";
import { RECORD_VARIABLE } from "./recorder/record";

const ROOT = path.resolve(__dirname, "../../..");
/** As the URNs of the other differential tests have them. */
const PROJECT = "simulator";
const STACK = "test";
/** What the engine shows of a few hundred resources. */
const MAX_BYTES = 2 ** 28;

/** Without them the engine writes the whole state twice for each resource, and nobody interrupts it here. */
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** What one command of the engine gave. */
export interface Judged {
    /** What each call of the recording pack concluded, in order. */
    readonly records: readonly (readonly Opinion[])[];
    /** Everything that the engine wrote. */
    readonly shown: string;
}

/** Call {@link EngineAccount.up} first. */
export class EngineAccount {
    readonly #folder = mkdtempSync(path.join(tmpdir(), "librechat-differential-"));
    readonly #record = path.join(this.#folder, "record.jsonl");
    readonly #workspace = workspaceOf(ROOT, { [STATE_VARIABLE]: path.join(this.#folder, "state") });
    /** The pack of this repository, and the recording one; advisory, since most cases are wrong on purpose and are to be deployed. */
    readonly #packs = [requirePolicyPack(ROOT), path.join(this.#folder, "recorder")].flatMap((pack) => [
        ...["--policy-pack", pack, "--policy-pack-config", path.join(this.#folder, "advisory.json")],
    ]);

    /** File of the account. */
    get file(): string {
        return accountFile(this.#workspace, PROJECT, STACK);
    }

    /** Makes the project and its stack, without a resource. */
    async create(): Promise<void> {
        mkdirSync(path.join(this.#folder, "recorder"));
        symlinkSync(path.join(ROOT, "node_modules"), path.join(this.#folder, "node_modules"));
        bundle("program/index.ts", path.join(this.#folder, "index.js"));
        bundle("recorder/index.ts", path.join(this.#folder, "recorder", "index.js"));
        this.#write("Pulumi.yaml", { name: PROJECT, runtime: { name: "nodejs", options: { typescript: false } } });
        this.#write("package.json", { name: PROJECT, main: "index.js" });
        this.#write("recorder/PulumiPolicy.yaml", { runtime: "nodejs", main: "index.js" });
        this.#write("recorder/package.json", { name: "recorder", version: "0.0.0", main: "index.js" });
        this.#write("advisory.json", { all: "advisory" });
        prepareWorkspace(this.#workspace, ROOT);
        await this.#pulumi("stack", "init", STACK, "--secrets-provider", "passphrase");
    }

    /** `pulumi up` of a program: the packs are asked in its preview, and again when everything is there. */
    up(registrations: readonly Registration[]): Promise<Judged> {
        this.#write("program.json", { version: installedVersion(ROOT, "@pulumi/aws"), registrations });
        return this.#judged("up", "--yes", "--stack", STACK);
    }

    async refresh(): Promise<void> {
        await this.#pulumi("refresh", "--yes", "--stack", STACK);
    }

    /** `pulumi policy analyze` of the stored state. */
    analyze(): Promise<Judged> {
        return this.#judged("policy", "analyze", "--stack", STACK);
    }

    /** Pulumi's own file with the state of the stack. */
    get stateFile(): string {
        return path.join(this.#workspace.backend, ".pulumi", "stacks", PROJECT, `${STACK}.json`);
    }

    remove(): void {
        rmSync(this.#folder, { recursive: true });
    }

    async #judged(...args: string[]): Promise<Judged> {
        writeFileSync(this.#record, "");
        const shown = await this.#pulumi(...args, ...this.#packs);
        const lines = readFileSync(this.#record, "utf8").split("\n");
        return { shown, records: lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Opinion[]) };
    }

    /** @throws Error with everything that the engine wrote, when it fails */
    async #pulumi(...args: string[]): Promise<string> {
        const cache = cacheFolder(process.env);
        const engine = await resolveEngine({ root: ROOT, cache }, process.env, () => undefined);
        const environment = engineEnvironment(process.env, { workspace: this.#workspace, cache, account: this.file });
        const env = { ...environment, ...WITHOUT_CHECKPOINTS, [RECORD_VARIABLE]: this.#record };
        const options = { cwd: this.#folder, env, maxBuffer: MAX_BYTES };
        try {
            return (await promisify(execFile)(engine.file, [...args, "--non-interactive"], options)).stdout;
        } catch (error) {
            const { stdout, stderr } = error as { stdout?: string; stderr?: string };
            throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
        }
    }

    #write(file: string, content: unknown): void {
        writeFileSync(path.join(this.#folder, file), JSON.stringify(content));
    }
}

/** Both run under the SDKs that the engine's language host finds beside them. */
function bundle(entry: string, outfile: string): void {
    buildSync({
        entryPoints: [path.join(__dirname, entry)],
        outfile,
        bundle: true,
        platform: "node",
        target: "node20",
        format: "cjs",
        logLevel: "warning",
        external: ["@pulumi/pulumi", "@pulumi/policy"],
    });
}
