import { strict as assert } from "node:assert";
import { Run } from "../../../policy-pack/exceptions/run";
import { resourcePolicy, stackPolicy, undecided, violated } from "../../../policy-pack/rule";
import { exceptionsInForce } from "../../../policy-pack/rules/exceptions-in-force";
import { TYPES } from "../../../policy-pack/types";
import { judged, reported, resource } from "../graph";

const TEXT = {
    displayName: "Buckets are small",
    description: "Buckets are small.",
    severity: "low",
    remediationSteps: "Make it smaller.",
    url: "https://docs.aws.amazon.com/",
} as const;

/** A pack of two rules, on one day. */
function packOn(today: string) {
    const run = new Run(() => today);
    const single = resourcePolicy(
        { ...TEXT, name: "bucket-require-small" },
        [TYPES.bucket],
        ({ name, props }) => (props["size"] === "?" ? "unknown" : props["size"] === "big" ? [`${name} is big.\nVery big.`] : []),
        run,
    );
    const across = stackPolicy(
        { ...TEXT, name: "bucket-require-company" },
        (resources) => {
            const [only, ...others] = resources.filter(({ type }) => type === TYPES.bucket);
            if (only === undefined || others.length > 0) return { violations: [], undecided: [] };
            return only.name === "who" ? undecided(only, "who is alone, or not") : violated(only, `${only.name} is alone.`);
        },
        run,
    );
    return { single, across, said: () => reported(exceptionsInForce(run), [resource(TYPES.stack, "shop-dev")]) };
}

const listing = (...exceptions: object[]) => ({ config: { exceptions } });
const FILES = { resource: "files", reason: "public by design", expires: "2027-03-31" };

describe("exceptions in force", () => {
    it("let a violation of a rule on single resources pass, and are shown with reason and end", async () => {
        const { single, said } = packOn("2027-03-31");
        assert.deepEqual(await judged(single, TYPES.bucket, "files", { size: "big" }, listing(FILES)), []);
        assert.deepEqual(await judged(single, TYPES.bucket, "logs", { size: "big" }, listing(FILES)), ["logs is big.\nVery big."]);
        assert.deepEqual(await said(), [
            "files: bucket-require-small is excepted until 2027-03-31, because: public by design. Without the exception: files is big.",
        ]);
        assert.deepEqual(await said(), [], "what was shown is shown again");
    });

    it("let a violation of a rule across resources pass, and are shown", async () => {
        const { across, said } = packOn("2027-03-31");
        const resources = [resource(TYPES.bucket, "files")];
        assert.deepEqual(await reported(across, resources), ["files: files is alone."]);
        assert.deepEqual(await reported(across, resources, listing({ resource: "f*", reason: "wants to be" })), []);
        assert.deepEqual(await said(), [
            "files: bucket-require-company is excepted without end, because: wants to be. Without the exception: files is alone.",
        ]);
    });

    it("hold no longer when they expired, which is reported", async () => {
        const { single, across, said } = packOn("2027-04-01");
        assert.deepEqual(await judged(single, TYPES.bucket, "files", { size: "big" }, listing(FILES)), ["files is big.\nVery big."]);
        assert.deepEqual(await reported(across, [resource(TYPES.bucket, "files")], listing(FILES)), ["files: files is alone."]);
        assert.deepEqual(
            await said(),
            ["bucket-require-small", "bucket-require-company"].map(
                (rule) =>
                    `shop-dev: The exception from ${rule} for files (public by design) expired on 2027-03-31 and excepts nothing now. Remove it, or ` +
                    "give it a later date.",
            ),
        );
    });

    it("are reported when they except nothing, even where the rule judged nothing at all", async () => {
        const { single, said } = packOn("2027-03-31");
        assert.deepEqual(await judged(single, "aws:sqs/queue:Queue", "jobs", {}, listing(FILES)), {
            notApplicable: `The rule is about ${TYPES.bucket}`,
        });
        assert.deepEqual(await said(), [
            "shop-dev: The exception from bucket-require-small for files (public by design) excepts nothing in this stack. Remove it, or correct the name.",
        ]);
    });

    it("are left alone while their resource waits for the update", async () => {
        const { single, across, said } = packOn("2027-03-31");
        await judged(single, TYPES.bucket, "files", { size: "?" }, listing(FILES));
        await reported(across, [resource(TYPES.bucket, "who")], listing({ ...FILES, resource: "who" }));
        assert.deepEqual(await said(), []);
    });

    it("are not what a malformed entry gives", async () => {
        const { single, said } = packOn("2027-03-31");
        assert.deepEqual(await judged(single, TYPES.bucket, "files", { size: "big" }, listing({ resource: "files" })), [
            "files is big.\nVery big.",
        ]);
        assert.deepEqual(await said(), []);
    });

    it("go by the day in UTC", () => {
        assert.equal(new Run().today(), new Date().toISOString().slice(0, 10));
    });
});
