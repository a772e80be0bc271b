/** Route tables, gateways and addresses, read wrongly. */
import { mutantsOf, type Mutant } from "./mutant";

export const MUTANTS_OF_ROUTES: readonly Mutant[] = [
    ...mutantsOf(
        "routes.ts",
        ["a route takes what is inside its block", "contains(route.block, block)", "contains(block, route.block)"],
        ["an associated table counts, not the main one", "if (association !== undefined) {", "if (association === null) {"],
        ["a subnet without an association uses the main table", "mainTableOf(graph, vpc);\n    });", "undefined;\n    });"],
        ["another table may take the place of the main one", "if (replaced !== undefined) {", "if (replaced === null) {"],
        ["the main table may be adopted", "adopted?.urn ?? vpc, []", "vpc, []"],
        ["inline routes count", "routes: [...inline, ...", "routes: [..."],
        ["a target that was deleted leaves a blackhole", 'textAt(entry, "state") === "blackhole"', "false"],
        ["a table outside the graph may have any route", "!isWhole ||\n", ""],
        ["inline routes that are not known yet may be any", "return unclear ? [", "return false && unclear ? ["],
    ),
    ...mutantsOf(
        "nat.ts",
        ["a private NAT gateway leads nowhere outside", 'textAt(node.properties, "connectivityType") === "private"', "false"],
        ["a public NAT gateway needs an address", "return [addressHop(node, at), ...beyond", "return [...beyond"],
        [
            "a NAT gateway needs a route to an internet gateway",
            "if (!isGateway || route.isBlackhole) {",
            "if (route === undefined || route.isBlackhole) {",
        ],
        ["a NAT gateway's own route may be a blackhole", "!isGateway || route.isBlackhole", "!isGateway"],
        ["the internet gateway behind a NAT gateway must be attached", "attachedHop(graph, target, vpc, route),", ""],
        ["a regional NAT gateway needs no subnet", 'textAt(node.properties, "availabilityMode") === "regional"', "false"],
        ["a regional NAT gateway needs an internet gateway", "if (attached.length > 0) {", "if (attached.length >= 0) {"],
        [
            "a gateway endpoint in the table of the NAT gateway's subnet takes the packet",
            "viaOwnGateway(client, translator.subnet, outside, bucket) ?? own",
            "own",
        ],
        ["the policy of that endpoint counts", "return [taken, policyHop(client, endpoint, prefixListOf, bucket)];", "return [taken];"],
        ["packets cross the border of the NAT gateway's subnet", "...borders(client, translator.subnet, outside, port),", ""],
        ["replies come back to the NAT gateway", 'borderHop(graph, subnet, "ingress", outside, "reply"),', ""],
        ["replies go back to the client", 'isNeighbour ? undefined : borderHop(graph, subnet, "egress", party, "reply"),', ""],
    ),
    ...mutantsOf(
        "internet-gateways.ts",
        [
            "an internet gateway asks for a public address",
            "if (hasPublicIp === true) return passes",
            'if (hasPublicIp !== "unknown") return passes',
        ],
        [
            "whether there is a public address may not be known",
            'if (hasPublicIp === "unknown") return unsure(at, `whether ${who} has',
            'if (hasPublicIp === "unknown") return passes(at, `whether ${who} has',
        ],
        [
            "an internet gateway is attached to one VPC",
            "if (certain && keys[0] === vpc) return true;",
            "if (certain && keys.length > 0) return true;",
        ],
        [
            "an attachment may be a resource of its own",
            'if (attachments.some((each) => graph.reference(each, ["vpcId"], AWS.vpc) === vpc)) return true;',
            "",
        ],
    ),
    ...mutantsOf(
        "outside.ts",
        ["without a route there is no way", 'hops: [broken("NO_ROUTE", table.name', "hops: [unsure(table.name"],
        ["a blackhole drops packets", "if (route.isBlackhole) return { via", 'if (route.kind === "") return { via'],
        [
            "a gateway endpoint in the table takes what goes to its service",
            "if (sure !== undefined) return [viaGateway(client, sure.node, outside, table)];",
            "",
        ],
        [
            "a gateway endpoint that may be in the table leaves two ways",
            "if (unclear !== undefined) return [viaGateway(client, unclear.node, outside, table), viaDefaultRoute(client, outside, table)];",
            "",
        ],
        ["the policy of a gateway endpoint counts", 'policyHop(client, endpoint, outside.prefixListOf ?? "", outside.bucket),', ""],
        ["the client's group must let packets to a gateway endpoint out", "egress(client, outside, endpoint),", ""],
        [
            "the client's group must let packets to the internet out",
            "egress(client, outside), ...border(client, party, outside.port), ...walked.hops",
            "...border(client, party, outside.port), ...walked.hops",
        ],
        [
            "a host must be resolved",
            "hops: [...dns(client, outside), egress(client, outside), ...border",
            "hops: [egress(client, outside), ...border",
        ],
        ["replies cross the border of the client's subnet", 'borderHop(graph, subnet.key, "ingress", party, "reply")].filter', "].filter"],
        ["packets cross the border of the client's subnet", 'return [borderHop(graph, subnet.key, "egress", party, port), ', "return ["],
    ),
    ...mutantsOf(
        "places.ts",
        ["enableDnsSupport is on by default", '"enableDnsSupport"), true)', '"enableDnsSupport"), false)'],
        ["enableDnsHostnames is off by default", '"enableDnsHostnames"), false)', '"enableDnsHostnames"), true)'],
        ["a subnet gives no public address by default", '"mapPublicIpOnLaunch"), false)', '"mapPublicIpOnLaunch"), true)'],
    ),
    ...mutantsOf(
        "workloads.ts",
        [
            "a function never has a public address",
            "{ ...UNADDRESSED, hasIpv6: isAllowed",
            "{ ...UNADDRESSED, hasPublicIp: () => true, hasIpv6: isAllowed",
        ],
        ["a task has no public address by default", "truthOf(assigned, false)", "truthOf(assigned, true)"],
    ),
    ...mutantsOf(
        "workloads-on-instances.ts",
        [
            "an instance gets a public address where its subnet gives one",
            'truthOf(valueAt(node.properties, "associatePublicIpAddress"), subnetOf(graph, subnet).givesPublicIp)',
            'truthOf(valueAt(node.properties, "associatePublicIpAddress"), false)',
        ],
        [
            "an instance may refuse the public address of its subnet",
            'truthOf(valueAt(node.properties, "associatePublicIpAddress"), subnetOf(graph, subnet).givesPublicIp)',
            "subnetOf(graph, subnet).givesPublicIp",
        ],
        ["an Elastic IP address makes an instance public", "any([hasElasticIp, truthOf", "any([truthOf"],
    ),
    ...mutantsOf(
        "legs-of-targets.ts",
        ["a file system is mounted in the client's own zone", "zone !== undefined && zone === subnet.zone", "zone !== undefined"],
        ["the name of a file system needs both DNS attributes", "[attributesHop(graph, subnet.vpc)]", "[]"],
        ["file systems listen on port 2049", "here.groups, 2049)", "here.groups, 443)"],
        ["the name of a database must be resolved", "[resolverHop(client.graph, client.subnet.vpc, name)]", "[]"],
    ),
    ...mutantsOf(
        "targets.ts",
        ["two resources of one name are not told apart by luck", 'if (found.length > 1) return "several";', ""],
        [
            "a database is in all subnets of its group",
            'group === undefined ? { keys: [], certain: false } : graph.references(group, ["subnetIds"], AWS.subnet)',
            "{ keys: [], certain: false }",
        ],
    ),
];
