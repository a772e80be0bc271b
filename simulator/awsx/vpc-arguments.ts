/**
 * The arguments of `awsx.ec2.Vpc`, taken apart.
 *
 * What decides which resources exist is plain in awsx's schema and so never unknown; tags and flags may be.
 */
import { ProviderError } from "../provider/errors";
import { UNKNOWN, type Properties, type Value } from "../provider/values";

export type SubnetType = "Public" | "Private" | "Isolated" | "Unused";

export interface SubnetSpec {
    readonly type: SubnetType;
    readonly name?: string;
    /** Prefix length of the subnets. */
    readonly cidrMask?: number;
    /** Number of addresses of the subnets. */
    readonly size?: number;
    /** One block per zone. */
    readonly cidrBlocks?: readonly string[];
    readonly tags?: Tags;
}

/** UNKNOWN when the program's tags as a whole are not known yet. */
export type Tags = Properties | typeof UNKNOWN;

/** Passed to the VPC as they are. */
export const VPC_FLAGS = ["enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics", "instanceTenancy"] as const;

export interface VpcArguments {
    readonly cidrBlock: string;
    readonly availabilityZoneNames?: readonly string[];
    readonly numberOfAvailabilityZones?: number;
    readonly availabilityZoneCidrMask?: number;
    readonly subnetStrategy: string;
    readonly subnetSpecs?: readonly SubnetSpec[];
    readonly subnetNameTagStrategy: string;
    readonly natGatewayStrategy: string;
    readonly elasticIpAllocationIds: readonly Value[];
    readonly vpcEndpointStrategy: string;
    readonly vpcEndpointSpecs: readonly Properties[];
    readonly tags: Tags;
    /** Those of {@link VPC_FLAGS} that were given. */
    readonly flags: Properties;
}

const PLAIN = [
    "cidrBlock",
    "availabilityZoneNames",
    "numberOfAvailabilityZones",
    "availabilityZoneCidrMask",
    "subnetStrategy",
    "subnetNameTagStrategy",
    "vpcEndpointStrategy",
];
const KNOWN = [...VPC_FLAGS, ...PLAIN, "subnetSpecs", "natGateways", "vpcEndpointSpecs", "tags"];
const PLAIN_IN_SPECS = ["type", "name", "cidrMask", "size", "cidrBlocks"];
const KNOWN_IN_SPECS = [...PLAIN_IN_SPECS, "tags"];
const DECIDING_IN_LISTS = { subnetSpecs: PLAIN_IN_SPECS, vpcEndpointSpecs: ["serviceName", "vpcEndpointType", "privateDnsEnabled"] };

/**
 * @param inputs as the program gave them to the component
 * @throws ProviderError for an argument that the simulation does not know (IPv6, IPAM), so that none is silently dropped
 */
export function readVpcArguments(inputs: Properties): VpcArguments {
    refuseUnknown("", inputs, KNOWN);
    refuseNotYetKnown(inputs);
    const specs = inputs.subnetSpecs as readonly Properties[] | undefined;
    specs?.forEach((spec, i) => {
        refuseUnknown(`subnetSpecs[${i}].`, spec, KNOWN_IN_SPECS);
    });
    const nat = (inputs.natGateways ?? {}) as Properties;
    const given = VPC_FLAGS.filter((flag) => inputs[flag] !== undefined);
    return {
        cidrBlock: (inputs.cidrBlock as string | undefined) ?? "10.0.0.0/16",
        availabilityZoneNames: inputs.availabilityZoneNames as readonly string[] | undefined,
        numberOfAvailabilityZones: inputs.numberOfAvailabilityZones as number | undefined,
        availabilityZoneCidrMask: inputs.availabilityZoneCidrMask as number | undefined,
        subnetStrategy: (inputs.subnetStrategy as string | undefined) ?? "Legacy",
        subnetSpecs: specs as readonly SubnetSpec[] | undefined,
        subnetNameTagStrategy: (inputs.subnetNameTagStrategy as string | undefined) ?? "Legacy",
        natGatewayStrategy: (nat.strategy as string | undefined) ?? "OnePerAz",
        elasticIpAllocationIds: (nat.elasticIpAllocationIds as readonly Value[] | undefined) ?? [],
        vpcEndpointStrategy: (inputs.vpcEndpointStrategy as string | undefined) ?? "Legacy",
        vpcEndpointSpecs: (inputs.vpcEndpointSpecs as readonly Properties[] | undefined) ?? [],
        tags: (inputs.tags as Tags | undefined) ?? {},
        flags: Object.fromEntries(given.map((flag) => [flag, inputs[flag]])),
    };
}

/** Later tags win; unknown when one of them is. */
export function mergeTags(...tags: readonly (Tags | undefined)[]): Tags {
    let merged: Properties = {};
    for (const each of tags) {
        if (each === UNKNOWN) return UNKNOWN;
        merged = { ...merged, ...each };
    }
    return merged;
}

/** awsx plans with these before it registers anything, and so takes no outputs for them. */
function refuseNotYetKnown(inputs: Properties): void {
    const notYet = Object.entries(decidingValues(inputs)).find(([, value]) => value === UNKNOWN);
    if (notYet === undefined) return;
    throw new ProviderError(`${notYet[0]} is not known yet: it decides which resources there are; give it a plain value, not an output`);
}

function decidingValues(inputs: Properties): Properties {
    const values: Record<string, Value | undefined> = {};
    const add = (path: string, given: Value | undefined, keys: readonly string[]) => {
        if (given === UNKNOWN) values[path] = given;
        else for (const key of keys) values[`${path}.${key}`] = (given as Properties | undefined)?.[key];
    };
    for (const key of PLAIN) values[key] = inputs[key];
    add("natGateways", inputs.natGateways, ["strategy"]);
    for (const [list, keys] of Object.entries(DECIDING_IN_LISTS)) {
        if (inputs[list] === UNKNOWN) values[list] = UNKNOWN;
        else
            listOf(inputs[list]).forEach((spec, i) => {
                add(`${list}[${i}]`, spec, keys);
            });
    }
    return values;
}

function listOf(value: Value | undefined): readonly Value[] {
    return Array.isArray(value) ? (value as readonly Value[]) : [];
}

function refuseUnknown(path: string, inputs: Properties, known: readonly string[]): void {
    const unknown = Object.keys(inputs).find((key) => inputs[key] !== undefined && !known.includes(key));
    if (unknown === undefined) return;
    throw new ProviderError(`${path}${unknown}: the simulated awsx:ec2:Vpc does not know this argument; it knows ${known.join(", ")}`);
}
