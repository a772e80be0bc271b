/** Facts about NAT gateways, internet gateways, route tables and who has a public address (R1 to R12). */
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { PAGES, type Fact } from "./fact";
import { Network, withValues, without } from "./network";

const NEED = "internet:api.example.com:443";
const from = (subnet: string, verdict: string) => [`${NEED} from ${subnet}: ${verdict}`];
const client = () => new Network().client(NEED, ["private-a"]);
const nat = (properties: Record<string, unknown>) => client().changed(withValues(AWS.natGateway, "nat", properties));
const machine = (properties: Record<string, unknown>) => () =>
    new Network()
        .add(AWS.instance, "box", {
            subnetId: "public-a",
            vpcSecurityGroupIds: ["client"],
            tags: { "reachability:needs": NEED },
            ...properties,
        })
        .graph();
const blocking = (network: Network, internetGatewayBlockMode: string) => () =>
    network.add(AWS.publicAccessOptions, "switch", { internetGatewayBlockMode }).graph();

export const FACTS_OF_GATEWAYS: readonly Fact[] = [
    {
        number: "R1",
        title: "a public NAT gateway needs an Elastic IP address, and an internet gateway in the table of its own subnet",
        page: PAGES.natGateways,
        networks: [
            [() => client().graph(), from("private-a", "REACHED")],
            [() => nat({ allocationId: undefined }), from("private-a", "BLOCKED NAT_NOT_PUBLIC")],
            [() => nat({ subnetId: "private-b" }), from("private-a", "BLOCKED NAT_NOT_PUBLIC")],
        ],
    },
    {
        number: "R2",
        title: "an internet gateway drops what comes from a private NAT gateway",
        page: PAGES.natGateways,
        networks: [[() => nat({ connectivityType: "private" }), from("private-a", "BLOCKED NAT_NOT_PUBLIC")]],
    },
    {
        number: "R3",
        title: "a NAT gateway that was deleted leaves a blackhole",
        page: PAGES.natTrouble,
        networks: [
            [
                () => client().changed(withValues(AWS.route, "route-private-a", { state: "blackhole" })),
                from("private-a", "BLOCKED BLACKHOLE"),
            ],
        ],
    },
    {
        number: "R4",
        title: "a regional NAT gateway needs no public subnet",
        page: PAGES.regionalNat,
        networks: [
            [() => nat({ availabilityMode: "regional", subnetId: undefined, allocationId: undefined }), from("private-a", "REACHED")],
        ],
    },
    {
        number: "R5",
        title: "Block Public Access in both directions closes internet gateways, NAT gateways and egress-only gateways",
        page: PAGES.blockPublicAccess,
        networks: [[blocking(client(), "block-bidirectional"), from("private-a", "BLOCKED BLOCK_PUBLIC_ACCESS")]],
    },
    {
        number: "R6",
        title: "Block Public Access of what comes in leaves NAT gateways",
        page: PAGES.blockPublicAccess,
        networks: [
            [blocking(client(), "block-ingress"), from("private-a", "REACHED")],
            [blocking(new Network().service(NEED, ["public-a"], true), "block-ingress"), from("public-a", "BLOCKED BLOCK_PUBLIC_ACCESS")],
        ],
    },
    {
        number: "R7",
        title: "a subnet without an association uses the main route table of its VPC",
        page: PAGES.routeTables,
        networks: [
            [() => client().changed(without(AWS.association, "association-private-a")), from("private-a", "BLOCKED NO_ROUTE")],
            [
                () =>
                    client()
                        .add(AWS.mainAssociation, "main", { vpcId: "net", routeTableId: "table-private-b" })
                        .changed(without(AWS.association, "association-private-a")),
                from("private-a", "REACHED"),
            ],
        ],
    },
    {
        number: "R8",
        title: "the default network ACL allows everything, a new one denies everything",
        page: PAGES.networkAcls,
        networks: [
            [() => client().graph(), from("private-a", "REACHED")],
            [() => client().acl(["private-a"], [], []).graph(), from("private-a", "BLOCKED NACL_OUT NACL_RETURN")],
        ],
    },
    {
        number: "R9",
        title: "a function has no public address, also in a public subnet",
        page: PAGES.lambdaVpc,
        networks: [[() => new Network().client(NEED, ["public-a"]).graph(), from("public-a", "BLOCKED NO_PUBLIC_IP")]],
    },
    {
        number: "R10",
        title: "a task on EC2 with a network interface of its own has no public address",
        page: PAGES.ecsAwsvpc,
        networks: [
            [
                () => new Network().service(NEED, ["public-a"], true).changed(withValues(AWS.ecsService, "client", { launchType: "EC2" })),
                [...from("public-a", "BLOCKED NO_PUBLIC_IP"), "needs from ?: UNKNOWN UNKNOWN"],
            ],
        ],
    },
    {
        number: "R11",
        title: "a Fargate task in a public subnet needs assignPublicIp",
        page: PAGES.ecsCannotPull,
        networks: [
            [() => new Network().service(NEED, ["public-a"], true).graph(), from("public-a", "REACHED")],
            [() => new Network().service(NEED, ["public-a"], false).graph(), from("public-a", "BLOCKED NO_PUBLIC_IP")],
        ],
    },
    {
        number: "R12",
        title: "an instance needs a public address: its own, its subnet's, or an Elastic IP address",
        page: PAGES.ec2Addresses,
        networks: [
            [machine({}), from("public-a", "REACHED")],
            [machine({ associatePublicIpAddress: false }), from("public-a", "BLOCKED NO_PUBLIC_IP")],
            [
                () =>
                    new Network()
                        .add(AWS.instance, "box", {
                            subnetId: "public-a",
                            vpcSecurityGroupIds: ["client"],
                            associatePublicIpAddress: false,
                            tags: { "reachability:needs": NEED },
                        })
                        .add(AWS.eip, "address", { instance: "box" })
                        .graph(),
                from("public-a", "REACHED"),
            ],
        ],
    },
];
