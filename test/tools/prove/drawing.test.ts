import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { graphOfState } from "../../../policy-pack/reachability/from-pulumi";
import { Graph } from "../../../policy-pack/reachability/graph";
import { dotOf } from "../../../tools/prove/drawing/dot";
import type { Picture } from "../../../tools/prove/drawing/picture";
import { svgOf } from "../../../tools/prove/drawing/svg";
import { readState } from "../../../tools/prove/state";
import { CASES_OF_FILTERS } from "../../policy-pack/reachability/cases-of-filters";
import { CASES_OF_WAYS } from "../../policy-pack/reachability/cases-of-ways";
import { Network, withValues, without } from "../../policy-pack/reachability/network";
import { drawn, linesOf, placesOf } from "./drawn";

const ROOT = path.join(__dirname, "..", "..", "..");
const NEEDS = "service:logs internet:api.example.com:443";
const network = () => new Network().endpoint("logs").client(NEEDS, ["private-a"]);
const broken = () => network().changed(without(AWS.route, "route-private-a"));
const CLIENT = "client (Lambda function) in private-a";
const TABLE = "route table of private-a";

describe("npm run prove: the picture", () => {
    it("shows open ways from the workload over routes and gateways to where they lead", () => {
        assert.deepEqual(linesOf(drawn(network().graph())), [
            `${CLIENT} -> ${TABLE}: reached`,
            `${TABLE}:local -> endpoint endpoint-logs: reached`,
            `${TABLE}:route1 -> NAT gateway nat: reached`,
            "NAT gateway nat -> route table of public-a: reached",
            "route table of public-a:route1 -> internet gateway igw: reached",
            "internet gateway igw -> api.example.com: reached",
        ]);
    });

    it("ends a blocked way at the code of what is broken", () => {
        const picture = drawn(broken());
        assert.deepEqual(linesOf(picture), [
            `${CLIENT} -> ${TABLE}: blocked`,
            `${TABLE}:local -> endpoint endpoint-logs: reached`,
            `${TABLE} -> NO_ROUTE at ${TABLE}: blocked`,
            `NO_ROUTE at ${TABLE} -> api.example.com: lost`,
        ]);
        assert.deepEqual(
            placesOf(picture.areas).find(({ kind }) => kind === "fault"),
            {
                id: `NO_ROUTE at ${TABLE}`,
                kind: "fault",
                label: ["✗ NO_ROUTE", "no route to api.example.com"],
                marks: [],
                below: TABLE,
            },
        );
        assert.deepEqual(picture.title, ["test, stack test: 1 reached, 1 blocked, 0 unknown"]);
    });

    it("frames VPC, tier and subnet with its zone, and says the routes in words", () => {
        const [vpc] = drawn(network().graph()).areas;
        assert.deepEqual(vpc?.title, ["VPC net, 10.0.0.0/16"]);
        const tier = vpc.areas.find(({ id }) => id === "private subnets of net");
        assert.deepEqual(
            tier?.areas.map(({ title }) => title),
            [["private-a", "us-east-1a, 10.0.10.0/24"]],
        );
        assert.deepEqual(
            placesOf([vpc])
                .flatMap(({ id, rows }) => (rows ?? []).map(({ left, right }) => `${id}: ${left}, ${right}`))
                .sort(),
            [
                "isolated subnets of net that nothing passes: isolated-a, us-east-1a, routes: local only",
                "isolated subnets of net that nothing passes: isolated-b, us-east-1b, routes: local only",
                "private subnets of net that nothing passes: private-b, us-east-1b, routes: 0.0.0.0/0 to NAT gateway nat",
                "public subnets of net that nothing passes: public-b, us-east-1b, routes: 0.0.0.0/0 to internet gateway igw",
                `${TABLE}: 0.0.0.0/0, NAT gateway nat`,
                `${TABLE}: VPC, local`,
                "route table of public-a: 0.0.0.0/0, internet gateway igw",
                "route table of public-a: VPC, local",
            ],
        );
    });

    it("emphasises only what was asked about", () => {
        const why = { workload: "client", need: "service:logs" };
        const picture = drawn(broken(), why);
        assert.deepEqual(linesOf(picture), [`${CLIENT} -> ${TABLE}: asked`, `${TABLE}:local -> endpoint endpoint-logs: asked`]);
        assert.deepEqual(picture.title, ["test, stack test: 1 reached, 1 blocked, 0 unknown", "client to service:logs"]);
        const other = linesOf(drawn(broken(), { workload: "client", need: "internet:api.example.com:443" }));
        assert.deepEqual(other.slice(0, 2), [`${CLIENT} -> ${TABLE}: blocked`, `${TABLE}:local -> endpoint endpoint-logs: quiet`]);
    });

    it("marks what AWS would refuse to create", () => {
        const twice = network().changed(withValues(AWS.vpcEndpoint, "endpoint-logs", { subnetIds: ["private-a", "isolated-a"] }));
        const marked = placesOf(drawn(twice).areas).filter(({ marks }) => marks.length > 0);
        assert.deepEqual(
            marked.map(({ id, marks }) => [id, marks]),
            [["endpoint endpoint-logs", ["DUP_AZ_SUBNET"]]],
        );
    });

    for (const { code, graph } of [...CASES_OF_FILTERS, ...CASES_OF_WAYS]) {
        it(`shows where it is broken: ${code}`, () => {
            const faults = placesOf(drawn(graph()).areas).filter(({ kind }) => kind === "fault" || kind === "doubt");
            const texts = faults.flatMap(({ label }) => label.join(" "));
            assert.ok(
                texts.some((text) => text.includes(code)),
                texts.join("\n"),
            );
        });
    }

    it("is the same for resources in any order", () => {
        const { nodes } = broken();
        assert.equal(dotOf(drawn(new Graph([...nodes].reverse()))), dotOf(drawn(broken())));
    });

    it("leaves out workloads beyond what can be read, and says how many", () => {
        const many = network();
        for (let i = 0; i < 70; i++)
            many.add(AWS.function, `other-${String(i)}`, { vpcConfig: { subnetIds: ["private-b"], securityGroupIds: ["client"] } });
        const picture = drawn(many.changed(without(AWS.route, "route-private-a")));
        const workloads = placesOf(picture.areas).filter(({ kind }) => kind === "workload");
        assert.equal(workloads.length, 60);
        assert.ok(workloads.some(({ id }) => id === CLIENT));
        assert.equal(picture.title.at(-1), "11 more workloads in subnets are not drawn");
    });
});

