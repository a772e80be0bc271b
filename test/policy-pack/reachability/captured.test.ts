/**
 * The first previews of this program, as a stack policy of the real engine saw them: captured with `npm run simulate -- preview`, cut to
 * what is about the network. References are places in the list, and `?unknown` stands for what the engine did not know.
 */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { UNKNOWN } from "../../../policy-pack/known";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import { edited, remove } from "../../../policy-pack/reachability/edits";
import { Graph } from "../../../policy-pack/reachability/graph";
import { reports } from "./judged";

interface Captured {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly props: Record<string, unknown>;
    readonly parent: number | null;
    readonly dependencies: readonly number[];
    readonly propertyDependencies: Readonly<Record<string, readonly number[]>>;
}

function captured(stack: string): Graph {
    const text = readFileSync(path.join(__dirname, "captured", `${stack}.preview.json`), "utf8");
    const resources = JSON.parse(text) as Captured[];
    const urns = (places: readonly number[]) => places.map((place) => resources[place]!.urn);
    return new Graph(
        resources.map(({ urn, type, name, props, parent, dependencies, propertyDependencies }) => ({
            urn,
            type,
            name,
            id: undefined,
            properties: withUnknowns(props) as Record<string, unknown>,
            parent: parent === null ? undefined : resources[parent]!.urn,
            dependencies: urns(dependencies),
            propertyDependencies: Object.fromEntries(
                Object.entries(propertyDependencies).map(([property, places]) => [property, urns(places)]),
            ),
        })),
    );
}

function withUnknowns(value: unknown): unknown {
    if (value === "?unknown") return UNKNOWN;
    if (Array.isArray(value)) return value.map(withUnknowns);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnknowns(inner)]));
}

describe("a first preview of this program", () => {
    for (const [stack, count] of Object.entries({ dev: 28, prod: 30 })) {
        it(`decides everything: ${stack}`, () => {
            const graph = captured(stack);
            assert.deepEqual(
                prove(graph).decisions.map(({ verdict }) => verdict),
                Array.from({ length: count }, () => "REACHED"),
            );
            assert.deepEqual(reports(graph), []);
        });
    }

    it("is stopped without NAT gateways and endpoints, for one reason", () => {
        const graph = captured("prod");
        const lost = graph.nodes.filter(
            ({ type, name }) =>
                type === AWS.natGateway ||
                name.startsWith("network-endpoints-") ||
                (type === AWS.route && name.startsWith("network-private")),
        );
        const found = reports(
            edited(
                graph,
                lost.map(({ urn }) => remove(urn)),
            ),
        );
        assert.deepEqual(
            found.map(({ codes, decisions, repairs }) => ({
                codes: [...codes].sort(),
                decisions: decisions.length,
                prices: repairs.map(({ usdPerMonth }) => usdPerMonth),
            })),
            [{ codes: ["ENDPOINT_MISSING", "EXTERNAL_IMAGE_NO_EGRESS", "NO_ROUTE", "SG_EGRESS"], decisions: 18, prices: [36.5, 36.7] }],
        );
    });
});
