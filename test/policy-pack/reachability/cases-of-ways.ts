import { AWS } from "../../../policy-pack/reachability/aws-types";
import { client, HOST, SECRETS, type Case } from "./code-case";
import { Network, withValues, without } from "./network";

const noNat = without(AWS.route, "route-private-a");

/** Names, routes and gateways. */
export const CASES_OF_WAYS: readonly Case[] = [
    {
        code: "NO_ROUTE",
        graph: () => client(HOST).changed(noNat),
        message: [
            "NO_ROUTE: client (Lambda function) cannot reach internet:api.example.com:443.",
            "The way of client from private-a to internet:api.example.com:443:",
            "  > VPC net: resolves api.example.com",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  x route table table-private-a: no route to api.example.com [NO_ROUTE]",
            "Repairs, cheapest first:",
            "  - route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge",
        ],
    },
    {
        code: "ENDPOINT_MISSING",
        graph: () => client(SECRETS).changed(noNat, without(AWS.natGateway, "nat"), without(AWS.route, "route-private-b")),
        message: [
            "NO_ROUTE, ENDPOINT_MISSING: client (Lambda function) cannot reach service:secretsmanager.",
            "The way of client from private-a to service:secretsmanager:",
            "  > VPC net: resolves secretsmanager",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  x route table table-private-a: no route to secretsmanager [NO_ROUTE]",
            "  x DNS of secretsmanager: its VPC has no interface endpoint for secretsmanager, so the name leads to public addresses [ENDPOINT_MISSING]",
            "Repairs, cheapest first:",
            "  - add an interface endpoint for secretsmanager in one zone of VPC net, with private DNS and a security group that admits tcp 443 from its clients: $7.30 a month",
            "  - add a NAT gateway with an Elastic IP address in public subnet public-a; route 0.0.0.0/0 of table-private-a to it: $36.50 a month",
        ],
    },
    {
        code: "BLACKHOLE",
        graph: () => client(HOST).changed(withValues(AWS.route, "route-private-a", { state: "blackhole" })),
        message: [
            "BLACKHOLE: client (Lambda function) cannot reach internet:api.example.com:443.",
            "The way of client from private-a to internet:api.example.com:443:",
            "  > VPC net: resolves api.example.com",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  x route table table-private-a: 0.0.0.0/0 -> NAT gateway nat leads to something that was deleted [BLACKHOLE]",
            "Repairs, cheapest first:",
            "  - route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge",
        ],
    },
    {
        code: "NAT_NOT_PUBLIC",
        graph: () => client(HOST).changed(withValues(AWS.natGateway, "nat", { connectivityType: "private", allocationId: undefined })),
        message: [
            "NAT_NOT_PUBLIC: client (Lambda function) cannot reach internet:api.example.com:443.",
            "The way of client from private-a to internet:api.example.com:443:",
            "  > VPC net: resolves api.example.com",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-private-a: 0.0.0.0/0 -> NAT gateway nat",
            "  x NAT gateway nat: is private, and the internet gateway drops what comes from it [NAT_NOT_PUBLIC]",
            "Repairs, cheapest first:",
            "  - make NAT gateway nat a public one (connectivityType: public) with an Elastic IP address: $3.65 a month",
        ],
    },
    {
        code: "NO_PUBLIC_IP",
        graph: () => new Network().service(HOST, ["public-a"], false).graph(),
        message: [
            "NO_PUBLIC_IP: client (ECS service on Fargate) cannot reach internet:api.example.com:443.",
            "The way of client from public-a to internet:api.example.com:443:",
            "  > VPC net: resolves api.example.com",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-public-a: 0.0.0.0/0 -> internet gateway igw",
            "  > internet gateway igw: is attached to the VPC",
            "  x internet gateway igw: sends on only what comes from a public address, and client in public-a has none (ECS service on Fargate) [NO_PUBLIC_IP]",
            "Repairs, cheapest first:",
            "  - set assignPublicIp: true on client, for each task: $3.65 a month",
        ],
    },
    {
        code: "ENDPOINT_NO_PRIVATE_DNS",
        graph: () => client(SECRETS).endpoint("secretsmanager", { privateDnsEnabled: false }).changed(noNat),
        message: [
            "NO_ROUTE, ENDPOINT_NO_PRIVATE_DNS: client (Lambda function) cannot reach service:secretsmanager.",
            "The way of client from private-a to service:secretsmanager:",
            "  > VPC net: resolves secretsmanager",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  x route table table-private-a: no route to secretsmanager [NO_ROUTE]",
            "  x DNS of secretsmanager: endpoint endpoint-secretsmanager has no private DNS, so the name does not lead to it [ENDPOINT_NO_PRIVATE_DNS]",
            "Repairs, cheapest first:",
            "  - set privateDnsEnabled: true on endpoint endpoint-secretsmanager: free of charge",
            "  - route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge",
        ],
    },
    {
        code: "VPC_DNS_OFF",
        graph: () => client(HOST).changed(withValues(AWS.vpc, "net", { enableDnsSupport: false })),
        message: [
            "VPC_DNS_OFF: client (Lambda function) cannot reach internet:api.example.com:443.",
            "The way of client from private-a to internet:api.example.com:443:",
            "  x VPC net: enableDnsSupport is off, so nothing in it resolves api.example.com [VPC_DNS_OFF]",
            "Repairs, cheapest first:",
            "  - set enableDnsSupport and enableDnsHostnames: true on VPC net: free of charge",
        ],
    },
    {
        code: "ENDPOINT_SG",
        graph: () => client(SECRETS).endpoint("secretsmanager").changed(without(AWS.ingressRule, "ingress-door-secretsmanager-0")),
        message: [
            "ENDPOINT_SG: client (Lambda function) cannot reach service:secretsmanager.",
            "The way of client from private-a to service:secretsmanager:",
            "  > DNS of secretsmanager: leads to interface endpoint endpoint-secretsmanager, in the whole VPC",
            "  > VPC net: enableDnsSupport and enableDnsHostnames are on",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-private-a: local -> private-a",
            "  x security group door-secretsmanager: no rule allows ingress of tcp 443 from client in private-a [ENDPOINT_SG]",
            "Repairs, cheapest first:",
            "  - add an ingress rule to security group door-secretsmanager: tcp 443 from client: free of charge",
        ],
    },
    {
        code: "ENDPOINT_DEFAULT_SG",
        graph: () => client(SECRETS).endpoint("secretsmanager", { securityGroupIds: [] }).graph(),
        message: [
            "ENDPOINT_DEFAULT_SG: client (Lambda function) cannot reach service:secretsmanager.",
            "The way of client from private-a to service:secretsmanager:",
            "  > DNS of secretsmanager: leads to interface endpoint endpoint-secretsmanager, in the whole VPC",
            "  > VPC net: enableDnsSupport and enableDnsHostnames are on",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-private-a: local -> private-a",
            "  x security group default security group of net: no rule allows ingress of tcp 443 from client in private-a [ENDPOINT_DEFAULT_SG]",
            "Repairs, cheapest first:",
            "  - give endpoint endpoint-secretsmanager a security group of its own that admits tcp 443 from its clients: free of charge",
        ],
    },
    {
        code: "ENDPOINT_POLICY",
        graph: () =>
            client(SECRETS)
                .endpoint("secretsmanager", { policy: JSON.stringify({ Statement: [] }) })
                .graph(),
        message: [
            "ENDPOINT_POLICY: client (Lambda function) cannot reach service:secretsmanager.",
            "The way of client from private-a to service:secretsmanager:",
            "  > DNS of secretsmanager: leads to interface endpoint endpoint-secretsmanager, in the whole VPC",
            "  > VPC net: enableDnsSupport and enableDnsHostnames are on",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-private-a: local -> private-a",
            "  > security group door-secretsmanager: ingress: door-secretsmanager: tcp 443 client",
            "  x policy of endpoint endpoint-secretsmanager: no statement allows secretsmanager [ENDPOINT_POLICY]",
            "Repairs, cheapest first:",
            "  - allow the calls in the policy of endpoint endpoint-secretsmanager: free of charge",
        ],
    },
];
