import { strict as assert } from "node:assert";
import { sitePorts } from "../../config/site-ports";

describe("ports of the sites that settings name", () => {
    const openId = (issuer: string) => ({ openId: { issuer, clientId: "librechat" } });
    const file = "endpoints:\n  custom:\n    - name: Ollama\n      baseURL: http://ollama.example.com:11434/v1\n";

    for (const { name, values, ports } of [
        { name: "none are named", values: {}, ports: [] },
        { name: "an issuer at the usual port", values: openId("https://login.example.com/tenant"), ports: [] },
        { name: "an issuer at another one", values: openId("https://login.example.com:8443/tenant"), ports: [8443] },
        {
            name: "web search, among keys",
            values: {
                webSearch: {
                    SEARXNG_INSTANCE_URL: "http://search.example.com",
                    FIRECRAWL_API_URL: "https://f.example.com:3002",
                    SEARXNG_API_KEY: "x:1",
                },
            },
            ports: [80, 3002],
        },
        { name: "LibreChat's own file as text", values: { librechatYaml: file }, ports: [11434] },
        {
            name: "the file as an object, with a placeholder and an address for people",
            values: {
                librechatYaml: {
                    mcpServers: { tools: { url: "http://tools.example.com:9000/sse" }, other: { url: "${OTHER}" } },
                    interface: { privacyPolicy: { externalUrl: "http://example.com:81" } },
                },
            },
            ports: [9000],
        },
    ]) {
        it(`are ${ports.join(" and ") || "none"}: ${name}`, () => {
            assert.deepEqual(sitePorts(values), ports);
        });
    }
});
