import { strict as assert } from "node:assert";
import { Run } from "../../../policy-pack/exceptions/run";
import { stackInformMonthlyCost, stackRequireMonthlyBudget } from "../../../policy-pack/rules/stack-require-monthly-budget";
import { TYPES } from "../../../policy-pack/types";
import { reported, resource, UNKNOWN_TEXT } from "../graph";

const STACK = resource(TYPES.stack, "shop-dev");
const gateways = ["one", "two", "three", "four"].map((name) => resource("aws:ec2/natGateway:NatGateway", name));
const files = resource(TYPES.bucket, "files");

const LARGEST = "The largest items: one (NAT gateway) $32.85, two (NAT gateway) $32.85, three (NAT gateway) $32.85.";
const PRICES = "Prices: on demand in us-east-1, November 2026, before traffic.";

async function judged(resources: typeof gateways, config: Record<string, unknown>) {
    const run = new Run(() => "2026-11-23");
    const violations = await reported(stackRequireMonthlyBudget(run), resources, { config });
    return { violations, said: await reported(stackInformMonthlyCost(run), resources), exceptions: run.takeExceptions() };
}

describe("stack-require-monthly-budget", () => {
    it("says nothing without a budget", async () => {
        assert.deepEqual(await judged([STACK, ...gateways], {}), { violations: [], said: [], exceptions: [] });
    });

    it("accepts a stack within its budget to the cent, and says what it costs", async () => {
        const { violations, said } = await judged([STACK, ...gateways], { monthlyBudgetUsd: 131.4 });
        assert.deepEqual(violations, []);
        assert.deepEqual(said, [
            ["shop-dev: The stack costs $131.40 a month, of $131.40 that it may cost.", LARGEST, "Everything is priced.", PRICES].join(
                "\n",
            ),
        ]);
    });

    it("fails above it, naming sum, the three largest items and what is not priced", async () => {
        const { violations, said } = await judged([STACK, ...gateways, files], { monthlyBudgetUsd: 100 });
        assert.deepEqual(violations, [
            [
                "shop-dev: The stack costs $131.40 a month; monthlyBudgetUsd = 100 allows $31.40 less.",
                LARGEST,
                "Not priced:",
                "  - files (aws:s3/bucket:Bucket): S3 buckets, paid by use",
                PRICES,
            ].join("\n"),
        ]);
        assert.deepEqual(said, []);
    });

    it("says in a preview what could not be priced", async () => {
        const database = resource("aws:docdb/clusterInstance:ClusterInstance", "db", { instanceClass: UNKNOWN_TEXT });
        const { violations, said } = await judged([STACK, database], { monthlyBudgetUsd: 100 });
        assert.deepEqual(violations, []);
        assert.deepEqual(said, [
            [
                "shop-dev: The stack costs $0.00 a month, of $100.00 that it may cost.",
                "The largest items: none.",
                "Not priced:",
                "  - db (aws:docdb/clusterInstance:ClusterInstance): instanceClass is not known yet",
                PRICES,
            ].join("\n"),
        ]);
    });

    it("lets an excepted stack pass, and shows it", async () => {
        const exceptions = [{ resource: "shop-dev", reason: "moves this month", expires: "2026-11-30" }];
        const { violations, exceptions: shown } = await judged([STACK, ...gateways], { monthlyBudgetUsd: 100, exceptions });
        assert.deepEqual(violations, []);
        assert.deepEqual(shown, [
            {
                urn: STACK.urn,
                message:
                    "stack-require-monthly-budget is excepted until 2026-11-30, because: moves this month. Without the exception: The stack costs " +
                    "$131.40 a month; monthlyBudgetUsd = 100 allows $31.40 less.",
            },
        ]);
    });

    it("leaves a stack without AWS alone", async () => {
        const { violations } = await judged([STACK, resource("random:index/randomId:RandomId", "id")], { monthlyBudgetUsd: 0.01 });
        assert.deepEqual(violations, []);
    });
});
