/** Prices of what runs: tasks on Fargate, instances and their volumes. */
import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import type { Graph, GraphNode } from "../reachability/graph";
import { byNumber, byText, FREE, gap, hourly, cost, together, type Priced, type Pricer } from "./cost";
import { usdPerHour } from "./instances";
import { FARGATE_USD_PER_HOUR, USD_PER_HOUR, VOLUME_USD_PER_GIB } from "./rates";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";
const SCALING_TARGET = "aws:appautoscaling/target:Target";
const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** CPU units of ECS in a vCPU, and MiB in a GiB. */
const UNITS = 1024;

/** Storage of a task on Fargate that is free. */
const FREE_TASK_GIB = 20;

/** Tasks on instances cost nothing beyond the instances. */
const service: Pricer = (node, graph) => {
    const [key, ...others] = graph.references(node, ["taskDefinition"], TASK_DEFINITION).keys;
    const definition = others.length === 0 && key !== undefined ? graph.node(key) : undefined;
    if (runsOnInstances(node)) return FREE;
    if (definition === undefined) return gap("its task definition is not in the stack, or not known yet");
    const tasks = byNumber(
        scaledBy(node, graph) ?? node,
        [scaledBy(node, graph) === undefined ? "desiredCount" : "minCapacity"],
        0,
        (count) => taskPrice(definition, count),
    );
    return usesSpot(node) ? together(tasks, gap("the discount of Fargate Spot, which changes")) : tasks;
};

function runsOnInstances(node: GraphNode): boolean {
    const launchType = textAt(node.properties, "launchType");
    const providers = providersOf(node);
    if (launchType === "FARGATE" || providers.some((name) => name.startsWith("FARGATE"))) return false;
    return launchType !== undefined || providers.length > 0;
}

function providersOf({ properties }: GraphNode): string[] {
    const strategies = listAt(properties, "capacityProviderStrategies");
    if (strategies === UNKNOWN || strategies === undefined) return [];
    return strategies.flatMap((strategy) => textAt(strategy, "capacityProvider") ?? []);
}

function usesSpot(node: GraphNode): boolean {
    return providersOf(node).includes("FARGATE_SPOT");
}

/** Where a service is scaled, the least it runs is what is sure to be paid. */
function scaledBy(node: GraphNode, graph: Graph): GraphNode | undefined {
    const name = textAt(node.properties, "name");
    return graph.ofType(SCALING_TARGET).find((target) => {
        const resourceId = textAt(target.properties, "resourceId");
        if (resourceId !== undefined) return name !== undefined && resourceId.startsWith("service/") && resourceId.endsWith(`/${name}`);
        return graph.references(target, ["resourceId"], SERVICE).keys.includes(node.urn);
    });
}

function taskPrice(definition: GraphNode, count: number): Priced {
    const system = textAt(definition.properties, "runtimePlatform", "operatingSystemFamily") ?? "LINUX";
    if (system !== "LINUX") return gap(`tasks with ${system} are not in the price table`);
    return byText(definition, ["runtimePlatform", "cpuArchitecture"], "X86_64", (processor) =>
        byNumber(definition, ["cpu"], undefined, (units) =>
            byNumber(definition, ["memory"], undefined, (mib) =>
                byNumber(definition, ["ephemeralStorage", "sizeInGib"], FREE_TASK_GIB, (gib) => {
                    const { vcpu, gib: memory } = FARGATE_USD_PER_HOUR[processor === "ARM64" ? "ARM64" : "X86_64"];
                    const storage = Math.max(0, gib - FREE_TASK_GIB) * USD_PER_HOUR.fargateEphemeralGiB;
                    const size = `${units / UNITS} vCPU, ${mib / UNITS} GiB`;
                    const usd = (units / UNITS) * vcpu + (mib / UNITS) * memory + storage;
                    return count === 0 ? FREE : hourly(`${count} Fargate ${count === 1 ? "task" : "tasks"} of ${size}`, count * usd);
                }),
            ),
        ),
    );
}

const instance: Pricer = (node, graph) => {
    const template = byTemplate(node, graph);
    const volumes = [...blocksOf(node.properties, "rootBlockDevice"), ...blocksOf(node.properties, "ebsBlockDevices")];
    return together(
        byText(template, ["instanceType"], undefined, (type) => instancePrice(type, 1)),
        ...volumes.map(blockPrice),
        ...(volumes.length === 0 ? [gap("the volumes of its image")] : []),
    );
};

/** The launch template behind an instance or a group, where it is the one that says the type. */
function byTemplate(node: GraphNode, graph: Graph): GraphNode {
    if (valueAt(node.properties, "instanceType") !== undefined) return node;
    const [key] = graph.references(node, ["launchTemplate", "id"], LAUNCH_TEMPLATE).keys;
    return (key === undefined ? undefined : graph.node(key)) ?? node;
}

function instancePrice(type: string, count: number): Priced {
    const usd = usdPerHour("ec2", type);
    if (usd === undefined) return gap(`${type} is not in the price table`);
    return count === 0 ? FREE : hourly(`${count === 1 ? "" : `${count} × `}EC2 instance ${type}`, count * usd);
}

/** A group runs what is desired, and at least its minimum. */
const group: Pricer = (node, graph) => {
    if (valueAt(node.properties, "mixedInstancesPolicy") !== undefined) return gap("its mix of instance types is not priced");
    return byNumber(node, ["minSize"], 0, (least) =>
        byNumber(node, ["desiredCapacity"], least, (count) =>
            together(
                byText(byTemplate(node, graph), ["instanceType"], undefined, (type) => instancePrice(type, count)),
                gap("the volumes of its instances"),
            ),
        ),
    );
};

function blocksOf(properties: unknown, name: string): GraphNode["properties"][] {
    const list = listAt(properties, name);
    const blocks = Array.isArray(list) ? list : [valueAt(properties, name)];
    return blocks.filter((block) => typeof block === "object" && block !== null) as GraphNode["properties"][];
}

function blockPrice(properties: GraphNode["properties"]): Priced {
    const size = valueAt(properties, "volumeSize");
    return typeof size === "number"
        ? volumePrice(size, textAt(properties, "volumeType") ?? "gp2")
        : gap("a volume of the size of its image");
}

function volumePrice(gib: number, type: string): Priced {
    const usd = VOLUME_USD_PER_GIB[type];
    if (usd === undefined) return gap(`volumes of type ${type} are not in the price table`);
    return together(cost(`${gib} GiB volume ${type}`, gib * usd), ...(/^io/.test(type) ? [gap("its provisioned operations")] : []));
}

const volume: Pricer = (node) =>
    byNumber(node, ["size"], undefined, (gib) => byText(node, ["type"], "gp2", (type) => volumePrice(gib, type)));

export const COMPUTE_PRICERS: Readonly<Record<string, Pricer>> = {
    [SERVICE]: service,
    "aws:ec2/instance:Instance": instance,
    "aws:autoscaling/group:Group": group,
    "aws:ebs/volume:Volume": volume,
};
