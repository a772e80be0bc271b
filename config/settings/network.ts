import { z } from "zod";
import { parseIpv4Block } from "../addresses";
import { flag, measured, setting, text } from "../setting";

/**
 * AWS takes VPC blocks from /16 to /28; the subnets of three zones need a /18.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const vpcBlock = measured(
    z.string().refine((cidr) => {
        const block = parseIpv4Block(cidr);
        return block !== undefined && block.prefixLength >= 16 && block.prefixLength <= 18;
    }),
    "an IPv4 block from /16 to /18, with the address at the start of the block",
    "10.0.0.0/16",
);

/** A zone of the Region itself. Local Zones have neither DocumentDB nor all of its endpoints. */
const zoneName = text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "an availability zone", "us-east-1b");

const clientBlock = measured(
    z.string().refine((cidr) => parseIpv4Block(cidr) !== undefined),
    "an IPv4 block, with the address at the start of the block (the load balancer has no IPv6 address)",
    "203.0.113.0/24",
);

export const network = {
    vpcCidr: setting(vpcBlock.default("10.0.0.0/16"), {
        group: "network",
        description: "Private addresses of the VPC.",
        change:
            "Not on a running stack: AWS does not give up a VPC in use, and the update would end half-way. With deletionProtection the preview " +
            "refuses it; without, destroy the stack first.",
    }),
    availabilityZones: setting(measured(z.literal([2, 3]), "2 or 3", "2").default(2), {
        group: "network",
        description: "How many availability zones the deployment spreads over.",
        change: "A third zone can be added without moving anything. Taking it away needs what runs in it to be moved first.",
        price: "Each interface endpoint costs about $7.30 a month in each zone.",
    }),
    availabilityZoneNames: setting(measured(z.array(zoneName).min(1), "a list of availability zones", "us-east-1b").optional(), {
        group: "network",
        description:
            "Which availability zones these are, as many as availabilityZones says. Some services and sizes are not offered in every zone; " +
            "AWS then names the zone that it refuses, and the names differ between accounts.",
        defaultInWords: "the first ones of the Region",
        change: "A third one can be added at the end. Otherwise not on a running stack: a subnet does not move, so destroy the stack first.",
    }),
    natGateways: setting(measured(z.literal([0, 1, 2, 3]), "0, 1, or as many as availabilityZones", "1").optional(), {
        group: "network",
        description: "NAT gateways, the way out of the private subnets: none, one for all zones, or one in each zone.",
        defaultInWords: "0 in a closed network; otherwise one for all zones, with preset production one in each zone",
        change: "Changed in place. Open connections to the internet are cut once.",
        price: "Each costs about $36.50 a month with its public address, plus $0.045 for each GB.",
    }),
    vpcEndpoints: setting(flag(true).default(true), {
        group: "network",
        description: "Whether Secrets Manager and CloudWatch Logs are reached inside the VPC, at interface endpoints.",
        price: "Two endpoints, about $14.60 a month in each zone.",
    }),
    closedNetwork: setting(flag(true).default(false), {
        group: "network",
        description:
            "Whether nothing in the VPC may open a connection to the internet; AWS services are then reached at interface endpoints only.",
        price: "Six endpoints, about $43.80 a month in each zone, instead of NAT gateways.",
    }),
    allowedCidrs: setting(
        measured(z.array(clientBlock).min(1), "a list of at least one IPv4 block", "203.0.113.0/24").default(["0.0.0.0/0"]),
        {
            group: "network",
            description: "Clients that may open the front door, as IPv4 blocks.",
            defaultInWords: "everyone",
        },
    ),
};
