/** Shared by the fixtures: networks with one question. */
import { strict as assert } from "node:assert";
import type { Edit } from "../../policy-pack/reachability/edits";
import { verdicts } from "../policy-pack/reachability/judged";
import { Network } from "../policy-pack/reachability/network";

/** A host on the internet, as a need. */
export const HOST = "internet:api.example.com:443";

/** A function in `private-a` with one need. */
export function client(need: string): Network {
    return new Network().client(need, ["private-a"]);
}

/** The verdict on the only need, from `private-a`, with its codes. */
export function from(network: Network, ...edits: readonly Edit[]): string {
    const [verdict, ...others] = verdicts(network.changed(...edits));
    assert.deepEqual(others, []);
    return verdict?.split(" from private-a: ")[1] ?? "";
}
