/**
 * Which addresses each subnet gets.
 *
 * The plan is always made for {@link PLANNED_ZONES} zones and cut to those in use, so adding a zone later moves no subnet: the plan for
 * two zones is a prefix of the plan for three. A plan that divides the VPC by the zones in use would replace every subnet, and every
 * database in them, on the day a zone is added, since AWS cannot resize or move a subnet.
 */

/** Zones for which addresses are set aside, used or not. */
export const PLANNED_ZONES = 3;

/** Sizes by tier, largest first: each block then starts on a multiple of its own size without gaps. Together they fill a /18. */
const TIERS = [
    { tier: "private", prefixLength: 20 }, // tasks and functions: one address each, and a rolling deployment doubles them
    { tier: "isolated", prefixLength: 22 }, // databases and caches
    { tier: "public", prefixLength: 24 }, // load balancer nodes and NAT gateways; AWS asks for eight free addresses per load balancer
] as const;

export type Tier = (typeof TIERS)[number]["tier"];

/** CIDR blocks by tier, one per zone in zone order. */
export type AddressPlan = Readonly<Record<Tier, readonly string[]>>;

/**
 * Plans the subnets of a VPC.
 *
 * @param vpcCidr IPv4 block of the VPC, /18 or larger, for example `10.0.0.0/16`
 * @param zones availability zones in use, 1 to {@link PLANNED_ZONES}
 * @returns one block per tier and zone: disjoint, inside the VPC, in its first /18
 * @throws Error when the block is malformed or too small, naming the size that fits
 * @example planAddresses("10.0.0.0/16", 2).private // ["10.0.0.0/20", "10.0.16.0/20"]
 */
export function planAddresses(vpcCidr: string, zones: number): AddressPlan {
    const vpc = parseBlock(vpcCidr);
    if (vpc.prefixLength > 18) {
        throw new Error(
            `vpcCidr = ${vpcCidr}: the subnets of ${PLANNED_ZONES} zones need a /18 or larger block, for example ${format(vpc.first - (vpc.first % size(18)), 18)}`,
        );
    }
    const plan: Record<Tier, string[]> = { private: [], isolated: [], public: [] };
    let next = vpc.first;
    for (const { tier, prefixLength } of TIERS) {
        for (let zone = 0; zone < PLANNED_ZONES; zone++) {
            if (zone < zones) plan[tier].push(format(next, prefixLength));
            next += size(prefixLength);
        }
    }
    return plan;
}

function parseBlock(cidr: string): { first: number; prefixLength: number } {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
    const [a = 256, b = 256, c = 256, d = 256, prefixLength = 33] = (match ?? []).slice(1).map(Number);
    const first = ((a * 256 + b) * 256 + c) * 256 + d;
    if (Math.max(a, b, c, d) > 255 || prefixLength > 32 || first % size(prefixLength) !== 0) {
        throw new Error(`vpcCidr = ${cidr}: not an IPv4 block; write it like 10.0.0.0/16, with the address at the start of the block`);
    }
    return { first, prefixLength };
}

function format(first: number, prefixLength: number): string {
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
    return `${octets.join(".")}/${prefixLength}`;
}

function size(prefixLength: number): number {
    return 2 ** (32 - prefixLength);
}
