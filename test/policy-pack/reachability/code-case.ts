import type { Graph } from "../../../policy-pack/reachability/graph";
import { Network } from "./network";

/** A network in which one code fires, and the whole report on it. */
export interface Case {
    readonly code: string;
    readonly graph: () => Graph;
    readonly message: readonly string[];
}

export const SECRETS = "service:secretsmanager";
export const HOST = "internet:api.example.com:443";

/** A function with needs in a private subnet. */
export function client(needs: string, subnets = ["private-a"]): Network {
    return new Network().client(needs, subnets);
}
