/** The words in which the proof answers. */
import { all, type Truth } from "./three-valued";

/** What is wrong with a hop. Stable: tools and exceptions name them. */
export type Code =
    | "NO_ROUTE"
    | "BLACKHOLE"
    | "NAT_NOT_PUBLIC"
    | "NO_PUBLIC_IP"
    | "SOURCE_DEST_CHECK"
    | "BLOCK_PUBLIC_ACCESS"
    | "ENDPOINT_MISSING"
    | "ENDPOINT_NO_PRIVATE_DNS"
    | "VPC_DNS_OFF"
    | "ENDPOINT_SG"
    | "ENDPOINT_DEFAULT_SG"
    | "ENDPOINT_POLICY"
    | "DUP_AZ_SUBNET"
    | "DUP_GATEWAY_ROUTE"
    | "DNS_CONFLICT"
    | "SG_EGRESS"
    | "SG_INGRESS"
    | "NACL_OUT"
    | "NACL_IN"
    | "NACL_RETURN"
    | "S3_PREFIX_EGRESS"
    | "EFS_NO_MT_IN_AZ"
    | "NO_LISTENER"
    | "EXTERNAL_IMAGE_NO_EGRESS"
    | "PTC_FIRST_PULL"
    | "ORDERING"
    | "UNKNOWN";

export type Verdict = "REACHED" | "BLOCKED" | "UNKNOWN";

/** One stage of a path. */
export interface Hop {
    /** Where it is, for people: `route table private-1`. */
    readonly at: string;
    /** What happens there, for people: `0.0.0.0/0 -> NAT gateway net-1`, or what is missing. */
    readonly what: string;
    readonly passes: Truth;
    /** What is wrong; set unless it passes. */
    readonly code?: Code;
    /** Keys of the resources that decide it, the one to change first: a table, a group, an endpoint. */
    readonly on: readonly string[];
    /** What would repair it. */
    readonly repair?: RepairHint;
    /** It only says why another broken hop matters, and is mended with it. */
    readonly isConsequence?: true;
}

/** What a broken hop lacks, in terms of the graph. */
export type RepairHint =
    | {
          readonly kind: "endpoint";
          readonly service: string;
          readonly vpc: string;
          readonly subnets: readonly string[];
          readonly group: string | undefined;
      }
    | {
          readonly kind: "gateway-endpoint";
          readonly service: string;
          readonly vpc: string;
          readonly table: string;
          readonly endpoint?: string;
      }
    | { readonly kind: "private-dns"; readonly endpoint: string }
    | { readonly kind: "vpc-dns"; readonly vpc: string }
    | { readonly kind: "endpoint-group"; readonly endpoint: string; readonly vpc: string; readonly client: string }
    | { readonly kind: "endpoint-policy"; readonly endpoint: string }
    | {
          readonly kind: "group-rule";
          readonly direction: "ingress" | "egress";
          readonly group: string;
          readonly peer: Peer;
          readonly port: number;
      }
    | { readonly kind: "nat"; readonly vpc: string; readonly table: string; readonly route?: string }
    | { readonly kind: "nat-route"; readonly nat: string; readonly table: string; readonly vpc: string; readonly route?: string }
    | { readonly kind: "nat-public"; readonly nat: string }
    | { readonly kind: "public-ip"; readonly workload: string; readonly vpc: string; readonly table: string; readonly isPossible: boolean }
    | { readonly kind: "mount-target"; readonly fileSystem: string; readonly subnet: string; readonly group: string | undefined }
    | { readonly kind: "acl-rule"; readonly acl: string; readonly egress: boolean; readonly ports: readonly [number, number] }
    | { readonly kind: "attach-gateway"; readonly gateway: string; readonly vpc: string }
    | { readonly kind: "source-dest-check"; readonly forwarder: string }
    | { readonly kind: "public-access-exclusion"; readonly vpc: string; readonly mode: "allow-egress" | "allow-bidirectional" }
    | { readonly kind: "cluster-instance"; readonly cluster: string }
    | { readonly kind: "image-copy"; readonly workload: string; readonly image: string; readonly copy: string };

/** The other end of a rule. */
export type Peer = { readonly group: string } | { readonly cidr: string } | { readonly prefixListOf: string };

/** A way from a workload in a subnet to one thing. */
export interface Path {
    /** Short, for people: `interface endpoint secrets`, `NAT gateway`. */
    readonly via: string;
    readonly hops: readonly Hop[];
    /** It leads to a gateway endpoint, so that another one would change nothing. */
    readonly isThroughGatewayEndpoint?: true;
    /** What it lacks is no fault of the network: it matters only to those who look for a repair. */
    readonly isForRepairOnly?: true;
}

export function passes(at: string, what: string, on: readonly string[] = []): Hop {
    return { at, what, passes: true, on };
}

export function broken(code: Code, at: string, what: string, on: readonly string[], repair?: RepairHint): Hop {
    return { at, what, passes: false, code, on, ...(repair && { repair }) };
}

export function unsure(at: string, what: string, on: readonly string[] = []): Hop {
    return { at, what, passes: "unknown", code: "UNKNOWN", on };
}

/** Whether all hops of a path pass. */
export function pathTruth({ hops }: Path): Truth {
    return all(hops.map((hop) => hop.passes));
}
