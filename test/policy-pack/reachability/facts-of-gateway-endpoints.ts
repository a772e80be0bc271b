/** Facts about gateway endpoints (G1 to G8). */
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { PAGES, type Fact } from "./fact";
import { line, Network, withValues, without } from "./network";

const noNat = [without(AWS.route, "route-private-a"), without(AWS.route, "route-private-b")];
const s3 = (verdict: string) => [`service:s3 from private-a: ${verdict}`];
const gateway = () => new Network().gateway("s3", ["private-a"]).client("service:s3", ["private-a"]);
const everyLine = [line(100, "allow", 0, 65_535)];

export const FACTS_OF_GATEWAY_ENDPOINTS: readonly Fact[] = [
    {
        number: "G1",
        title: "a gateway endpoint serves the route tables that it is associated with",
        page: PAGES.gatewayEndpoints,
        networks: [
            [() => gateway().changed(...noNat), s3("REACHED")],
            [
                () =>
                    new Network()
                        .gateway("s3", ["private-b"])
                        .client("service:s3", ["private-a"])
                        .changed(...noNat),
                s3("BLOCKED NO_ROUTE ENDPOINT_MISSING"),
            ],
        ],
    },
    {
        number: "G2",
        title: "its prefix list is longer than 0.0.0.0/0: a broken NAT gateway does not matter",
        page: PAGES.gatewayEndpoints,
        networks: [[() => gateway().changed(withValues(AWS.natGateway, "nat", { connectivityType: "private" })), s3("REACHED")]],
    },
    {
        number: "G3",
        title: "it leads to its own Region",
        page: PAGES.gatewayEndpoints,
        networks: [
            [
                () =>
                    new Network()
                        .gateway("s3", ["private-a"])
                        .client("internet:s3.us-west-2.amazonaws.com", ["private-a"])
                        .changed(...noNat),
                ["internet:s3.us-west-2.amazonaws.com from private-a: BLOCKED NO_ROUTE"],
            ],
        ],
    },
    {
        number: "G4",
        title: "DNS support of the VPC must be on",
        page: PAGES.gatewayEndpoints,
        networks: [[() => gateway().changed(withValues(AWS.vpc, "net", { enableDnsSupport: false })), s3("BLOCKED VPC_DNS_OFF")]],
    },
    {
        number: "G5",
        title: "the client's group must let out to the prefix list: the VPC's own block is not enough",
        page: PAGES.gatewayEndpoints,
        networks: [
            [
                () => gateway().changed(withValues(AWS.egressRule, "egress-client-0", { cidrIpv4: "10.0.0.0/16" })),
                s3("BLOCKED S3_PREFIX_EGRESS"),
            ],
        ],
    },
    {
        number: "G6",
        title: "network ACLs filter what goes through it",
        page: PAGES.gatewayEndpoints,
        networks: [
            [
                () =>
                    gateway()
                        .acl(["private-a"], everyLine, [line(100, "allow", 80, 80)])
                        .graph(),
                s3("BLOCKED NACL_OUT"),
            ],
        ],
    },
    {
        number: "G7",
        title: "it serves no other VPC, whatever connects them",
        page: PAGES.gatewayEndpoints,
        networks: [
            [
                () =>
                    gateway()
                        .add(AWS.vpc, "other", { cidrBlock: "10.1.0.0/16", enableDnsSupport: true })
                        .changed(...noNat, withValues(AWS.vpcEndpoint, "gateway-s3", { vpcId: "other", routeTableIds: [] })),
                s3("BLOCKED NO_ROUTE ENDPOINT_MISSING"),
            ],
        ],
    },
    {
        number: "G8",
        title: "a service appears once in a route table",
        page: PAGES.gatewayEndpoints,
        networks: [
            [
                () =>
                    gateway()
                        .add(AWS.vpcEndpoint, "second", { ...gateway().nodes.find(({ name }) => name === "gateway-s3")?.properties })
                        .graph(),
                [...s3("REACHED"), "lint:create DUP_GATEWAY_ROUTE"],
            ],
        ],
    },
];
