/** The baseline as the engine meets it: in the pack's process, with configuration. The rules' own tests are in `rules/`. */
import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { build } from "esbuild";
import { BASELINE } from "../../policy-pack/baseline";
import { PackProcess } from "./pack-process";
import { BROKEN_BASELINE, CONFIGURATION_OF_BASELINE, EXPECTED_OF_RESOURCES, EXPECTED_OF_STACK } from "./violations-of-baseline";

const ROOT = path.resolve(__dirname, "..", "..");
const RUNNER = createRequire(path.join(ROOT, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");

describe("the baseline in the pack's process", function () {
    this.timeout(60_000);
    // A pack of its own: other tests build the real one meanwhile.
    const folder = mkdtempSync(path.join(tmpdir(), "baseline-"));
    let pack: PackProcess;

    before(async () => {
        mkdirSync(path.join(folder, "bin"));
        symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
        writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "baseline", version: "0.0.1", main: "bin/index.js" }));
        writeFileSync(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
        await build({
            absWorkingDir: ROOT,
            entryPoints: ["policy-pack/index.ts"],
            outfile: path.join(folder, "bin", "index.js"),
            bundle: true,
            platform: "node",
            target: "node20",
            external: ["@pulumi/pulumi", "@pulumi/policy"],
            logLevel: "error",
        });
        pack = await PackProcess.start(RUNNER, folder, {});
        await pack.configure(CONFIGURATION_OF_BASELINE);
    });
    after(() => {
        pack.stop();
        rmSync(folder, { recursive: true });
    });

    it("has every rule broken by one stack, each by whole messages", async () => {
        const names: ReadonlySet<string> = new Set(BASELINE.map(({ name }) => name));
        const ruleOf = (said: string) => /^\w+ ([\w-]+):/.exec(said)?.[1] ?? said;
        const ofBaseline = (said: readonly string[]) => said.filter((each) => names.has(ruleOf(each)));
        const ofResources = [];
        for (const resource of BROKEN_BASELINE) ofResources.push(...(await pack.analyze(resource)));
        const ofStack = await pack.analyzeStack(BROKEN_BASELINE);
        assert.deepEqual(ofBaseline(ofResources), EXPECTED_OF_RESOURCES);
        assert.deepEqual(ofBaseline(ofStack), EXPECTED_OF_STACK);
        assert.deepEqual(new Set([...EXPECTED_OF_RESOURCES, ...EXPECTED_OF_STACK].map(ruleOf)), names);
    });

    it("says nothing of a stack that is not production about what only production must have", async () => {
        await pack.configure({});
        const key = { type: "aws:secretsmanager/secret:Secret", name: "key", props: { recoveryWindowInDays: 0 } };
        assert.deepEqual(await pack.analyze(key), []);
        await pack.configure(CONFIGURATION_OF_BASELINE);
        assert.equal((await pack.analyze(key)).length, 1);
    });
});
