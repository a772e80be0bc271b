/**
 * The stacks of this repository as the simulated AWS deployed them, cut to what prices depend on: `npm run simulate -- up`, then the resources
 * of the stored state.
 */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { estimate, unpricedText, type Estimate, type Item } from "../../../policy-pack/prices/estimate";
import { graphOfState } from "../../../policy-pack/reachability/from-pulumi";

const ROOT = path.resolve(__dirname, "..", "..", "..");

/** Rows of the table in README.md, by what a row begins with: the item that it stands for. */
const ROWS: readonly [row: string, belongs: (item: Item) => boolean][] = [
    ["NAT gateways", ({ what }) => what === "NAT gateway" || what === "public address"],
    ["interface endpoints", ({ what }) => what.startsWith("Interface endpoint")],
    ["load balancer", ({ what }) => what.endsWith("load balancer")],
    ["LibreChat tasks", ({ node }) => node.name === "librechat-service"],
    ["RAG API task", ({ node }) => node.name === "rag-api-service"],
    ["DocumentDB", ({ what }) => what.startsWith("DocumentDB")],
    ["PostgreSQL", ({ node }) => node.type === "aws:rds/instance:Instance"],
    ["Redis", ({ what }) => what.includes("cache node")],
    ["secrets and private DNS zone", ({ what }) => what === "secret" || what === "private DNS zone"],
];

function deployed(stack: string): Estimate {
    const resources = JSON.parse(readFileSync(path.join(__dirname, "deployed", `${stack}.json`), "utf8")) as unknown;
    return estimate(graphOfState({ resources }));
}

/** A row's cells for the stacks; amounts stand at their ends. */
function costsInReadme(): Map<string, string[]> {
    const section = readFileSync(path.join(ROOT, "README.md"), "utf8").split("## What it costs")[1]?.split("\n## ")[0] ?? "";
    const rows = section.split("\n").filter((line) => line.startsWith("| "));
    return new Map(
        rows.map((row) => {
            const [, name = "", ...cells] = row.split("|").map((cell) => cell.replaceAll("*", "").trim());
            return [name, cells];
        }),
    );
}

function amountIn(cell: string): number {
    return cell === "none" ? 0 : Number(/\$([\d.]+)$/.exec(cell)?.[1]);
}

for (const [column, stack] of ["dev", "prod"].entries()) {
    describe(`the cost of the stack ${stack}`, () => {
        const found = deployed(stack);
        const readme = costsInReadme();

        for (const [row, belongs] of ROWS) {
            it(`is that of the README's table: ${row}`, () => {
                const [, cells = []] = [...readme].find(([name]) => name.startsWith(row)) ?? [];
                const amount = found.items.filter(belongs).reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
                // The table multiplies what it has rounded before.
                assert.ok(Math.abs(amount - amountIn(cells[column] ?? "")) < 0.03, `${amount} is not ${cells[column] ?? "there"}`);
            });
        }

        it("has no item that is not in the README's table, and each in one row", () => {
            for (const item of found.items) {
                const rows = ROWS.filter(([, belongs]) => belongs(item));
                assert.equal(rows.length, 1, `${item.node.name}: ${item.what}`);
            }
        });

        it("sums up to what the README says", () => {
            const said = amountIn(readme.get("sum")?.[column] ?? "");
            assert.equal(said, { dev: 198, prod: 801 }[stack]);
            assert.ok(Math.abs(found.usdPerMonth - said) < 0.6, String(found.usdPerMonth));
        });

        it("leaves to use what cannot be told beforehand, and lists it", () => {
            const reasons = unpricedText(found.unpriced).map((line) => line.split("): ")[1]);
            assert.deepEqual(reasons.sort(), [
                "Lambda functions, paid by use",
                "S3 buckets, paid by use",
                "its capacity units, and public addresses if it has any",
                "log groups, paid by use",
                "storage and requests, paid by use",
            ]);
        });
    });
}
