/** Names as the function's resolver knows them: those of the virtual network alone. */
import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { isIP } from "node:net";
import { promisify } from "node:util";
import type { Channel } from "./channel";

type Callback = (error: NodeJS.ErrnoException | null, address?: string | LookupAddress[], family?: number) => void;

/** Addresses that are handed out for names, from the block that is kept for tests: https://www.rfc-editor.org/rfc/rfc2544#appendix-C */
const BLOCK = "198.18";

/** Remembers which address stands for which name, since code may look a name up and connect to the address. */
export class Names {
    private readonly names: string[] = [];

    constructor(private readonly channel: Channel) {}

    /** The name that an address was handed out for; any other host as it is. */
    hostOf(address: string): string {
        const [, high, low] = /^198\.18\.(\d+)\.(\d+)$/.exec(address) ?? [];
        return this.names[Number(high) * 256 + Number(low) - 1] ?? address;
    }

    async addressOf(host: string): Promise<string> {
        if (isIP(host) !== 0) return host;
        if (host === "localhost") return "127.0.0.1";
        const way = await this.channel.ask({ host });
        if ("lost" in way && way.lost === "name") throw notFound(host);
        if (!this.names.includes(host)) this.names.push(host);
        const number = this.names.indexOf(host) + 1;
        return `${BLOCK}.${number >> 8}.${number & 255}`;
    }

    /** Takes the place of the resolver in `node:dns`. */
    install(): void {
        const lookup = (host: string, options: unknown, callback?: Callback): void => {
            const answer = typeof options === "function" ? (options as Callback) : callback;
            const isForAll = typeof options === "object" && options !== null && (options as LookupOptions).all === true;
            this.addressOf(host).then(
                (address) => answer?.(null, isForAll ? [{ address, family: 4 }] : address, isForAll ? undefined : 4),
                (error: unknown) => answer?.(error as NodeJS.ErrnoException),
            );
        };
        const lookupLater = async (host: string, options?: LookupOptions): Promise<LookupAddress | LookupAddress[]> => {
            const found = { address: await this.addressOf(host), family: 4 };
            return options?.all === true ? [found] : found;
        };
        Object.assign(lookup, { [promisify.custom]: lookupLater });
        Object.assign(dns, { lookup });
        Object.assign(dns.promises, { lookup: lookupLater });
        for (const module of [dns, dns.promises]) {
            for (const name of Object.keys(module).filter((each) => /^(resolve|reverse)/.test(each))) {
                Object.assign(module, { [name]: module === dns ? refuseByCallback(name) : refuse(name) });
            }
        }
    }
}

/** As Node.js words it. */
export function notFound(host: string): NodeJS.ErrnoException {
    const error = new Error(`getaddrinfo ENOTFOUND ${host}`);
    return Object.assign(error, { errno: -3008, code: "ENOTFOUND", syscall: "getaddrinfo", hostname: host });
}

/** Records other than addresses are not modelled; to ask the machine's own resolver would leave the simulation. */
function refuse(name: string): (host: string) => Promise<never> {
    return (host) => Promise.reject(notImplemented(name, host));
}

function refuseByCallback(name: string): (...args: unknown[]) => void {
    return (host, ...rest) => {
        const callback = rest.at(-1) as (error: Error) => void;
        setImmediate(callback, notImplemented(name, String(host)));
    };
}

function notImplemented(name: string, host: string): NodeJS.ErrnoException {
    const error = new Error(`dns.${name} ENOTIMP ${host}: the simulated resolver answers dns.lookup alone`);
    return Object.assign(error, { code: "ENOTIMP", syscall: name, hostname: host });
}
