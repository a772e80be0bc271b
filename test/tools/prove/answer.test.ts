import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import { answer } from "../../../tools/prove/answer";
import { UsageError } from "../../../tools/prove/arguments";
import { Network, withValues, without } from "../../policy-pack/reachability/network";

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

    it("lists what there is when asked about something else", () => {
        assert.throws(
            () => answer(broken(), { json: false, why: { workload: "client", need: "service:s3" } }),
            new UsageError(
                "--why client service:s3: nothing of that name is needed; there are client internet:api.example.com:443, client service:logs, client tcp:nowhere:1",
            ),
        );
    });
});
