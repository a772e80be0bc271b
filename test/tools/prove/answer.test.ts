import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../../policy-pack/known";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import { graphOfState } from "../../../policy-pack/reachability/from-pulumi";
import { Graph, type GraphNode } from "../../../policy-pack/reachability/graph";
import { answer } from "../../../tools/prove/answer";
import { UsageError } from "../../../tools/prove/arguments";
import { asFirstPreview, Network, urn, withValues, without } from "../../policy-pack/reachability/network";

const NEEDS = "service:logs internet:api.example.com:443 tcp:nowhere:1";
const network = () => new Network().endpoint("logs").client(NEEDS, ["private-a"]);
const broken = () => prove(network().changed(without(AWS.route, "route-private-a")));
const TABLE = { json: false, why: undefined };

describe("npm run prove: what it says", () => {
    it("is a table with every verdict, and what is wrong below", () => {
        const { text, isBlocked } = answer(broken(), TABLE);
        assert.equal(isBlocked, true);
        assert.deepEqual(text.split("\n"), [
            "workload  need                          subnet     verdict  codes",
            "client    internet:api.example.com:443  private-a  BLOCKED  NO_ROUTE",
            "client    service:logs                  private-a  REACHED",
            "client    tcp:nowhere:1                 private-a  UNKNOWN  UNKNOWN",
            "",
            "1 reached, 1 blocked, 1 unknown",
            "",
            "NO_ROUTE: client (Lambda function) cannot reach internet:api.example.com:443.",
            "The way of client from private-a to internet:api.example.com:443:",
            "  > VPC net: resolves api.example.com",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  x route table table-private-a: no route to api.example.com [NO_ROUTE]",
            "Repairs, cheapest first:",
            "  - route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge",
            "",
            "UNKNOWN: whether client to tcp:nowhere:1 is open cannot be decided: nowhere: no database, cache, service or load balancer is called nowhere in the program",
        ]);
    });

    it("is success when nothing is blocked", () => {
        assert.equal(answer(prove(network().graph()), TABLE).isBlocked, false);
    });

    it("is rows of JSON for machines", () => {
        const rows = JSON.parse(answer(broken(), { ...TABLE, json: true }).text) as unknown[];
        assert.deepEqual(rows[0], {
            workload: "client",
            need: "internet:api.example.com:443",
            subnet: "private-a",
            verdict: "BLOCKED",
            codes: ["NO_ROUTE"],
            path: [
                "api.example.com by the internet:",
                "  > VPC net: resolves api.example.com",
                "  > security group client: egress: client: all 0.0.0.0/0",
                "  x route table table-private-a: no route to api.example.com [NO_ROUTE]",
            ],
            repairs: ["route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge"],
        });
        assert.equal(rows.length, 3);
    });

    it("has a row for what AWS would refuse to create", () => {
        const twice = network().changed(withValues(AWS.vpcEndpoint, "endpoint-logs", { subnetIds: ["private-a", "isolated-a"] }));
        const rows = JSON.parse(answer(prove(twice), { ...TABLE, json: true }).text) as { need: string }[];
        assert.deepEqual(rows.at(-1), {
            workload: "endpoint-logs",
            need: "lint:create",
            subnet: "",
            verdict: "BLOCKED",
            codes: ["DUP_AZ_SUBNET"],
            path: [
                "subnets of endpoint-logs = private-a and isolated-a, both in us-east-1a; AWS allows one in each zone and refuses the second (DuplicateSubnetsInSameZone)",
            ],
            repairs: ["remove isolated-a from endpoint-logs: one subnet in a zone serves all subnets of the VPC"],
        });
    });

    it("has a row for what may be created too early", () => {
        const preview = asFirstPreview(new Network().endpoint("logs").client("service:logs", ["private-a"]).graph());
        const invocation: GraphNode = {
            urn: urn(AWS.invocation, "run"),
            type: AWS.invocation,
            name: "run",
            id: undefined,
            properties: { functionName: UNKNOWN, result: UNKNOWN },
            parent: undefined,
            dependencies: [urn(AWS.ingressRule, "ingress-door-logs-0"), urn(AWS.egressRule, "egress-client-0")],
            propertyDependencies: { functionName: [urn(AWS.function, "client")] },
        };
        const { text, isBlocked } = answer(prove(new Graph([...preview.nodes, invocation])), { ...TABLE, json: true });
        assert.equal(isBlocked, true);
        assert.deepEqual((JSON.parse(text) as unknown[]).slice(1), [
            {
                workload: "client",
                need: "lint:order",
                subnet: "",
                verdict: "BLOCKED",
                codes: ["ORDERING"],
                path: ["run may be created before endpoint-logs, which client needs on its way"],
                repairs: ["make run depend on endpoint-logs"],
            },
        ]);
    });

    it("is one path, hop by hop, when asked why", () => {
        const { text, isBlocked } = answer(broken(), { json: false, why: { workload: "client", need: "service:logs" } });
        assert.equal(isBlocked, false);
        assert.deepEqual(text.split("\n"), [
            "client in private-a to service:logs: REACHED",
            "logs by interface endpoint endpoint-logs:",
            "  > DNS of logs: leads to interface endpoint endpoint-logs, in the whole VPC",
            "  > VPC net: enableDnsSupport and enableDnsHostnames are on",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-private-a: local -> private-a",
            "  > security group door-logs: ingress: door-logs: tcp 443 client",
            "  > policy of endpoint endpoint-logs: allows logs",
        ]);
    });

    const refusals: [string, string, string][] = [
        [
            "client",
            "service:s3",
            "--why client service:s3: client does not need it; it needs internet:api.example.com:443, service:logs, tcp:nowhere:1",
        ],
        ["librechat", "service:logs", "--why librechat service:logs: no workload has that name; there are client"],
    ];
    for (const [workload, need, message] of refusals) {
        it(`says what there is when asked about something else: ${workload} ${need}`, () => {
            assert.throws(() => answer(broken(), { json: false, why: { workload, need } }), new UsageError(message));
        });
    }
});

