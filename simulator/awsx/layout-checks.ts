/** What awsx demands of the finished address plan, before it makes anything. Texts are awsx's. */
import { ProviderError } from "../provider/errors";
import type { PlannedSubnet } from "./address-plan";
import { formatAddress, lastAddress, nextBlock, overlap, parseBlock } from "./cidr";
import type { VpcArguments } from "./vpc-arguments";

/** @throws ProviderError for a NAT gateway strategy that is unknown, or does not go with the Elastic IPs given for it */
export function checkElasticIps(strategy: string, elasticIps: number, zones: number): void {
    switch (strategy.toLowerCase()) {
        case "none":
            if (elasticIps === 0) return;
            throw new ProviderError(`Elastic IP allocation IDs cannot be specified when NAT Gateway strategy is '${strategy}'.`);
        case "single":
            if (elasticIps <= 1) return;
            throw new ProviderError(`Exactly one Elastic IP may be specified when NAT Gateway strategy is '${strategy}'.`);
        case "oneperaz":
            if (elasticIps === 0 || elasticIps === zones) return;
            throw new ProviderError(
                "The number of Elastic IPs, if specified, must match the number of availability zones for the VPC " +
                    `(${zones}) when NAT Gateway strategy is '${strategy}'`,
            );
        default:
            throw new ProviderError(`Unknown NatGatewayStrategy '${strategy}'`);
    }
}

/** @throws ProviderError for overlaps, gaps (only under Exact), or NAT gateways without the subnets that they need */
export function checkLayout(subnets: readonly PlannedSubnet[], args: VpcArguments): void {
    checkOverlaps(subnets);
    if (args.subnetStrategy === "Exact") checkGaps(subnets, args.cidrBlock);
    checkNatPlacement(subnets, args.natGatewayStrategy);
}

function checkOverlaps(subnets: readonly PlannedSubnet[]): void {
    const overlapping = subnets.filter((one) =>
        subnets.some((other) => other !== one && overlap(parseBlock(one.cidrBlock), parseBlock(other.cidrBlock))),
    );
    if (overlapping.length === 0) return;
    const list = overlapping.map(({ name, cidrBlock }, i) => `${i + 1}. ${name}: ${cidrBlock}\n`).join("");
    throw new ProviderError(
        "The following subnets overlap with at least one other subnet. Make the CIDR for the VPC larger, reduce the size of the subnets " +
            `per AZ, or use less Availability Zones:\n\n${list}`,
    );
}

/** Compares neighbours in the order of the list: blocks that cover the VPC in another order have "gaps" too. */
function checkGaps(subnets: readonly PlannedSubnet[], vpcCidr: string): void {
    const vpc = parseBlock(vpcCidr);
    const gaps = subnets.flatMap((subnet, i) => {
        const previous = subnets[i - 1];
        const { first } = parseBlock(subnet.cidrBlock);
        if (previous === undefined) {
            return first === vpc.first ? [] : [`${describe(subnet)} does not start at the beginning of the VPC (${vpcCidr})`];
        }
        return first === nextBlock(parseBlock(previous.cidrBlock)).first ? [] : [`${describe(previous)} <=> ${describe(subnet)}`];
    });
    const last = subnets.at(-1);
    if (last !== undefined && lastAddress(parseBlock(last.cidrBlock)) !== lastAddress(vpc)) {
        const ending = lastHost(last.cidrBlock);
        gaps.push(`${last.name} (ending ${ending}) ends before VPC ends (at ${lastHost(vpcCidr)}})`);
    }
    if (gaps.length > 0) throw new ProviderError(`There are gaps in the subnet ranges. Please fix the following gaps: ${gaps.join(", ")}`);
}

function describe({ name, cidrBlock }: PlannedSubnet): string {
    return `${name} (${cidrBlock})`;
}

/** The address before the broadcast address, which awsx takes for the end of a block. */
function lastHost(cidr: string): string {
    return formatAddress(lastAddress(parseBlock(cidr)) - 1);
}

function checkNatPlacement(subnets: readonly PlannedSubnet[], strategy: string): void {
    const has = (...types: string[]) => subnets.some(({ type }) => types.includes(type));
    if (strategy.toLowerCase() === "none" || (has("Public") && has("Private", "Isolated"))) return;
    throw new ProviderError(
        "If NAT Gateway strategy is 'OnePerAz' or 'Single', public subnets must be declared to host the NAT Gateway resource, along with " +
            "private or isolated subnets to route through it.",
    );
}
