/** The VPC of a program, its tiers of subnets, and how they are named. */
import type { Blueprint } from "./blueprint";
import { Reference, type Declaration, type Inputs } from "./declarations";

export const TIERS = ["public", "private", "isolated"] as const;
export const VPC_BLOCK = "10.0.0.0/16";

/** Private DNS of an endpoint asks for both DNS attributes when it is created; switching them off afterwards is not refused. */
export function vpc({ dnsSupport, dnsHostnames }: Blueprint): Declaration[] {
    const hostnames = dnsHostnames === undefined ? {} : { enableDnsHostnames: true };
    const later: Inputs = {
        ...(dnsSupport ? {} : { enableDnsSupport: false }),
        ...(dnsHostnames === false ? { enableDnsHostnames: false } : {}),
    };
    const inputs = { cidrBlock: VPC_BLOCK, ...hostnames };
    return [{ type: "aws:ec2/vpc:Vpc", name: "net", inputs, ...(Object.keys(later).length > 0 && { later }) }];
}

export function subnets(blueprint: Blueprint): Declaration[] {
    return TIERS.flatMap((tier, row) =>
        zonesOf(blueprint).map((zone, column): Declaration => ({
            type: "aws:ec2/subnet:Subnet",
            name: subnetName(tier, zone),
            inputs: {
                vpcId: new Reference("net"),
                cidrBlock: blockOfSubnet(row, column),
                availabilityZone: `us-east-1${zone}`,
                ...(tier === "public" && blueprint.mapsPublicIp && { mapPublicIpOnLaunch: true }),
            },
        })),
    );
}

function blockOfSubnet(row: number, column: number): string {
    return `10.0.${row * 64 + column * 16}.0/20`;
}

/** All subnets of a tier, over three zones. */
export function blockOfTier(tier: string): string {
    return `10.0.${TIERS.findIndex((each) => each === tier) * 64}.0/18`;
}

export function zonesOf({ zones }: Pick<Blueprint, "zones">): readonly string[] {
    return ["a", "b", "c"].slice(0, zones);
}

export function subnetName(tier: string, zone: string): string {
    return `${tier}-${zone}`;
}

/** The subnets of a tier whose zone has its bit set. */
export function subnetsIn(blueprint: Blueprint, tier: string, zoneBits: number): readonly Reference[] {
    return zonesOf(blueprint)
        .filter((_, i) => (zoneBits & (1 << i)) !== 0)
        .map((zone) => new Reference(subnetName(tier, zone)));
}
