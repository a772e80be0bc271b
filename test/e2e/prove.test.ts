import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AWS } from "../../policy-pack/reachability/aws-types";
import { prove } from "../../policy-pack/reachability/decide";
import { explain } from "../../policy-pack/reachability/explain";
import { graphOfState } from "../../policy-pack/reachability/from-pulumi";
import { workloadInformReachability, workloadRequireReachability } from "../../policy-pack/rules/workload-require-reachability";
import { cacheFolder } from "../../simulator/engine/cache";
import { engineEnvironment } from "../../simulator/engine/environment";
import { resolveEngine } from "../../simulator/engine/resolve";
import { workspaceOf } from "../../simulator/engine/workspace";
import { exportState, StateError } from "../../tools/prove/state";
import { Network, without } from "../policy-pack/reachability/network";

const ROOT = path.join(__dirname, "..", "..");

/** Resources of `aws` alone, as another program stores them: with ids, and without a word of what a property came from. */
function storedState(): object {
    const needs = "service:logs internet:api.example.com:443 tcp:nowhere:1";
    const network = new Network().endpoint("logs").client(needs, ["private-a"]);
    const { nodes } = network.changed(without(AWS.route, "route-private-a"));
    const resources = nodes.map(({ urn, type, id, properties }) => ({
        urn,
        type,
        id,
        custom: true,
        inputs: properties,
        outputs: { ...properties, id },
    }));
    return { version: 3, deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources } };
}

interface Violation {
    readonly policy: string;
    readonly level: string;
    readonly message: string;
}

describe("the proof in a real policy pack process, and as a command", function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-prove-"));
    const program = path.join(folder, "program");
    const state = storedState();
    const stateFile = path.join(folder, "state.json");
    let engine = "";
    let environment: NodeJS.ProcessEnv = {};

    before(async () => {
        const cache = cacheFolder(process.env);
        engine = (await resolveEngine({ root: ROOT, cache }, process.env, () => undefined)).file;
        const workspace = workspaceOf(ROOT, { LIBRECHAT_SIMULATED_DIR: path.join(folder, "simulated") });
        const account = path.join(folder, "account.json");
        const prepared = engineEnvironment(process.env, { workspace, cache, account });
        environment = { ...prepared, PATH: `${path.dirname(engine)}${path.delimiter}${prepared["PATH"] ?? ""}` };
        mkdirSync(workspace.backend, { recursive: true });
        mkdirSync(program);
        writeFileSync(path.join(program, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
        writeFileSync(stateFile, JSON.stringify(state));
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    function pulumi(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
        return new Promise((resolve) => {
            execFile(engine, [...args, "--cwd", program], { env: environment, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
                resolve({ exitCode: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout, stderr });
            });
        });
    }

    /** What the pack says about the state, in a process of its own. */
    async function judged(settings: object): Promise<{ exitCode: number; violations: Violation[] }> {
        const config = path.join(folder, "policy-config.json");
        writeFileSync(config, JSON.stringify(settings));
        const pack = ["--policy-pack", path.join(ROOT, "policy-pack"), "--policy-pack-config", config];
        const { exitCode, stdout, stderr } = await pulumi("policy", "analyze", "--file", stateFile, ...pack, "--json", "--non-interactive");
        const events = stdout.split("\n").filter((line) => line.startsWith("{"));
        assert.notEqual(events.length, 0, stderr);
        const violations = events.flatMap((line) => {
            const { policyEvent } = JSON.parse(line) as { policyEvent?: { policyName: string; enforcementLevel: string; message: string } };
            return policyEvent === undefined
                ? []
                : [{ policy: policyEvent.policyName, level: policyEvent.enforcementLevel, message: policyEvent.message }];
        });
        return { exitCode, violations: violations.filter(({ policy }) => policy.endsWith("-reachability")) };
    }

    /** What the command says, in the words of a policy. */
    function expected(strict: boolean, needs: Record<string, string> = {}): Violation[] {
        return explain(prove(graphOfState(state), { needs })).map(({ verdict, message }) => {
            const rule = verdict === "BLOCKED" || strict ? workloadRequireReachability : workloadInformReachability;
            return { policy: rule.name, level: rule.enforcementLevel ?? "", message: `${rule.description}\n${message}` };
        });
    }

    it("gives the verdicts of the command, for a program that knows nothing of our components", async () => {
        const { exitCode, violations } = await judged({});
        assert.notEqual(exitCode, 0);
        assert.deepEqual(violations, expected(false));
        assert.deepEqual(
            violations.map(({ level }) => level),
            ["mandatory", "advisory"],
        );
    });

    it("strict: what cannot be decided is a violation", async () => {
        const { violations } = await judged({
            "workload-require-reachability": { strict: true },
            "workload-inform-reachability": "disabled",
        });
        assert.deepEqual(violations, expected(true));
        assert.match(violations[1]?.message ?? "", /UNKNOWN: whether client to tcp:nowhere:1 is open cannot be decided/);
        assert.equal(violations[1]?.level, "mandatory");
    });

    it("needs: what the configuration states is judged too", async () => {
        const needs = { client: "service:sqs" };
        const { violations } = await judged({ "workload-require-reachability": { needs } });
        assert.deepEqual(violations, expected(false, needs));
        assert.match(violations[0]?.message ?? "", /client \(Lambda function\) cannot reach service:sqs, internet:api\.example\.com:443/);
    });

    it("proves a stack of the file backend, without its passphrase", async () => {
        assert.equal((await pulumi("stack", "init", "dev", "--non-interactive")).exitCode, 0);
        const stateless = { ...environment, PULUMI_CONFIG_PASSPHRASE: "wrong" };
        await assert.rejects(
            exportState("dev", program, stateless),
            new StateError("--stack dev has no resources, so there is nothing to prove; deploy it first: npm run up -- -s dev"),
        );
        const { exitCode, stderr } = await pulumi("stack", "import", "--stack", "dev", "--file", stateFile, "--force");
        assert.equal(exitCode, 0, stderr);
        const verdicts = prove(graphOfState(await exportState("dev", program, stateless))).decisions.map(({ verdict }) => verdict);
        assert.deepEqual(verdicts, ["REACHED", "BLOCKED", "UNKNOWN"]);
    });

    it("says which stack there is not", async () => {
        await assert.rejects(
            exportState("nowhere", program, environment),
            new StateError(
                "--stack nowhere: pulumi says: no stack named 'nowhere' found; pulumi stack ls --all lists those that there are",
            ),
        );
    });
});