describe("npm run prove: what it says of a stack in which nothing is to be decided", () => {
    const nothing =
        "No workload in a VPC shows or states what it needs, so there is nothing to decide. The tag reachability:needs states it.";
    const none = prove(new Network().graph());

    it("is one sentence, no rows for machines, and success", () => {
        assert.deepEqual(answer(none, TABLE), { text: nothing, isBlocked: false });
        assert.deepEqual(answer(none, { ...TABLE, json: true }), { text: "[]", isBlocked: false });
    });

    it("is that sentence for who asks why, too", () => {
        assert.throws(
            () => answer(none, { json: false, why: { workload: "client", need: "service:logs" } }),
            new UsageError(`--why client service:logs: ${nothing}`),
        );
    });
});

describe("npm run prove: what it says of a state with encrypted secrets", () => {
    const CIPHERTEXT = "v1:uRDLwJHmzgMBPLNE:sgMgv5WbVOhh";
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: CIPHERTEXT };

    /** The state of the network as `pulumi stack export` writes it, one property of one resource encrypted. */
    function provedWith(type: string, name: string, properties: Record<string, unknown>) {
        const { nodes } = new Network().endpoint("logs").client("service:logs", ["private-a"]).graph();
        const resources = nodes.map(({ urn, type: itsType, id, properties: itsOwn }) => {
            const outputs = itsType === type && urn.endsWith(`::${name}`) ? { ...itsOwn, ...properties } : itsOwn;
            return { urn, type: itsType, id, custom: true, inputs: outputs, outputs };
        });
        return prove(graphOfState({ version: 3, deployment: { resources } }));
    }

    it("decides as without them where they say nothing about the network", () => {
        const proof = provedWith(AWS.function, "client", { environment: { variables: { TOKEN: secret } } });
        for (const json of [false, true]) {
            const { text } = answer(proof, { json, why: undefined });
            assert.match(text, /REACHED/);
            assert.doesNotMatch(text, /BLOCKED|UNKNOWN|ciphertext|sgMgv5WbVOhh/);
        }
    });

    const ENCRYPTED: readonly (readonly [type: string, name: string, properties: Record<string, unknown>])[] = [
        [AWS.ingressRule, "ingress-door-logs-0", { toPort: secret }],
        [AWS.ingressRule, "ingress-door-logs-0", { cidrIpv4: secret, referencedSecurityGroupId: undefined }],
        [AWS.vpcEndpoint, "endpoint-logs", { privateDnsEnabled: secret }],
        [AWS.vpcEndpoint, "endpoint-logs", { securityGroupIds: [secret] }],
        [AWS.function, "client", { vpcConfig: { subnetIds: ["private-a"], securityGroupIds: [secret] } }],
    ];
    for (const [type, name, properties] of ENCRYPTED) {
        it(`does not guess what is encrypted: ${Object.keys(properties).join(" and ")} of ${name}`, () => {
            const { text } = answer(provedWith(type, name, properties), TABLE);
            assert.match(text, /^client +service:logs +private-a +UNKNOWN +(UNKNOWN|ENDPOINT_NO_PRIVATE_DNS)$/m);
            assert.doesNotMatch(text, /ciphertext|sgMgv5WbVOhh|not set/);
        });
    }
});
