/** Networks that no other fixture has, each for a rule that could be read wrongly otherwise, with the page of AWS that it is from. */
import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../policy-pack/known";
import { AWS } from "../../policy-pack/reachability/aws-types";
import { refer } from "../../policy-pack/reachability/edits";
import { line, Network, urn, withValues, without } from "../policy-pack/reachability/network";
import { client, from, HOST } from "./one-verdict";

const NO_NAT = without(AWS.route, "route-private-a");
const EVERYTHING = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

describe("endpoints that are seldom seen", () => {
    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
    it("are gateway endpoints when they do not say what they are", () => {
        const network = client("service:s3").add(AWS.vpcEndpoint, "untyped", {
            vpcId: "net",
            serviceName: "com.amazonaws.us-east-1.s3",
            routeTableIds: ["table-private-a"],
        });
        assert.equal(from(network, NO_NAT), "REACHED");
    });

    it("are no gateway endpoints when they say so, also where a preview knows no tables", () => {
        const network = client("service:s3").endpoint("s3", { privateDnsEnabled: false, routeTableIds: UNKNOWN });
        assert.equal(from(network, NO_NAT), "BLOCKED NO_ROUTE ENDPOINT_NO_PRIVATE_DNS ENDPOINT_MISSING");
    });

    /** https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
    it("take hosts of ECR and S3 that are called by their names", () => {
        const registry = client("internet:123456789012.dkr.ecr.us-east-1.amazonaws.com:443").endpoint("ecr.dkr");
        assert.equal(from(registry, NO_NAT), "REACHED");
        assert.equal(from(client("internet:api.ecr.us-east-1.amazonaws.com:443").endpoint("ecr.api"), NO_NAT), "REACHED");
        assert.equal(from(client("internet:files.s3.us-east-1.amazonaws.com:443").gateway("s3", ["private-a"]), NO_NAT), "REACHED");
    });
});

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
describe("endpoint policies", () => {
    const judged = (service: string, ...Statement: unknown[]) =>
        from(client(`service:${service}`).endpoint(service, { policy: JSON.stringify({ Statement }) }));

    it("that name callers are not decided", () => {
        const somebody = { ...EVERYTHING, Principal: { AWS: "arn:aws:iam::123456789012:role/somebody" } };
        assert.equal(judged("logs", somebody), "UNKNOWN UNKNOWN");
        assert.equal(judged("logs", EVERYTHING, { ...somebody, Effect: "Deny" }), "UNKNOWN UNKNOWN");
    });

    it("know the prefix of Bedrock's actions", () => {
        assert.equal(judged("bedrock-runtime", { ...EVERYTHING, Action: "bedrock:InvokeModel" }), "REACHED");
    });

    it("count when they are resources of their own", () => {
        const policy = JSON.stringify({ Statement: [{ ...EVERYTHING, Action: "sqs:*" }] });
        const network = client("service:logs")
            .endpoint("logs")
            .add(AWS.endpointPolicy, "policy", { vpcEndpointId: "endpoint-logs", policy });
        assert.equal(from(network), "BLOCKED ENDPOINT_POLICY");
    });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html */
describe("databases", () => {
    it("of one name are not told apart", () => {
        const network = client("tcp:store:5432")
            .database("store")
            .add(AWS.cacheGroup, "store", { securityGroupIds: ["client"] });
        assert.equal(from(network), "UNKNOWN UNKNOWN");
    });

    /** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html */
    it("have to answer from each of their subnets, as after a failover", () => {
        const all = [line(100, "allow", 0, 65_535)];
        assert.equal(from(client("tcp:postgres:5432").database("postgres").acl(["isolated-b"], [], all)), "BLOCKED NACL_IN");
        assert.equal(from(client("tcp:postgres:5432").database("postgres").acl(["isolated-a"], [], all)), "BLOCKED NACL_IN");
    });

    /** https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html */
    it("of another VPC are not there without a route", () => {
        const network = client("tcp:postgres:5432")
            .add(AWS.vpc, "other", { cidrBlock: "10.1.0.0/16" })
            .add(AWS.subnet, "other-a", { vpcId: "other", cidrBlock: "10.1.0.0/24", availabilityZone: "us-east-1a" })
            .add(AWS.securityGroup, "open", { vpcId: "other", ingress: [], egress: [] })
            .rule("ingress", "open", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" })
            .add(AWS.rdsSubnetGroup, "subnets", { name: "subnets", subnetIds: ["other-a"] })
            .add(AWS.rdsInstance, "postgres", { dbSubnetGroupName: "subnets", vpcSecurityGroupIds: ["open"], engine: "postgres" });
        assert.equal(from(network, NO_NAT), "BLOCKED NO_ROUTE");
    });
});

describe("main route tables", () => {
    /** https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#main-route-table */
    it("may be adopted, and then have the routes that the adopting resource says", () => {
        const routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat" }];
        const network = client("internet:api.example.com:443").add(AWS.defaultRouteTable, "main", {
            defaultRouteTableId: "rtb-main",
            routes,
        });
        const edits = [without(AWS.association, "association-private-a"), withValues(AWS.vpc, "net", { defaultRouteTableId: "rtb-main" })];
        assert.equal(from(network, ...edits), "REACHED");
    });
});

describe("route tables", () => {
    const network = () => client("internet:api.example.com:443");

    it("of another stack may have any route", () => {
        assert.equal(
            from(network(), withValues(AWS.association, "association-private-a", { routeTableId: "rtb-elsewhere" })),
            "UNKNOWN UNKNOWN",
        );
    });

    /** A preview leaves a property out where something inside it is not known: https://github.com/pulumi/pulumi/issues/7854 */
    it("whose inline routes are not known yet may have any", () => {
        const inline = refer(urn(AWS.routeTable, "table-private-a"), ["routes"], [urn(AWS.natGateway, "nat")], false);
        assert.equal(from(network(), NO_NAT, inline), "UNKNOWN UNKNOWN");
    });

    /** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html */
    it("of a NAT gateway may lead to something that was deleted", () => {
        assert.equal(from(network(), withValues(AWS.route, "route-public-a", { state: "blackhole" })), "BLOCKED NAT_NOT_PUBLIC");
    });
});

describe("ways out", () => {
    /** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#subnet-public-ip */
    it("ask for a public address, which subnets do not give by default", () => {
        const network = new Network().add(AWS.instance, "machine", {
            subnetId: "private-a",
            vpcSecurityGroupIds: ["client"],
            tags: { "reachability:needs": HOST },
        });
        const edits = [
            withValues(AWS.subnet, "private-a", { mapPublicIpOnLaunch: undefined }),
            withValues(AWS.route, "route-private-a", { natGatewayId: undefined, gatewayId: "igw" }),
        ];
        assert.equal(from(network, ...edits), "BLOCKED NO_PUBLIC_IP");
    });

    /** https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html */
    it("are not known where a preview does not know of a public address", () => {
        const networkConfiguration = { subnets: ["private-a"], securityGroups: ["client"], assignPublicIp: UNKNOWN };
        const network = new Network().service(HOST, ["private-a"], false);
        const edits = [
            withValues(AWS.ecsService, "client", { networkConfiguration }),
            withValues(AWS.route, "route-private-a", { natGatewayId: undefined, gatewayId: "igw" }),
        ];
        assert.equal(from(network, ...edits), "UNKNOWN UNKNOWN");
    });

    it("lead through an internet gateway that a resource of its own attaches", () => {
        const attachment = { internetGatewayId: "igw", vpcId: "net" };
        const network = client(HOST).add(AWS.internetGatewayAttachment, "attachment", attachment);
        const loose = withValues(AWS.internetGateway, "igw", { vpcId: undefined });
        assert.equal(from(network, loose), "REACHED");
        assert.equal(from(client(HOST), loose), "BLOCKED BLACKHOLE");
    });

    /** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
    it("are not known where a preview does not know the tables of a gateway endpoint", () => {
        const unclear = withValues(AWS.vpcEndpoint, "gateway-s3", { routeTableIds: UNKNOWN });
        const verdict = from(client("service:s3").gateway("s3", []), NO_NAT, unclear);
        assert.match(verdict, /^UNKNOWN NO_ROUTE/);
    });
});
