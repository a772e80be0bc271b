import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { build } from "esbuild";
import { rules } from "../../policy-pack/rules";
import { PackProcess } from "./pack-process";
import { BROKEN_CONFIGURATION, BROKEN_STACK, EXPECTED_OF_RESOURCES, EXPECTED_OF_STACK } from "./violations";

const ROOT = path.resolve(__dirname, "..", "..");
const PACK = path.join(ROOT, "policy-pack");

const NAMES = [
    "stack-config",
    "workload-require-path-to-services",
    "vpc-endpoint-require-private-dns",
    "vpc-endpoint-require-one-subnet-per-zone",
    "vpc-endpoint-require-admitting-group",
    "security-group-disallow-open-ingress",
    "database-require-encryption",
    "database-disallow-public-access",
    "s3-bucket-require-public-access-block",
    "ecs-task-disallow-plain-secrets",
    "preview-inform-undecided",
];

describe("the policy pack", () => {
    it("has exactly these rules, all mandatory but the last", () => {
        assert.deepEqual(
            rules.map(({ name, enforcementLevel }) => [name, enforcementLevel]),
            NAMES.map((name) => [name, name === "preview-inform-undecided" ? "advisory" : "mandatory"]),
        );
    });

    for (const { name, displayName, description, severity, remediationSteps, url } of rules) {
        it(`${name} says what it is about, how to mend it and where to read on`, () => {
            assert.match(displayName ?? "", /^[A-Z].{10,}[^.]$/);
            assert.match(description, /^[A-Z].{10,}\.$/);
            assert.match(remediationSteps ?? "", /^[A-Z].{10,}\.$/);
            assert.match(url ?? "", /^https:\/\/(docs\.aws\.amazon\.com|www\.pulumi\.com)\//);
            assert.ok(["low", "medium", "high", "critical"].includes(severity ?? ""));
        });
    }

    it("is listed in RULES.md", () => {
        const page = [
            "# Rules of the policy pack",
            "",
            "Made from the metadata of the rules; a test holds this page to it. Names are public: raising a level or renaming a rule is a breaking change.",
            ...rules.flatMap(({ name, description, enforcementLevel, severity, remediationSteps, url }) => [
                "",
                `## ${name}`,
                "",
                description,
                "",
                `- Level: ${enforcementLevel ?? ""}, severity ${severity ?? ""}`,
                `- Repair: ${remediationSteps ?? ""}`,
                `- Source: <${url ?? ""}>`,
            ]),
            "",
        ];
        assert.equal(readFileSync(path.join(PACK, "RULES.md"), "utf8"), page.join("\n"));
    });

    it("depends on the versions that the program uses", () => {
        const versions = (file: string) =>
            (JSON.parse(readFileSync(path.join(ROOT, file), "utf8")) as { dependencies: Record<string, string> }).dependencies;
        const ofProgram = versions("package.json");
        assert.deepEqual(versions("policy-pack/package.json"), {
            "@pulumi/policy": ofProgram["@pulumi/policy"],
            "@pulumi/pulumi": ofProgram["@pulumi/pulumi"],
        });
    });
});

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
        assert.deepEqual(packed.files.map((file) => file.path).sort(), ["PulumiPolicy.yaml", "RULES.md", "bin/index.js", "package.json"]);
        execFileSync("tar", ["-xzf", path.join(folder, packed.filename), "-C", folder]);
        // What `npm install` would bring; linked, so that the test needs no registry. Nothing else of this repository is in reach.
        mkdirSync(path.join(folder, "package", "node_modules", "@pulumi"), { recursive: true });
        for (const name of ["policy", "pulumi"]) {
            symlinkSync(path.join(ROOT, "node_modules", "@pulumi", name), path.join(folder, "package", "node_modules", "@pulumi", name));
        }
        await givesEveryVerdict(path.join(folder, "package"));
    });

    it("leaves a stack without configuration alone", async () => {
        await during(PACK, undefined, async (pack) => {
            assert.deepEqual(await pack.analyze({ type: "pulumi:pulumi:Stack", name: "other-dev", props: {} }), []);
            assert.deepEqual(await pack.analyzeStack([]), []);
        });
    });

    async function givesEveryVerdict(pack: string): Promise<void> {
        await during(pack, BROKEN_CONFIGURATION, async (running) => {
            assert.deepEqual(await running.policyNames(), NAMES);
            const stack = { type: "pulumi:pulumi:Stack", name: "librechat-dev", props: {} };
            const ofResources = [];
            for (const resource of [stack, ...BROKEN_STACK]) ofResources.push(...(await running.analyze(resource)));
            const ofStack = await running.analyzeStack(BROKEN_STACK);
            assert.deepEqual(ofResources, EXPECTED_OF_RESOURCES);
            assert.deepEqual(ofStack, EXPECTED_OF_STACK);
            const broken = [...ofResources, ...ofStack].map((said) => /^\w+ ([\w-]+):/.exec(said)?.[1] ?? "");
            assert.deepEqual([...new Set(broken)].sort(), [...NAMES].sort());
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
