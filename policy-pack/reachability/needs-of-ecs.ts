import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { AWS } from "./aws-types";
import { unique, type Graph, type GraphNode, type PropertyPath } from "./graph";
import { imageNeed } from "./needs";
import { comesFrom, databasesIn, servicesOfRole } from "./needs-shown";

/** Needs of a task, by whose network interface serves them. */
export interface TaskNeeds {
    /** Images, logs and secrets: of the agent, which on EC2 uses the instance's interface and on Fargate the task's own. */
    readonly ofAgent: readonly string[];
    /** Of the containers. */
    readonly ofTask: readonly string[];
    /** Why there may be more; absent when a preview shows all. */
    readonly unclear?: string;
}

/**
 * Needs that a task definition shows: images, log driver, secrets, file systems, databases in the environment, buckets in the role.
 *
 * KMS is not among them: Secrets Manager and ECR decrypt on their side.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
export function needsOfTask(graph: Graph, service: GraphNode): TaskNeeds {
    const definition = definitionOf(graph, service);
    if (definition === undefined) return { ofAgent: [], ofTask: [], unclear: "its task definition is not among the resources" };
    const text = valueAt(definition.properties, "containerDefinitions");
    const ofVolumes = fileSystemsOf(graph, definition);
    const ofRole = servicesOfRole(graph, definition, "taskRoleArn");
    const from = (...types: readonly string[]): boolean => comesFrom(graph, definition, "containerDefinitions", ...types);
    const known = typeof text === "string" ? text : "";
    const exec = valueAt(service.properties, "enableExecuteCommand") === true ? ["service:ssmmessages"] : [];
    const ofTask = [...exec, ...ofVolumes, ...ofRole, ...databasesIn(graph, [known], definition, "containerDefinitions")];
    const containers = typeof text === "string" ? parsedList(text) : undefined;
    if (containers === undefined) {
        const ofAgent = [
            ...(from(AWS.secret, AWS.secretVersion) ? ["service:secretsmanager"] : []),
            ...(from(AWS.logGroup) ? ["service:logs"] : []),
        ];
        const why = text === UNKNOWN ? "its container definitions are not known yet" : "its container definitions are no JSON list";
        return { ofAgent, ofTask, unclear: why };
    }
    return { ofAgent: unique(containers.flatMap(needsOfContainer)), ofTask: unique(ofTask) };
}

/** The task definition of a service, if it is among the resources. */
export function definitionOf(graph: Graph, service: GraphNode): GraphNode | undefined {
    const key = graph.reference(service, ["taskDefinition"], AWS.taskDefinition) ?? "";
    return graph.node(key) ?? definitionByFamily(graph, service);
}

/** Whether something holds of all containers of a service; not where they are not known. */
export function everyContainer(graph: Graph, service: GraphNode, holds: (container: unknown) => boolean): boolean {
    const text = textAt(definitionOf(graph, service)?.properties, "containerDefinitions");
    const containers = text === undefined ? undefined : parsedList(text);
    return containers !== undefined && containers.length > 0 && containers.every(holds);
}

/** A service in a stored state names its task definition by ARN, with family and revision. */
function definitionByFamily(graph: Graph, service: GraphNode): GraphNode | undefined {
    const name = textAt(service.properties, "taskDefinition")?.split("/").at(-1)?.split(":")[0];
    return graph.ofType(AWS.taskDefinition).find(({ properties }) => name !== undefined && properties["family"] === name);
}

function needsOfContainer(container: unknown): string[] {
    const secrets = listAt(container, "secrets");
    const sources = Array.isArray(secrets) ? secrets.map((secret) => textAt(secret, "valueFrom") ?? "") : [];
    const image = textAt(container, "image");
    return [
        ...(image === undefined ? [] : [imageNeed(image)]),
        ...(sources.some((source) => source.includes(":secretsmanager:")) ? ["service:secretsmanager"] : []),
        ...(sources.some((source) => source !== "" && !source.includes(":secretsmanager:")) ? ["service:ssm"] : []),
        ...(valueAt(container, "logConfiguration", "logDriver") === "awslogs" ? ["service:logs"] : []),
    ];
}

function fileSystemsOf(graph: Graph, definition: GraphNode): string[] {
    const volumes = listAt(definition.properties, "volumes");
    if (!Array.isArray(volumes)) return [];
    return volumes.flatMap((volume, i) => {
        if (valueAt(volume, "efsVolumeConfiguration", "fileSystemId") === undefined) return [];
        const path: PropertyPath = ["volumes", i, "efsVolumeConfiguration", "fileSystemId"];
        return graph.references(definition, path, AWS.fileSystem).keys.map((key) => `efs:${graph.node(key)?.name ?? key}`);
    });
}

/** A JSON list; undefined when the text is none. */
export function parsedList(text: string): unknown[] | undefined {
    try {
        const list: unknown = JSON.parse(text);
        return Array.isArray(list) ? list : undefined;
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}
