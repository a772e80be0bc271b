/** Arithmetic on IPv4 blocks (CIDR), and the provider's judgement of how a block is written. Pure. */
import * as ipaddr from "ipaddr.js";

/** A block of IPv4 addresses, the first and the last as 32-bit numbers. */
export interface Block {
    readonly first: number;
    readonly last: number;
    readonly prefixLength: number;
}

/**
 * Reads a block; bits behind the prefix are ignored.
 *
 * @param cidr for example `10.0.0.0/16`
 * @throws Error when it is not an IPv4 block
 * @example addressBlock("10.0.0.0/30") // { first: 167772160, last: 167772163, prefixLength: 30 }
 */
export function addressBlock(cidr: string): Block {
    if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) throw new Error(`${cidr} is not an IPv4 block like 10.0.0.0/16`);
    const prefixLength = ipaddr.IPv4.parseCIDR(cidr)[1];
    const first = numberOf(ipaddr.IPv4.networkAddressFromCIDR(cidr));
    return { first, last: first + 2 ** (32 - prefixLength) - 1, prefixLength };
}

/** Whether every address of `inner` is in `outer`; a block contains itself. */
export function contains(outer: Block, inner: Block): boolean {
    return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether there is an address in both. */
export function overlaps(one: Block, other: Block): boolean {
    return one.first <= other.last && other.first <= one.last;
}

/**
 * The address that many places behind the first one.
 *
 * @example addressAt(addressBlock("10.0.0.0/24"), 4) // "10.0.0.4"
 */
export function addressAt(block: Block, offset: number): string {
    const address = block.first + offset;
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/**
 * What the provider says of a badly written block, before it calls AWS. It takes network addresses only, so that the same block is
 * never written in two ways.
 *
 * @returns undefined when it is well written
 */
export function cidrProblem(cidr: string, family: "IPv4" | "IPv6"): string | undefined {
    const { isValid, network } = family === "IPv4" ? ipv4Network(cidr) : ipv6Network(cidr);
    if (!isValid) return `"${cidr}" is not a valid ${family} CIDR block`;
    return network === cidr ? undefined : `"${cidr}" is not a valid ${family} CIDR block; did you mean "${network}"?`;
}

function ipv4Network(cidr: string): { isValid: boolean; network: string } {
    if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return { isValid: false, network: "" };
    const { prefixLength, first, last } = addressBlock(cidr);
    return { isValid: true, network: `${addressAt({ first, last, prefixLength }, 0)}/${prefixLength}` };
}

function ipv6Network(cidr: string): { isValid: boolean; network: string } {
    if (!ipaddr.IPv6.isValidCIDR(cidr)) return { isValid: false, network: "" };
    const [address, prefixLength] = ipaddr.IPv6.parseCIDR(cidr);
    const network = ipaddr.IPv6.networkAddressFromCIDR(cidr);
    // Two notations of one network address are the same block.
    return {
        isValid: true,
        network: address.toNormalizedString() === network.toNormalizedString() ? cidr : `${network.toString()}/${prefixLength}`,
    };
}

function numberOf(address: ipaddr.IPv4): number {
    return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
