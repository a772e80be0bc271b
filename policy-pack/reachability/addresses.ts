/** IPv4 blocks as ranges of numbers; of IPv6 only what decides about hosts on the internet. */

export interface Block {
    readonly first: number;
    readonly last: number;
}

/** The addresses of the internet that nobody can tell beforehand: every block but the whole one may or may not hold them. */
export const EVERYWHERE: Block = { first: 0, last: 2 ** 32 - 1 };

/** @returns nothing when the text is no IPv4 block; host bits are ignored, as AWS ignores them */
export function blockOf(cidr: string): Block | undefined {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
    if (match === null) return undefined;
    const [a = 256, b = 256, c = 256, d = 256, prefixLength = 33] = match.slice(1).map(Number);
    if (Math.max(a, b, c, d) > 255 || prefixLength > 32) return undefined;
    const size = 2 ** (32 - prefixLength);
    const first = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
    return { first, last: first + size - 1 };
}

export function contains(outer: Block, inner: Block): boolean {
    return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Block, other: Block): boolean {
    return one.first <= other.last && other.first <= one.last;
}

/** Private blocks; no address of the internet is in them: RFC 1918 and RFC 6598. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].flatMap((cidr) => blockOf(cidr) ?? []);

export function isPrivate(block: Block): boolean {
    return PRIVATE.some((each) => contains(each, block));
}

/**
 * How an IPv6 block looks from the internet: all of it, none of it (unique local and link-local addresses), or a part of which nobody can
 * tell beforehand whether a host is in it. Inside a VPC names lead to IPv4 addresses, so that nothing more is needed.
 */
export function ipv6BlockOf(cidr: string): Block {
    if (cidr === "::/0") return EVERYWHERE;
    return /^f[cde]/i.test(cidr) ? NOBODY : SOMEBODY;
}

const NOBODY: Block = PRIVATE[0] ?? { first: 0, last: 0 };
const SOMEBODY: Block = { first: 0, last: 0 };
