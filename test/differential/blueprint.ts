/** What a random program looks like: the choices alone, so that a failing case shrinks to few of them. */
import fc from "fast-check";

/** Who a rule is for. */
export type Peer = "anywhere" | "vpc" | "group" | "prefix list" | "nobody" | "default group";

/** How a rule is written: a resource of its own, of either generation, or inside its group. */
export type Writing = "standalone" | "older" | "inline";

/** One value most of the time, and each of the others sometimes: what is wrong everywhere at once shows little. */
function often<T>(usual: T, weight: number, ...others: readonly T[]): fc.Arbitrary<T> {
    return fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: others.length, arbitrary: fc.constantFrom(...others) });
}

/** An empty list most of the time. */
function seldom<T>(list: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> {
    return fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: list });
}

const tier = fc.constantFrom("public", "private", "isolated");
const policy = often(undefined, 10, "all", "own service", "layer bucket", "other service", "denies");
const peer = often<Peer>("anywhere", 7, "vpc", "group", "prefix list", "nobody", "default group");
const writing = fc.constantFrom<Writing>("standalone", "standalone", "older", "inline");
const mostly = (value: boolean) => fc.oneof({ weight: 11, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(!value) });
/** A bit for each zone. */
const zoneSet = fc.integer({ min: 1, max: 7 });

const interfaceEndpoint = fc.record({
    service: fc.constantFrom("secretsmanager", "ecr.api", "ecr.dkr", "logs", "sts", "bedrock-runtime"),
    tier,
    zones: fc.integer({ min: 0, max: 7 }),
    privateDns: mostly(true),
    group: often("guarded", 10, "default", "closed"),
    policy,
    /** Subnets and groups: in lists of the endpoint, or as resources of their own, which may take the place of the default group. */
    placed: often("lists", 4, "associations", "replacing associations"),
});

const gatewayEndpoint = fc.record({
    service: fc.constantFrom("s3", "dynamodb"),
    /** A bit for each tier's tables; 8 is the main table. */
    tables: fc.integer({ min: 0, max: 15 }),
    policy,
    /** Whether its tables are in a list, or resources of their own. */
    isListed: mostly(true),
});

const aclRule = fc.record({
    egress: fc.boolean(),
    number: fc.integer({ min: 1, max: 5 }),
    allows: mostly(true),
    peer: fc.constantFrom("anywhere", "anywhere", "vpc", "tier"),
    ports: fc.constantFrom("all", "https", "replies", "database", "low"),
});

const acl = fc.record({
    tier,
    /** Whether its subnets are listed in it, or associated by resources of their own. */
    isListed: fc.boolean(),
    rules: fc.array(aclRule, { maxLength: 5 }),
    isOpenOtherwise: mostly(true),
});

const service = fc.constantFrom("secretsmanager", "logs", "sts", "ecr", "ecr.api", "s3", "dynamodb", "bedrock-runtime", "kms");

const need = fc.oneof(
    service.map((name) => `service:${name}`),
    fc.constantFrom("tcp:postgres:5432", "tcp:chats:27017", "tcp:cache:6379", "efs:files", "tcp:postgres:5433"),
    fc.constantFrom("internet:api.openai.com:443", "internet:smtp.example.org:587", "image:ghcr.io"),
    fc.constant("image:123456789012.dkr.ecr.us-east-1.amazonaws.com/app"),
);

const workload = fc.record({
    kind: fc.constantFrom("function", "function", "task", "task", "instance"),
    tier: often("private", 6, "public", "isolated"),
    zones: zoneSet,
    /** Undefined: left out. */
    publicIp: fc.constantFrom(undefined, true, false),
    group: often("client", 12, "other", "default", "both"),
    needs: fc.uniqueArray(need, { minLength: 1, maxLength: 4 }),
});

export const blueprint = fc.record({
    dnsSupport: mostly(true),
    dnsHostnames: often<boolean | undefined>(true, 12, false, undefined),
    zones: fc.constantFrom(1, 2, 2, 2, 3),
    mapsPublicIp: mostly(true),
    hasInternetGateway: mostly(true),
    nat: often("one", 16, "none", "each zone", "private", "regional", "misplaced"),
    /** Tiers without tables of their own, which use the main one. */
    onMainTable: seldom(fc.uniqueArray(tier, { maxLength: 2 })),
    mainRoute: fc.constantFrom("none", "none", "internet gateway", "nat"),
    isMainReplaced: mostly(false),
    routes: fc.constantFrom("separate", "separate", "inline"),
    gatewayEndpoints: fc.uniqueArray(gatewayEndpoint, { maxLength: 2, selector: ({ service: name }) => name }),
    interfaceEndpoints: fc.uniqueArray(interfaceEndpoint, { maxLength: 5, selector: ({ service: name }) => name }),
    clientEgress: fc.array(fc.record({ peer, ports: often("all", 4, "https", "database"), writing }), { minLength: 1, maxLength: 4 }),
    guardIngress: fc.array(fc.record({ peer, ports: often("all", 4, "https", "database"), writing }), { minLength: 1, maxLength: 3 }),
    acls: seldom(fc.uniqueArray(acl, { maxLength: 2, selector: ({ tier: of }) => of })),
    databases: fc.uniqueArray(fc.constantFrom("postgres", "chats", "cache", "files"), { maxLength: 2 }),
    databaseTier: tier,
    mountZones: zoneSet,
    workloads: fc.array(workload, { minLength: 1, maxLength: 2 }),
});

type ValueOf<T> = T extends fc.Arbitrary<infer V> ? V : never;
export type Blueprint = ValueOf<typeof blueprint>;
export type AclRule = ValueOf<typeof aclRule>;
export type Acl = ValueOf<typeof acl>;
export type GroupRule = Blueprint["clientEgress"][number];
export type WorkloadChoice = ValueOf<typeof workload>;
