/** What a deployed stack consists of, read from its exported state. */
import { StateError } from "../prove/state";

/** A function of the self-check, and what it is invoked with. */
export interface Probe {
    readonly name: string;
    readonly functionName: string;
    /** JSON. */
    readonly event: string;
}

export interface Inventory {
    readonly region: string;
    /** Address of LibreChat; undefined when the deployment did not come that far. */
    readonly url: string | undefined;
    readonly probes: readonly Probe[];
    readonly services: readonly { readonly name: string; readonly cluster: string; readonly service: string }[];
    readonly targetGroups: readonly { readonly name: string; readonly arn: string }[];
    /** Certificates of the stack's own and of its listeners, each once. */
    readonly certificates: readonly { readonly name: string; readonly arn: string }[];
    readonly alarms: readonly { readonly name: string; readonly alarm: string }[];
    /** Instances of PostgreSQL and of DocumentDB. */
    readonly instances: readonly { readonly name: string; readonly identifier: string }[];
    /** Runs of the initialisers, with the JSON that each answered; undefined where it never succeeded. */
    readonly initialisations: readonly { readonly name: string; readonly result: string | undefined }[];
}

interface StoredResource {
    readonly urn: string;
    readonly type: string;
    readonly parent?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * @param state what `pulumi stack export` wrote, or a file of Pulumi's own file backend
 * @throws StateError when the stack is empty, or no deployment of this program
 */
export function inventoryOf(state: unknown, stack: string): Inventory {
    const resources = resourcesOf(state);
    if (!resources.some(({ type }) => type.startsWith("librechat:"))) {
        throw new StateError(`stack ${stack} holds no LibreChat; deploy it first: pulumi up -s ${stack}`);
    }
    const of = (type: string) => resources.filter((resource) => resource.type === type);
    const named = (type: string, property: string) =>
        of(type).flatMap((resource) => {
            const value = outputOf(resource, property);
            return value === undefined ? [] : [{ name: nameOf(resource), value }];
        });
    const invocations = of("aws:lambda/invocation:Invocation");
    return {
        region: regionOf(resources),
        url: of("pulumi:pulumi:Stack").flatMap((each) => outputOf(each, "url") ?? [])[0],
        probes: invocations.filter((each) => isIn(each, "ReachabilityProbe")).flatMap(probeOf),
        services: of("aws:ecs/service:Service").flatMap((each) => {
            const [cluster, service] = [outputOf(each, "cluster"), outputOf(each, "name")];
            return cluster === undefined || service === undefined ? [] : [{ name: nameOf(each), cluster, service }];
        }),
        targetGroups: named("aws:lb/targetGroup:TargetGroup", "arn").map(({ name, value }) => ({ name, arn: value })),
        certificates: once([
            ...named("aws:acm/certificate:Certificate", "arn"),
            ...named("aws:lb/listener:Listener", "certificateArn"),
        ]).map(({ name, value }) => ({ name, arn: value })),
        alarms: named("aws:cloudwatch/metricAlarm:MetricAlarm", "name").map(({ name, value }) => ({ name, alarm: value })),
        instances: [
            ...named("aws:rds/instance:Instance", "identifier"),
            ...named("aws:docdb/clusterInstance:ClusterInstance", "identifier"),
        ].map(({ name, value }) => ({ name, identifier: value })),
        initialisations: invocations
            .filter((each) => isIn(each, "DatabaseInitialisation"))
            .map((each) => ({ name: nameOf(each), result: outputOf(each, "result") })),
    };
}

function resourcesOf(state: unknown): readonly StoredResource[] {
    const { deployment, checkpoint } = state as { deployment?: Deployment; checkpoint?: { latest?: Deployment } };
    return (deployment ?? checkpoint?.latest)?.resources ?? [];
}

interface Deployment {
    readonly resources?: readonly StoredResource[];
}

function probeOf(invocation: StoredResource): Probe[] {
    const [functionName, event] = [invocation.inputs?.["functionName"], invocation.inputs?.["input"]];
    return typeof functionName === "string" && typeof event === "string" ? [{ name: nameOf(invocation), functionName, event }] : [];
}

/** The Region is the provider's; every stack of this program has one provider of that name. */
function regionOf(resources: readonly StoredResource[]): string {
    const provider = resources.find(({ type, urn }) => type === "pulumi:providers:aws" && nameOf({ urn }) === "aws");
    const region = provider?.inputs?.["region"];
    if (typeof region === "string") return region;
    throw new StateError("the state has no AWS provider with a Region; wanted is the state of a deployment of this program");
}

function isIn({ parent }: StoredResource, component: string): boolean {
    return parent?.split("::")[2]?.endsWith(`:${component}`) === true;
}

/** The first of each value. */
function once<T extends { readonly value: string }>(found: readonly T[]): T[] {
    return found.filter(({ value }, i) => found.findIndex((each) => each.value === value) === i);
}

function outputOf({ outputs }: StoredResource, property: string): string | undefined {
    const value = outputs?.[property];
    return typeof value === "string" && value !== "" ? value : undefined;
}

function nameOf({ urn }: Pick<StoredResource, "urn">): string {
    return urn.split("::").at(-1) ?? urn;
}
