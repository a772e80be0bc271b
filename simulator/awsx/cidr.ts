/** IPv4 blocks, as the arithmetic of the address plan needs them. */
import { ProviderError } from "../provider/errors";

export interface Block {
    /** First address as a number. */
    readonly first: number;
    /** Prefix length, 0 to 32. */
    readonly mask: number;
}

/**
 * @param cidr for example `10.0.0.0/16`
 * @throws ProviderError when it is not an IPv4 block
 */
export function parseBlock(cidr: string): Block {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
    const [a = 256, b = 256, c = 256, d = 256, mask = 33] = (match ?? []).slice(1).map(Number);
    if (Math.max(a, b, c, d) > 255 || mask > 32) throw new ProviderError(`${cidr}: not an IPv4 block; write it like 10.0.0.0/16`);
    return blockAround(((a * 256 + b) * 256 + c) * 256 + d, mask);
}

/** The block of that size which an address lies in. */
export function blockAround(address: number, mask: number): Block {
    const size = 2 ** (32 - mask);
    return { first: Math.floor(address / size) * size, mask };
}

/** The next block of the same size. */
export function nextBlock(block: Block): Block {
    return { first: block.first + addresses(block), mask: block.mask };
}

/** The first block of a size that starts after another block ends. */
export function blockAfter(previous: Block, mask: number): Block {
    return nextBlock(blockAround(lastAddress(previous), mask));
}

export function addresses(block: Block): number {
    return 2 ** (32 - block.mask);
}

export function lastAddress(block: Block): number {
    return block.first + addresses(block) - 1;
}

export function overlap(one: Block, other: Block): boolean {
    return one.first <= lastAddress(other) && other.first <= lastAddress(one);
}

export function formatAddress(address: number): string {
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function formatBlock(block: Block): string {
    return `${formatAddress(block.first)}/${block.mask}`;
}
