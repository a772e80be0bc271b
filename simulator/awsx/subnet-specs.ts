/** Checks the subnet specs that a program gives, and completes them: size and mask say the same. */
import { ProviderError } from "../provider/errors";
import { addresses, parseBlock } from "./cidr";
import type { SubnetSpec } from "./vpc-arguments";

/** Numbers of addresses that a subnet spec may ask for: those of /0 to /30. */
const SMALLEST_MASK = 30;

/**
 * @param zones number of availability zones
 * @returns the specs in the order given, with both `cidrMask` and `size` where one of them was there
 * @throws ProviderError with every problem, in awsx's words
 */
export function normalizeSpecs(specs: readonly SubnetSpec[], zones: number): readonly SubnetSpec[] {
    const explicit = specs.some(({ cidrBlocks }) => cidrBlocks !== undefined);
    const issues = [
        ...invalidSizes(specs),
        ...duplicateNames(specs),
        ...specs.flatMap((spec, i) => (explicit ? explicitIssues(spec, i, zones) : disagreements(spec))),
    ];
    if (issues.length > 0) throw new ProviderError(`Invalid subnet specifications:\n - ${issues.join("\n - ")}`);
    return explicit ? specs : specs.map(withMaskAndSize);
}

function invalidSizes(specs: readonly SubnetSpec[]): string[] {
    const valid = Array.from({ length: SMALLEST_MASK + 1 }, (_, mask) => 2 ** (32 - mask));
    const invalid = specs.flatMap(({ size }) => (size === undefined || valid.includes(size) ? [] : [size]));
    if (invalid.length === 0) return [];
    return [`The following subnet sizes are invalid: ${invalid.join(", ")}. Valid sizes are: ${valid.join(", ")}.`];
}

/** Two subnets of one type and zone would get one resource name. */
function duplicateNames(specs: readonly SubnetSpec[]): string[] {
    const types = [...new Set(specs.map(({ type }) => type).filter((type) => type !== "Unused"))];
    return types.flatMap((type) => {
        const names = specs.filter((spec) => spec.type === type).map(({ name }) => name);
        if (new Set(names).size === names.length) return [];
        return [
            `Multiple subnet specs of type "${type.toLowerCase()}" require unique names. You can have at most one unnamed subnet per type. ` +
                'All other subnets of the same type must have unique "name" properties to avoid duplicate resource names.',
        ];
    });
}

function explicitIssues(spec: SubnetSpec, index: number, zones: number): string[] {
    const where = `in subnetSpecs[${index}]`;
    if (spec.cidrBlocks === undefined) return ["If any subnet spec has explicit cidrBlocks, all subnets must have explicit cidrBlocks."];
    if (spec.cidrBlocks.length !== zones) {
        return [`The number of CIDR blocks ${where} must match the number of availability zones (${zones}).`];
    }
    const blocks = spec.cidrBlocks.map(parseBlock);
    if (spec.cidrMask !== undefined && blocks.some(({ mask }) => mask !== spec.cidrMask)) {
        return [`The cidrMask ${where} must match all cidrBlocks or be left undefined.`];
    }
    if (spec.size !== undefined && blocks.some((block) => addresses(block) !== spec.size)) {
        return [`The size ${where} must match all cidrBlocks or be left undefined.`];
    }
    return [];
}

function disagreements({ cidrMask, size }: SubnetSpec): string[] {
    if (cidrMask === undefined || size === undefined || size === 2 ** (32 - cidrMask)) return [];
    return [`Subnet size ${size} does not match the expected size for a /${cidrMask} subnet (${2 ** (32 - cidrMask)}).`];
}

function withMaskAndSize(spec: SubnetSpec): SubnetSpec {
    const cidrMask = spec.cidrMask ?? (spec.size === undefined ? undefined : 32 - Math.log2(spec.size));
    return cidrMask === undefined ? spec : { ...spec, cidrMask, size: 2 ** (32 - cidrMask) };
}
