/** Which subnets a VPC gets, and with which addresses. */
import { ProviderError } from "../provider/errors";
import { addresses, blockAfter, blockAround, formatBlock, nextBlock, parseBlock, type Block } from "./cidr";
import { normalizeSpecs } from "./subnet-specs";
import type { SubnetSpec, SubnetType, Tags, VpcArguments } from "./vpc-arguments";

export interface PlannedSubnet {
    /** Resource name, for example `net-public-1`: by the zone's number, so that other zones can follow without renaming any. */
    readonly name: string;
    readonly nameTag: string;
    readonly type: SubnetType;
    /** Index of the zone, from 0. */
    readonly zone: number;
    readonly cidrBlock: string;
    readonly tags?: Tags;
}

export interface AddressPlan {
    /** Zone by zone, in each zone in the order of the specs. */
    readonly subnets: readonly PlannedSubnet[];
    /** What the component reports as `subnetLayout`. */
    readonly layout: readonly SubnetSpec[];
}

/**
 * @param name of the component
 * @param zones names of the availability zones
 * @throws ProviderError in awsx's words when the specs contradict each other or do not fit
 */
export function planAddresses(name: string, zones: readonly string[], args: VpcArguments): AddressPlan {
    const specs = args.subnetSpecs === undefined ? undefined : normalizeSpecs(args.subnetSpecs, zones.length);
    const explicit = specs?.some(({ cidrBlocks }) => cidrBlocks !== undefined) === true;
    if (args.subnetStrategy === "AutoMerge" && explicit) {
        throw new ProviderError(
            'subnetStrategy="AutoMerge" does not support subnetSpecs with explicit cidrBlocks. ' +
                'Use subnetStrategy="Auto" or "Exact" to fully specify the subnet layout.',
        );
    }
    refuseOtherStrategies(args.subnetStrategy, specs !== undefined);
    const effective = specs ?? defaultSpecs(args, zones.length);
    const blocks = explicit ? explicitBlocks(effective, zones.length) : evenBlocks(effective, zones.length, args);
    const subnets = zones.flatMap((zoneName, zone) =>
        effective.map((spec, i): PlannedSubnet => {
            const base = `${name}-${spec.name ?? spec.type.toLowerCase()}`;
            return {
                name: `${base}-${zone + 1}`,
                nameTag: args.subnetNameTagStrategy === "AvailabilityZone" ? `${base}-${zoneSuffix(zoneName)}` : `${base}-${zone + 1}`,
                type: spec.type,
                zone,
                cidrBlock: blocks[zone * effective.length + i] ?? "",
                tags: spec.tags,
            };
        }),
    );
    return { subnets, layout: args.subnetStrategy === "Legacy" ? legacyLayout(effective, zones.length) : effective };
}

/** Bits that number so many things. */
function bitsFor(count: number): number {
    return count === 0 ? 0 : Math.ceil(Math.log2(count));
}

function zoneMask(args: VpcArguments, zones: number): number {
    return args.availabilityZoneCidrMask ?? parseBlock(args.cidrBlock).mask + bitsFor(zones);
}

function refuseOtherStrategies(strategy: string, hasSpecs: boolean): void {
    if (strategy === "Auto" || strategy === "Exact" || (strategy === "Legacy" && !hasSpecs)) return;
    throw new ProviderError(
        `subnetStrategy = ${strategy} with subnetSpecs: the simulated awsx:ec2:Vpc knows Auto and Exact, and Legacy only without subnetSpecs; ` +
            'set subnetStrategy: "Auto"',
    );
}

/** Private first, twice as large as public; never more than a /17, so that a large VPC keeps addresses for later. */
function defaultSpecs(args: VpcArguments, zones: number): readonly SubnetSpec[] {
    const mask = zoneMask(args, zones);
    if (mask > 26) {
        throw new ProviderError(
            `Automatic subnet creation requires a VPC with at least /26 available per AZ, but only /${mask} is available.` +
                "If you do need very small subnets, please specify them explicitly.",
        );
    }
    const start = Math.max(mask, 16);
    return [
        { type: "Private", cidrMask: start + 1 },
        { type: "Public", cidrMask: start + 2 },
    ];
}

function explicitBlocks(specs: readonly SubnetSpec[], zones: number): readonly string[] {
    return Array.from({ length: zones }, (_, zone) => specs.map(({ cidrBlocks }) => cidrBlocks?.[zone] ?? "")).flat();
}

/** Cuts the VPC into equal zones, and fills each zone with the specs in order, each on a multiple of its own size. */
function evenBlocks(specs: readonly SubnetSpec[], zones: number, args: VpcArguments): readonly string[] {
    if (specs.length === 0) throw new ProviderError("No subnets specified");
    const mask = zoneMask(args, zones);
    const masks = specs.map(({ cidrMask }) => cidrMask ?? mask + bitsFor(specs.length));
    let zoneBlock = blockAround(parseBlock(args.cidrBlock).first, mask);
    const needed = masks.reduce((sum, each) => sum + addresses({ first: 0, mask: each }), 0);
    if (needed > addresses(zoneBlock)) {
        const has = addresses(zoneBlock);
        throw new ProviderError(`Subnets are too large for VPC. VPC has ${has} addresses, but subnets require ${needed} addresses.`);
    }
    const blocks: string[] = [];
    for (let zone = 0; zone < zones; zone++) {
        let block: Block | undefined;
        for (const each of masks) {
            block = block === undefined ? blockAround(zoneBlock.first, each) : blockAfter(block, each);
            blocks.push(formatBlock(block));
        }
        zoneBlock = nextBlock(zoneBlock);
    }
    return blocks;
}

/**
 * What awsx reports for its default layout under Legacy: its list holds all private subnets before the public ones, and the first two
 * of it are taken for the first zone. So two zones or more give private, unused (the first zone's public half), private.
 */
function legacyLayout(specs: readonly SubnetSpec[], zones: number): readonly SubnetSpec[] {
    const [first] = specs;
    return first === undefined || zones < 2 ? specs : [first, { ...first, type: "Unused" }, first];
}

/** `us-east-1a` gives `1a`. The region's words are the same in all zones, so what is left tells zones apart. */
function zoneSuffix(zoneName: string): string {
    return zoneName.replace(/^[a-z]{2}(?:-[a-z]+)+-/, "");
}
