import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { build } from "esbuild";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { TYPES } from "../../policy-pack/types";
import { PackProcess } from "./pack-process";
import { BASELINE, NAMES } from "./rule-names";
import { EXAMPLE } from "./rules-page";
import { BROKEN_CONFIGURATION, BROKEN_PACK_CONFIGURATION, BROKEN_STACK, EXPECTED_OF_RESOURCES, EXPECTED_OF_STACK } from "./violations";

const ROOT = path.resolve(__dirname, "..", "..");
const PACK = path.join(ROOT, "policy-pack");

/** Those rules of the baseline that the stack breaks. */
const BROKEN_BASELINE = [
    "database-require-backups",
    "s3-bucket-require-tls",
    "s3-bucket-require-versioning",
    "security-group-disallow-open-admin-ports",
];

/** Names of the rules that diagnostics come from. */
function rulesIn(diagnostics: readonly string[]): string[] {
    return [...new Set(diagnostics.map((said) => /^\w+ ([\w-]+):/.exec(said)?.[1] ?? said))].sort();
}

function isBeyondBaseline(said: string): boolean {
    return !rulesIn([said]).some((name) => BASELINE.includes(name));
}

describe("the pack's process", function () {
    // Starting Node.js with the Pulumi SDK takes a second or two each time on a busy machine.
    this.timeout(60_000);
    const folder = mkdtempSync(path.join(tmpdir(), "policy-pack-"));

    before(async () => {
        await build({
            absWorkingDir: ROOT,
            entryPoints: ["policy-pack/index.ts"],
            outfile: path.join(PACK, "bin", "index.js"),
            bundle: true,
            platform: "node",
            target: "node20",
            external: ["@pulumi/pulumi", "@pulumi/policy"],
            logLevel: "error",
        });
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    it("gives every rule's verdict, as Pulumi starts it", async () => {
        await givesEveryVerdict(PACK);
    });

    it("gives the same verdicts packed by npm and unpacked in an empty folder", async () => {
        const output = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
            cwd: PACK,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "ignore"],
        });
        const [packed] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
        assert.deepEqual(packed.files.map((file) => file.path).sort(), [
            "PulumiPolicy.yaml",
            "RULES.md",
            "bin/index.js",
            "package.json",
            "policy-config.example.json",
        ]);
        execFileSync("tar", ["-xzf", path.join(folder, packed.filename), "-C", folder]);
        // What `npm install` would bring; linked, so that the test needs no registry. Nothing else of this repository is in reach.
        mkdirSync(path.join(folder, "package", "node_modules", "@pulumi"), { recursive: true });
        for (const name of ["policy", "pulumi"]) {
            symlinkSync(path.join(ROOT, "node_modules", "@pulumi", name), path.join(folder, "package", "node_modules", "@pulumi", name));
        }
        await givesEveryVerdict(path.join(folder, "package"));
    });

    it("takes the example of a configuration, and finds nothing wrong with it", async () => {
        const example = JSON.parse(readFileSync(EXAMPLE, "utf8")) as Record<string, string | Record<string, JavaScriptValue>>;
        const entries = Object.entries(example).map(([rule, found]): [string, Record<string, JavaScriptValue>] => [
            rule,
            typeof found === "string" ? { enforcementLevel: found } : found,
        ]);
        await during(PACK, undefined, async (pack) => {
            await pack.configure(Object.fromEntries(entries));
            assert.deepEqual(await pack.analyze({ type: "pulumi:pulumi:Stack", name: "other-dev", props: {} }), []);
            const said = await pack.analyzeStack([{ type: TYPES.bucket, name: "downloads", props: {} }]);
            assert.deepEqual(said.filter(isBeyondBaseline), [
                "advisory stack-inform-monthly-cost: The stack costs $0.00 a month, of $250.00 that it may cost.",
                "advisory exceptions-in-force: The exception from workload-require-reachability for *::worker to internet:api.example.com:443 (goes through the proxy of the company, " +
                    "which this program does not know) excepts nothing in this stack. Remove it, or correct the name.",
                "advisory exceptions-in-force: s3-bucket-require-public-access-block is excepted until 2999-12-31, because: serves files to everybody, by " +
                    "design. Without the exception: bucket downloads has no BucketPublicAccessBlock; wanted is one with blockPublicAcls, blockPublicPolicy, " +
                    "ignorePublicAcls, restrictPublicBuckets = true.",
            ]);
        });
    });

    for (const [level, said] of Object.entries({ mandatory: ["mandatory"], advisory: ["advisory"], disabled: [] })) {
        it(`gives every rule the level ${level}`, async () => {
            await during(PACK, undefined, async (pack) => {
                const levels = NAMES.map((name) => [name, { enforcementLevel: level }]);
                await pack.configure(Object.fromEntries(levels) as Record<string, { enforcementLevel: string }>);
                const found: string[] = [];
                for (const resource of BROKEN_STACK) found.push(...(await pack.analyze(resource)));
                found.push(...(await pack.analyzeStack(BROKEN_STACK)));
                assert.deepEqual([...new Set(found.map((line) => line.split(" ")[0]))], said);
            });
        });
    }

    it("leaves a stack without configuration alone", async () => {
        await during(PACK, undefined, async (pack) => {
            assert.deepEqual(await pack.analyze({ type: "pulumi:pulumi:Stack", name: "other-dev", props: {} }), []);
            assert.deepEqual(await pack.analyzeStack([]), []);
        });
    });

    async function givesEveryVerdict(pack: string): Promise<void> {
        await during(pack, BROKEN_CONFIGURATION, async (running) => {
            assert.deepEqual(await running.policyNames(), NAMES);
            await running.configure(BROKEN_PACK_CONFIGURATION);
            const stack = { type: "pulumi:pulumi:Stack", name: "librechat-dev", props: {} };
            const ofResources = [];
            for (const resource of [stack, ...BROKEN_STACK]) ofResources.push(...(await running.analyze(resource)));
            const ofStack = await running.analyzeStack(BROKEN_STACK);
            assert.deepEqual(ofResources.filter(isBeyondBaseline), EXPECTED_OF_RESOURCES);
            assert.deepEqual(ofStack.filter(isBeyondBaseline), EXPECTED_OF_STACK);
            assert.deepEqual(rulesIn([...ofResources, ...ofStack].filter((said) => !isBeyondBaseline(said))), BROKEN_BASELINE);
            // A stack is above its budget or within it, and only the one within it is told what it costs.
            await running.configure({ "stack-require-monthly-budget": { monthlyBudgetUsd: 1_000 } });
            const within = (await running.analyzeStack(BROKEN_STACK)).filter((said) => said.includes("stack-inform-monthly-cost"));
            assert.deepEqual(within, ["advisory stack-inform-monthly-cost: The stack costs $21.90 a month, of $1000.00 that it may cost."]);
            const beyond = NAMES.filter((name) => !BASELINE.includes(name));
            assert.deepEqual(rulesIn([...ofResources, ...ofStack, ...within].filter(isBeyondBaseline)), beyond.sort());
        });
    }

    async function during(
        pack: string,
        configuration: Record<string, string> | undefined,
        use: (running: PackProcess) => Promise<void>,
    ): Promise<void> {
        const runner = createRequire(path.join(pack, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const running = await PackProcess.start(runner, pack, configuration);
        try {
            await use(running);
        } finally {
            running.stop();
        }
    }
});
