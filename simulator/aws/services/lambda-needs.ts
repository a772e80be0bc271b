/**
 * What a function will reach for when it runs, as far as its settings tell.
 *
 * The simulator does not run the code. It reads the environment, the event, and the secrets that they name: the ARN of a secret means
 * a call of Secrets Manager, the address of a database or cache means a connection to it.
 */
import type { Destination } from "../../network/delivery";
import type { Account, StoredResource } from "../account";
import { blockOf, numberOf, textOf } from "../reading";
import { listSecrets, secretValue } from "../secrets";

/** One thing that the function must reach: Secrets Manager for a secret, or what has an address only inside a VPC. */
export type Need = { readonly destination: Destination } & (
    { readonly isInsideVpc: false; readonly secret: StoredResource } | { readonly isInsideVpc: true }
);

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
 * @param event JSON that the function is invoked with
 */
export function needsOf(account: Account, region: string, lambda: StoredResource, event: string): readonly Need[] {
    const variables = blockOf(blockOf(lambda.properties, "environment") ?? {}, "variables") ?? {};
    const texts = [...Object.values(variables), event].filter((value): value is string => typeof value === "string");
    const secrets = listSecrets(account).filter(({ properties }) => isNamedIn(texts, textOf(properties, "arn")));
    const contents = secrets.flatMap((secret) => secretValue(account, secret) ?? []);
    const host = `secretsmanager.${region}.amazonaws.com`;
    return [
        ...secrets.map((secret) => ({ destination: { host, port: 443 }, isInsideVpc: false as const, secret })),
        ...databasesNamedIn(account, [...texts, ...contents]).map((destination) => ({ destination, isInsideVpc: true as const })),
    ];
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
