import type { SchemaValues } from "./schema";

/** Where LibreChat's own file names what LibreChat calls: `baseURL` of a model service, `url` of an MCP server. */
const CALLED = /\b(?:baseURL|url)["']?\s*:\s*["']?(https?:\/\/[^\s"',}]+)/gi;

const HTTPS_PORT = 443;

/**
 * The ports at which settings say that LibreChat calls sites, but for that of HTTPS, which is open where there is a way out. Each once.
 *
 * Of web search, whose addresses are secrets, nothing else is read.
 *
 * @example sitePorts({ webSearch: { SEARXNG_INSTANCE_URL: "http://search.example.com:8080" } }) // [8080]
 */
export function sitePorts({ openId, webSearch, librechatYaml = "" }: Partial<SchemaValues>): number[] {
    const text = typeof librechatYaml === "string" ? librechatYaml : JSON.stringify(librechatYaml);
    const called = Array.from(text.matchAll(CALLED), ([, address = ""]) => address);
    const ports = [openId?.issuer ?? "", ...Object.values(webSearch ?? {}), ...called].flatMap(portsOf);
    return [...new Set(ports)].filter((port) => port !== HTTPS_PORT).sort((a, b) => a - b);
}

/** None when the text is no address: a key, or a placeholder that only the task resolves. */
function portsOf(text: string): number[] {
    if (!/^https?:/i.test(text) || !URL.canParse(text)) return [];
    const { port, protocol } = new URL(text);
    if (port !== "") return [Number(port)];
    return [protocol === "http:" ? 80 : HTTPS_PORT];
}
