import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { simulate, type SimulateResult } from "../../tools/simulate/run";

const ROOT = path.join(__dirname, "..", "..");
const RULE = "s3-bucket-require-public-access-block";

/** What the real engine makes of a file for `--policy-pack-config`. */
describe("configuring the policy pack", function () {
    this.timeout(240_000);
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-policy-config-"));
    const stateDir = path.join(folder, "state");
    const file = path.join(folder, "policy-config.json");

    const configured = (configuration: object): string[] => {
        writeFileSync(file, JSON.stringify(configuration));
        return ["--", "--policy-pack-config", file];
    };
    const preview = (configuration: object): Promise<SimulateResult> =>
        simulate(["preview", "--cwd", folder, "--stack", "test", ...configured(configuration)], { stateDir, cwd: ROOT });
    const levelsOf = ({ stdout }: SimulateResult) =>
        [...stdout.matchAll(new RegExp(`\\[(\\w+)\\][^\\n]*${RULE}`, "g"))].map(([, level]) => level);

    before(() => {
        symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
        const project = { name: "other", runtime: { name: "nodejs", options: { typescript: false } } };
        writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify(project));
        writeFileSync(path.join(folder, "Pulumi.test.yaml"), JSON.stringify({ config: { "aws:region": "us-east-1" } }));
        writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "other", main: "index.js" }));
        writeFileSync(path.join(folder, "index.js"), 'const aws = require("@pulumi/aws");\nnew aws.s3.Bucket("files", {});\n');
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    it("gives every rule the level of all, and one rule its own", async () => {
        const found = await preview({ all: "advisory", [RULE]: { enforcementLevel: "mandatory" } });
        assert.notEqual(found.exitCode, 0);
        assert.deepEqual(levelsOf(found), ["mandatory"]);
        assert.equal(found.stdout.match(/\[mandatory\]/g)?.length, 1, found.stdout);
    });

    it("stops nothing at the level advisory, and still says it", async () => {
        const found = await preview({ all: "advisory" });
        assert.equal(found.exitCode, 0, found.stdout + found.stderr);
        assert.deepEqual(levelsOf(found), ["advisory"]);
    });

    it("says nothing at the level disabled", async () => {
        const found = await preview({ all: "disabled" });
        assert.equal(found.exitCode, 0, found.stdout + found.stderr);
        assert.doesNotMatch(found.stdout, /\[(mandatory|advisory)\]/);
    });

    it("lets an exception pass, and shows it", async () => {
        const exceptions = [{ resource: "files", reason: "public by design", expires: "2999-12-31" }];
        const found = await preview({
            all: "disabled",
            [RULE]: { enforcementLevel: "mandatory", exceptions },
            "exceptions-in-force": "advisory",
        });
        assert.equal(found.exitCode, 0, found.stdout + found.stderr);
        assert.match(found.stdout, /\[advisory\][^\n]*exceptions-in-force/);
        assert.match(found.stdout, new RegExp(`${RULE} is excepted until 2999-12-31, because: public by design`));
    });

    it("stops at an exception without a reason, and at a rule that does not exist", async () => {
        const found = await preview({
            all: "disabled",
            "pack-config": "mandatory",
            [RULE]: { exceptions: [{ resource: "files" }] },
            "stack-confg": "disabled",
        });
        assert.notEqual(found.exitCode, 0);
        assert.match(found.stdout, new RegExp(`${RULE}\\.exceptions\\[0\\]\\.reason = not set; allowed is a text`));
        assert.match(found.stdout, /stack-confg is not a rule of the pack; the nearest one is stack-config/);
    });

    it("holds a stack of this repository to a budget, in a first preview", async () => {
        const budget = { all: "disabled", "stack-require-monthly-budget": { enforcementLevel: "mandatory", monthlyBudgetUsd: 150 } };
        const found = await simulate(["preview", "--stack", "dev", ...configured(budget)], { stateDir, cwd: ROOT });
        assert.notEqual(found.exitCode, 0);
        assert.match(found.stdout, /The stack costs \$197\.49 a month; monthlyBudgetUsd = 150 allows \$47\.49 less\./);
        const largest =
            "mongo-0 (DocumentDB instance db.t4g.medium) $55.23, network-1 (NAT gateway) $32.85, librechat-service (1 Fargate task of";
        assert.ok(found.stdout.includes(`The largest items: ${largest} 1 vCPU, 2 GiB) $28.84.`), found.stdout);
        assert.doesNotMatch(found.stdout, /is not known yet/);
    });
});