describe("npm run prove: the drawing", () => {
    const picture: Picture = {
        title: ["net: 1 reached"],
        areas: [
            {
                id: "VPC a",
                kind: "vpc",
                title: ['VPC "a" & <b>'],
                places: [
                    { id: 'client "x"', kind: "workload", label: ["client"], marks: ["DUP_AZ_SUBNET"] },
                    {
                        id: "table",
                        kind: "table",
                        label: ["route table"],
                        rows: [{ left: "VPC", right: "local", port: "local" }],
                        marks: [],
                    },
                ],
                areas: [],
            },
        ],
        lines: [{ from: "table", port: "local", to: 'client "x"', kind: "reached" }],
    };

    it("is DOT, with everything escaped and a legend of the lines that there are", () => {
        const lines = dotOf(picture).split("\n");
        assert.equal(lines[0], "digraph {");
        assert.deepEqual(lines.slice(4), [
            '    subgraph "cluster VPC a" {',
            '        graph [style="filled,rounded" color="#52606d" fillcolor="#ffffff" fontsize="12" fontname="Verdana" labeljust="l" margin="14" penwidth="1.5" label=<<b>VPC &quot;a&quot; &amp; &lt;b&gt;</b><br align="left"/>>]',
            '        "client \\"x\\"" [fillcolor="#dbeafe" color="#b00020" penwidth="2.5" label=<<b>client</b><br/><font color="#b00020"><b>✗ DUP_AZ_SUBNET</b></font>>]',
            '        "table" [fillcolor="#ffffff" style="filled" margin="0.02,0.02" label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="4"><tr><td colspan="2" align="left"><b>route table</b></td></tr><tr><td align="left">VPC</td><td align="left" port="local">local</td></tr></table>>]',
            "    }",
            '    "table":"local":e -> "client \\"x\\"" [color="#5f9e8f" penwidth="1" arrowhead="normal" arrowsize="0.5"]',
            '    subgraph "cluster legend" {',
            '        graph [style="filled,rounded" color="#e4e7eb" fillcolor="#ffffff" fontsize="10" fontname="Verdana" labeljust="l" margin="8" label=<<b>legend</b><br align="left"/>>]',
            '        "legend reached" [shape="point" width="0.05"]',
            '        "legend reached text" [shape="plaintext" style="" margin="0.05,0" height="0.15" label="reached"]',
            '        "legend reached" -> "legend reached text" [color="#5f9e8f" penwidth="1" arrowhead="normal" arrowsize="0.5"]',
            "    }",
            "}",
            "",
        ]);
    });

    it("is SVG with fonts that every machine has one of", async () => {
        const svg = await svgOf(dotOf(picture));
        assert.match(svg, /<svg /);
        assert.match(svg, /font-family="Verdana, DejaVu Sans, Geneva, Arial, sans-serif"/);
        assert.doesNotMatch(svg, /font-family="Verdana"/);
    });

    it("is the picture of the documentation: npm run prove -- --file test/tools/prove/states/route-deleted.json --svg docs/pictures/blocked.svg", async () => {
        const state = readState(path.join(ROOT, "test", "tools", "prove", "states", "route-deleted.json"));
        const svg = await svgOf(dotOf(drawn(graphOfState(state))));
        assert.equal(svg, readFileSync(path.join(ROOT, "docs", "pictures", "blocked.svg"), "utf8"));
    });
});
