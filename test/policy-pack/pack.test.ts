import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Code } from "../../policy-pack/reachability/path";
import { rules } from "../../policy-pack/rules";
import { NAMES } from "./rule-names";
import { CODES_HEADING, rulesPage } from "./rules-page";

const ROOT = path.resolve(__dirname, "..", "..");
const PACK = path.join(ROOT, "policy-pack");

const ADVISORY = [
    "workload-disallow-public-address",
    "workload-inform-reachability",
    "stack-inform-monthly-cost",
    "preview-inform-undecided",
    "exceptions-in-force",
];

/** Every code, in the order of the page; the type keeps the list whole. */
const CODES = Object.keys({
    NO_ROUTE: true,
    BLACKHOLE: true,
    NAT_NOT_PUBLIC: true,
    NO_PUBLIC_IP: true,
    SOURCE_DEST_CHECK: true,
    BLOCK_PUBLIC_ACCESS: true,
    ENDPOINT_MISSING: true,
    ENDPOINT_NO_PRIVATE_DNS: true,
    VPC_DNS_OFF: true,
    ENDPOINT_SG: true,
    ENDPOINT_DEFAULT_SG: true,
    ENDPOINT_POLICY: true,
    DUP_AZ_SUBNET: true,
    DUP_GATEWAY_ROUTE: true,
    DNS_CONFLICT: true,
    SG_EGRESS: true,
    SG_INGRESS: true,
    NACL_OUT: true,
    NACL_IN: true,
    NACL_RETURN: true,
    S3_PREFIX_EGRESS: true,
    EFS_NO_MT_IN_AZ: true,
    NO_LISTENER: true,
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
