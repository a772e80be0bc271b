/**
 * What a function will reach for when it runs, as far as its settings tell.
 *
 * It is read from the environment, the event, and the secrets that they name: the ARN of a secret means a call of Secrets Manager, the
 * address of a database or cache a connection to it, and an object in the event with a host and a port a connection there.
 */
import type { Destination } from "../../network/delivery";
import type { Account, StoredResource } from "../account";
import { blockOf, numberOf, textOf } from "../reading";
import { listSecrets, secretValue } from "../secrets";

/** One thing that the function must reach. */
export interface Need {
    readonly destination: Destination;
    /** The secret that is read there, of Secrets Manager. */
    readonly secret?: StoredResource;
    /** Whether the function's role has to allow that the secret is read; else that it is described will do. */
    readonly readsSecret?: boolean;
    /** Whether it is known to have an address only inside a VPC. */
    readonly isInsideVpc: boolean;
}

/** Properties that hold addresses, and the port where the resource does not say one. */
const DATABASES: readonly { type: string; addresses: readonly string[]; port: number }[] = [
    { type: "aws:rds/instance:Instance", addresses: ["address"], port: 5432 },
    { type: "aws:rds/cluster:Cluster", addresses: ["endpoint", "readerEndpoint"], port: 5432 },
    { type: "aws:rds/proxy:Proxy", addresses: ["endpoint"], port: 5432 },
    { type: "aws:docdb/cluster:Cluster", addresses: ["endpoint", "readerEndpoint"], port: 27_017 },
    {
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        addresses: ["primaryEndpointAddress", "readerEndpointAddress", "configurationEndpointAddress"],
        port: 6379,
    },
];

/**
 * The needs of a function, secrets first, as code reads its credentials before it uses them.
 *
 * None on a delete: whether the code then connects at all only the code knows, and a destroy must not be held up by a network that it may
 * not need.
 *
 * @param event JSON that the function is invoked with
 */
export function needsOf(account: Account, region: string, lambda: StoredResource, event: string): readonly Need[] {
    const variables = blockOf(blockOf(lambda.properties, "environment") ?? {}, "variables") ?? {};
    const settings = Object.values(variables).filter((value) => typeof value === "string");
    const { given, action } = split(event);
    if (action === "delete") return [];
    const texts = [...settings, JSON.stringify(given)];
    const secrets = listSecrets(account).filter(({ properties }) => isNamedIn(texts, textOf(properties, "arn")));
    // An ARN in the environment is there to be read with; in an event it may only say which secret to look for.
    const readsSecret = ({ properties }: StoredResource): boolean => isNamedIn(settings, textOf(properties, "arn"));
    const contents = secrets.flatMap((secret) => secretValue(account, secret) ?? []);
    const host = `secretsmanager.${region}.amazonaws.com`;
    const databases = databasesNamedIn(account, [...texts, ...contents]);
    const others = destinationsIn(given).filter(
        (one) => ![...databases, ...(secrets.length > 0 ? [{ host, port: 443 }] : [])].some((known) => isSame(one, known)),
    );
    return [
        ...secrets.map((secret) => ({ destination: { host, port: 443 }, isInsideVpc: false, secret, readsSecret: readsSecret(secret) })),
        ...databases.map((destination) => ({ destination, isInsideVpc: true })),
        ...others.map((destination) => ({ destination, isInsideVpc: false })),
    ];
}

/** What the provider adds to the event of an invocation with a lifecycle, under a name that the program may choose. */
interface Lifecycle {
    readonly action: string;
    readonly prev_input: unknown;
}

function isLifecycle(value: unknown): value is Lifecycle {
    return typeof value === "object" && value !== null && "action" in value && "prev_input" in value;
}

/** The event as the program gave it: the input of the call before may name hosts that are gone. */
function split(event: string): { given: unknown; action: string | undefined } {
    const value: unknown = JSON.parse(event);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return { given: value, action: undefined };
    const entries = Object.entries(value);
    return {
        given: Object.fromEntries(entries.filter(([, member]) => !isLifecycle(member))),
        action: entries.map(([, member]) => member as unknown).find(isLifecycle)?.action,
    };
}

/** Every object in the event that names a host and a port, each place once. */
function destinationsIn(value: unknown): readonly Destination[] {
    if (typeof value !== "object" || value === null) return [];
    const { host, port } = value as { host?: unknown; port?: unknown };
    const own = typeof host === "string" && typeof port === "number" ? [{ host, port }] : [];
    const all = [...own, ...Object.values(value).flatMap(destinationsIn)];
    return all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
}

function isSame(one: Destination, other: Destination): boolean {
    return one.host === other.host && one.port === other.port;
}

function databasesNamedIn(account: Account, texts: readonly string[]): readonly Destination[] {
    return DATABASES.flatMap(({ type, addresses, port }) =>
        account.list(type).flatMap(({ properties }) =>
            addresses
                .map((address) => textOf(properties, address))
                .filter((host): host is string => host !== undefined && isNamedIn(texts, host))
                .map((host) => ({ host, port: numberOf(properties, "port") ?? port })),
        ),
    );
}

function isNamedIn(texts: readonly string[], name: string | undefined): boolean {
    return name !== undefined && texts.some((text) => text.includes(name));
}
