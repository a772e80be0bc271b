/** ECS clusters and the capacity providers that they may use. */
import type { Account, StoredResource } from "../account";
import { arnOf, blocksOf, listOf, requiredText, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { ResourceType } from "../resource-type";
import { problemsOf } from "../validation";

export const CLUSTER = "aws:ecs/cluster:Cluster";
export const SERVICE = "aws:ecs/service:Service";
export const TASK = "aws:ecs/task:Task";
const CAPACITY_PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

/** Capacity providers that every account has: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html */
const FARGATE_PROVIDERS = ["FARGATE", "FARGATE_SPOT"];

const NAME = { pattern: /^[0-9A-Za-z_-]{1,255}$/, allowed: "1 to 255 letters, digits, - and _" };

export const cluster: ResourceType = {
    token: CLUSTER,
    sets: ["settings"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", ...NAME },
            { property: "settings.name", oneOf: ["containerInsights"] },
            { property: "serviceConnectDefaults.namespace", format: "ARN" },
            { property: "configuration.executeCommandConfiguration.logging", oneOf: ["NONE", "DEFAULT", "OVERRIDE"] },
        ]),

    create({ account, region, inputs }) {
        const arn = arnOf(account, "ecs", region, `cluster/${requiredText(inputs, "name")}`);
        const settings = listOf(inputs, "settings").length > 0 ? inputs["settings"] : [{ name: "containerInsights", value: "disabled" }];
        return { id: arn, computed: { arn, settings } };
    },

    /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html#API_DeleteCluster_Errors */
    delete({ account, current }) {
        const isHere = ({ properties }: StoredResource) => findCluster(account, current.region, properties["cluster"])?.id === current.id;
        const refuse = (code: string, what: string) =>
            new Refusal("ECS", "DeleteCluster", code, `The Cluster cannot be deleted while ${what} are active.`);
        if (account.list(SERVICE).some(isHere)) throw refuse("ClusterContainsServicesException", "Services");
        if (account.list(TASK).some(isHere)) throw refuse("ClusterContainsTasksException", "Tasks");
        return "removed";
    },
};

export const clusterCapacityProviders: ResourceType = {
    token: CAPACITY_PROVIDERS,
    sets: ["capacityProviders", "defaultCapacityProviderStrategies"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "clusterName", ...NAME },
            { property: "defaultCapacityProviderStrategies.base", range: [0, 100_000] },
            { property: "defaultCapacityProviderStrategies.weight", range: [0, 1000] },
        ]),

    create({ account, region, inputs }) {
        const clusterName = requiredText(inputs, "clusterName");
        if (findCluster(account, region, clusterName) === undefined) throw noCluster("PutClusterCapacityProviders");
        refuseUnknownProviders(account, inputs);
        return { id: clusterName, computed: {} };
    },

    update({ account, inputs }) {
        refuseUnknownProviders(account, inputs);
        return {};
    },
};

/**
 * The cluster that a name or ARN means.
 *
 * @param reference left out: the cluster `default`
 */
export function findCluster(account: Account, region: string, reference: unknown): StoredResource | undefined {
    const nameOrArn = typeof reference === "string" && reference !== "" ? reference : "default";
    const arn = nameOrArn.startsWith("arn:") ? nameOrArn : arnOf(account, "ecs", region, `cluster/${nameOrArn}`);
    return account.find(CLUSTER, arn);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html#API_CreateService_Errors */
export function noCluster(operation: string): Refusal {
    return new Refusal("ECS", operation, "ClusterNotFoundException", "Cluster not found.");
}

/** The capacity providers that services of a cluster may use. */
export function providersOf(account: Account, clusterArn: string): readonly string[] {
    const name = clusterArn.slice(clusterArn.lastIndexOf("/") + 1);
    const settings = account.find(CAPACITY_PROVIDERS, name);
    return settings === undefined ? [] : textsOf(settings.properties, "capacityProviders");
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html#API_PutClusterCapacityProviders_Errors */
function refuseUnknownProviders(account: Account, inputs: Parameters<typeof textsOf>[0]): void {
    const refuse = (reason: string) => new Refusal("ECS", "PutClusterCapacityProviders", "InvalidParameterException", reason);
    const own = account.list("aws:ecs/capacityProvider:CapacityProvider").map(({ properties }) => requiredText(properties, "name"));
    const providers = textsOf(inputs, "capacityProviders");
    const missing = providers.find((provider) => ![...FARGATE_PROVIDERS, ...own].includes(provider));
    if (missing !== undefined)
        throw refuse(`The specified capacity provider '${missing}' was not found. Specify a valid name or ARN and try again.`);
    const strategies = blocksOf(inputs, "defaultCapacityProviderStrategies").map((strategy) => requiredText(strategy, "capacityProvider"));
    if (strategies.some((provider) => !providers.includes(provider))) {
        throw refuse(
            "The specified default capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. " +
                "Associate the capacity provider with the cluster and try again.",
        );
    }
}
