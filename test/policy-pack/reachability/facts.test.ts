/** Every fact about AWS's networks that the proof rests on, each with AWS's page and the network that decides it. */
import { strict as assert } from "node:assert";
import { prove } from "../../../policy-pack/reachability/decide";
import { lint } from "../../../policy-pack/reachability/lint";
import { orderFindings } from "../../../policy-pack/reachability/order";
import { FACTS_OF_ENDPOINTS } from "./facts-of-endpoints";
import { FACTS_OF_GATEWAY_ENDPOINTS } from "./facts-of-gateway-endpoints";
import { FACTS_OF_GATEWAYS } from "./facts-of-gateways";
import { FACTS_OF_WORKLOADS } from "./facts-of-workloads";
import { verdicts } from "./judged";

const FACTS = [...FACTS_OF_ENDPOINTS, ...FACTS_OF_GATEWAY_ENDPOINTS, ...FACTS_OF_GATEWAYS, ...FACTS_OF_WORKLOADS];
const COUNTS = { E: 14, G: 8, R: 12, W: 16 };

describe("facts about AWS's networks", () => {
    it("are all here, each once", () => {
        const numbers = Object.entries(COUNTS).flatMap(([letter, count]) =>
            Array.from({ length: count }, (_, i) => `${letter}${String(i + 1)}`),
        );
        assert.deepEqual(
            FACTS.map(({ number }) => number),
            numbers,
        );
    });

    for (const { number, title, page, networks } of FACTS) {
        it(`${number}: ${title}`, () => {
            assert.match(page, /^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/);
            assert.ok(networks.length > 0);
            for (const [network, expected] of networks) {
                const graph = network();
                const findings = [...lint(graph), ...orderFindings(graph, prove(graph).decisions)];
                assert.deepEqual([...verdicts(graph), ...findings.map(({ need, code }) => `${need} ${code}`)], expected);
            }
        });
    }
});
