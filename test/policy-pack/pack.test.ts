import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { build } from "esbuild";
import type { Code } from "../../policy-pack/reachability/path";
import { rules } from "../../policy-pack/rules";
import { PackProcess } from "./pack-process";
import { CODES_HEADING, rulesPage } from "./rules-page";
import { BROKEN_CONFIGURATION, BROKEN_PACK_CONFIGURATION, BROKEN_STACK, EXPECTED_OF_RESOURCES, EXPECTED_OF_STACK } from "./violations";

const ROOT = path.resolve(__dirname, "..", "..");
const PACK = path.join(ROOT, "policy-pack");

const NAMES = [
    "pack-config",
    "stack-config",
    "workload-require-reachability",
    "vpc-endpoint-require-private-dns",
    "vpc-endpoint-require-one-subnet-per-zone",
    "vpc-endpoint-require-admitting-group",
    "security-group-disallow-open-ingress",
    "database-require-encryption",
    "database-disallow-public-access",
    "s3-bucket-require-public-access-block",
    "ecs-task-disallow-plain-secrets",
    "workload-inform-reachability",
    "preview-inform-undecided",
    "exceptions-in-force",
];

const ADVISORY = ["workload-inform-reachability", "preview-inform-undecided", "exceptions-in-force"];

/** Every code, in the order of the page; the type keeps the list whole. */
const CODES = Object.keys({
    NO_ROUTE: true,
    BLACKHOLE: true,
    NAT_NOT_PUBLIC: true,
    NO_PUBLIC_IP: true,
    ENDPOINT_MISSING: true,
    ENDPOINT_NO_PRIVATE_DNS: true,
    VPC_DNS_OFF: true,
    ENDPOINT_SG: true,
    ENDPOINT_DEFAULT_SG: true,
    ENDPOINT_POLICY: true,
    DUP_AZ_SUBNET: true,
    DNS_CONFLICT: true,
    SG_EGRESS: true,
    SG_INGRESS: true,
    NACL_OUT: true,
    NACL_IN: true,
    NACL_RETURN: true,
    S3_PREFIX_EGRESS: true,
    EFS_NO_MT_IN_AZ: true,
    EXTERNAL_IMAGE_NO_EGRESS: true,
    PTC_FIRST_PULL: true,
    ORDERING: true,
    UNKNOWN: true,
} satisfies Record<Code, true>);

describe("the policy pack", () => {
    it("has exactly these rules, all mandatory but those that inform", () => {
        assert.deepEqual(
            rules.map(({ name, enforcementLevel }) => [name, enforcementLevel]),
            NAMES.map((name) => [name, ADVISORY.includes(name) ? "advisory" : "mandatory"]),
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
        assert.equal(readFileSync(path.join(PACK, "RULES.md"), "utf8").split(CODES_HEADING)[0], rulesPage());
    });

    it("explains each code of the proof in RULES.md: cause, repair and page of AWS", () => {
        const [, section = ""] = readFileSync(path.join(PACK, "RULES.md"), "utf8").split(CODES_HEADING);
        const rows = section.split("\n").filter((row) => row.startsWith("| `"));
        const cells = rows.map((row) => row.split("|").map((cell) => cell.trim()));
        assert.deepEqual(
            cells.map(([, code]) => code),
            CODES.map((code) => `\`${code}\``),
        );
        for (const [, , cause, repair, source] of cells) {
            assert.match(cause ?? "", /^[A-Z].{10,}\.$/);
            assert.match(repair ?? "", /^[A-Z].{10,}\.$/);
            assert.match(source ?? "", /^<https:\/\/docs\.aws\.amazon\.com\/[^ ]+>$/);
        }
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
