/** IPv4 blocks, as far as settings need them. */

/** A block: its first address as a number, and how many leading bits its addresses share. */
export interface Ipv4Block {
    first: number;
    prefixLength: number;
}

/**
 * Reads a block in CIDR notation.
 *
 * @returns nothing when the text is no block, or its address is not the start of the block: AWS would silently shift such a block
 * @example parseIpv4Block("10.0.0.0/16") // { first: 167772160, prefixLength: 16 }
 */
export function parseIpv4Block(cidr: string): Ipv4Block | undefined {
    const [, address, length] = /^([0-9.]{7,15})\/(\d{1,2})$/.exec(cidr) ?? [];
    const first = parseIpv4(address ?? "");
    const prefixLength = Number(length);
    if (first === undefined || prefixLength > 32 || first % 2 ** (32 - prefixLength) !== 0) return undefined;
    return { first, prefixLength };
}

/** Whether the host is an address, or a name, that only exists inside private networks. */
export function isPrivateHost(host: string): boolean {
    const address = parseIpv4(host);
    if (address === undefined) return PRIVATE_NAME.test(host);
    return PRIVATE_BLOCKS.some(
        ({ first, prefixLength }) => Math.floor(address / 2 ** (32 - prefixLength)) === first / 2 ** (32 - prefixLength),
    );
}

/** `.internal` is set aside for private use (ICANN, 2024), `home.arpa` by RFC 8375; `localhost` is the task itself. */
const PRIVATE_NAME = /(^|\.)(internal|home\.arpa|localhost)$/i;

/** Source: https://datatracker.ietf.org/doc/html/rfc1918, and RFC 1122 for the task's own address. */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"].flatMap((cidr) => parseIpv4Block(cidr) ?? []);

function parseIpv4(address: string): number | undefined {
    const octets = address.split(".");
    const wellFormed = octets.length === 4 && octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
    return wellFormed ? octets.reduce((sum, octet) => sum * 256 + Number(octet), 0) : undefined;
}
