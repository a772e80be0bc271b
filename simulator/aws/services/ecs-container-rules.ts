/**
 * What RegisterTaskDefinition refuses in the containers of a task definition.
 *
 * AWS publishes the rules, and not for all of them the sentence that it answers with; where it does not, the sentence here says what
 * the rule says.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
import type { ContainerDefinition, HealthCheck } from "./ecs-container-definitions";

/** What of the task definition the containers are judged by. */
export interface Task {
    readonly isFargate: boolean;
    readonly networkMode: string;
    readonly volumes: readonly string[];
    /** Whether the task has a size of its own, so that its containers need none. */
    readonly hasMemory: boolean;
    readonly hasExecutionRole: boolean;
}

/** Longest time that Fargate waits after SIGTERM. */
const MAXIMUM_FARGATE_STOP_SECONDS = 120;

const HEALTH_CHECK_RANGES: Readonly<Record<string, readonly [number, number]>> = {
    interval: [5, 300],
    timeout: [2, 60],
    retries: [1, 10],
    startPeriod: [0, 300],
};

/** The sentence with which AWS refuses the containers; undefined when it takes them. */
export function refusedContainers(containers: readonly ContainerDefinition[], task: Task): string | undefined {
    const names = containers.map(({ name }) => name);
    if (containers.length === 0) return "Container list cannot be empty.";
    if (new Set(names).size < names.length) return "Container names must be unique within a task definition.";
    if (!containers.some(({ essential }) => essential ?? true)) return "A task definition must have at least one essential container.";
    return first(containers, (container) => refusedContainer(container, containers, task));
}

function refusedContainer(container: ContainerDefinition, containers: readonly ContainerDefinition[], task: Task): string | undefined {
    const { name = "", image = "", stopTimeout = 0 } = container;
    if (name === "") return "Container.name should not be null or empty.";
    if (!/^[0-9A-Za-z_-]{1,255}$/.test(name)) return "Container.name contains invalid characters.";
    if (image === "") return "Container.image should not be null or empty.";
    if (!task.hasMemory && container.memory === undefined && container.memoryReservation === undefined) {
        return `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`;
    }
    if (task.isFargate && stopTimeout > MAXIMUM_FARGATE_STOP_SECONDS) {
        return `Invalid 'stopTimeout' setting for container '${name}': ${stopTimeout}. The maximum on Fargate is ${MAXIMUM_FARGATE_STOP_SECONDS} seconds.`;
    }
    return (
        refusedPorts(container, task) ??
        refusedVariables(container) ??
        refusedDependencies(container, containers) ??
        refusedMounts(container, task) ??
        (container.healthCheck && refusedHealthCheck(name, container.healthCheck)) ??
        refusedLogs(container, task)
    );
}

function refusedPorts({ portMappings = [] }: ContainerDefinition, { networkMode }: Task): string | undefined {
    return first(portMappings, ({ containerPort = 0, hostPort = 0 }) => {
        if (containerPort < 1 || containerPort > 65_535) return `Invalid 'containerPort' setting: ${containerPort}. Use 1 to 65535.`;
        if (networkMode !== "awsvpc" || hostPort === 0 || hostPort === containerPort) return undefined;
        return "When networkMode=awsvpc, the host ports and container ports in port mappings must match.";
    });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html */
function refusedVariables({ name = "", environment = [], secrets = [] }: ContainerDefinition): string | undefined {
    const plain = new Set(environment.map((variable) => variable.name));
    const seen = new Set<string>();
    return (
        first(environment, (variable) =>
            (variable.name ?? "") === "" ? `Container '${name}' has an environment variable without a name.` : undefined,
        ) ??
        first(secrets, (secret) => {
            const variable = secret.name ?? "";
            if (variable === "" || (secret.valueFrom ?? "") === "") return `Container '${name}' has a secret without name or valueFrom.`;
            const isTaken = plain.has(variable) || seen.has(variable);
            seen.add(variable);
            if (!isTaken) return undefined;
            return (
                "The secret name must be unique and not shared with any new or existing environment variables set on the container, " +
                `such as '${variable}'.`
            );
        })
    );
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html */
function refusedDependencies(
    { name = "", dependsOn = [] }: ContainerDefinition,
    containers: readonly ContainerDefinition[],
): string | undefined {
    return first(dependsOn, ({ containerName = "", condition = "" }) => {
        const target = containers.find((container) => container.name === containerName);
        if (target === undefined)
            return `Container '${name}' depends on container '${containerName}', which is not in the task definition.`;
        if (reaches(target, name, containers)) return `Container '${name}' and container '${containerName}' depend on each other.`;
        if (!["START", "COMPLETE", "SUCCESS", "HEALTHY"].includes(condition)) {
            return `Container '${name}' has the dependency condition '${condition}'. Use START, COMPLETE, SUCCESS or HEALTHY.`;
        }
        if (condition === "HEALTHY" && target.healthCheck === undefined) {
            return `Container '${name}' depends on container '${containerName}' being HEALTHY, which has no health check.`;
        }
        const mustEnd = condition === "COMPLETE" || condition === "SUCCESS";
        if (!mustEnd || target.essential === false) return undefined;
        return `Container '${name}' waits for container '${containerName}' to end (${condition}), which is essential.`;
    });
}

function reaches(from: ContainerDefinition, name: string, containers: readonly ContainerDefinition[], seen = new Set<string>()): boolean {
    if (from.name === name) return true;
    if (seen.has(from.name ?? "")) return false;
    seen.add(from.name ?? "");
    const next = (from.dependsOn ?? []).flatMap(({ containerName }) => containers.filter((container) => container.name === containerName));
    return next.some((container) => reaches(container, name, containers, seen));
}

function refusedMounts({ mountPoints = [] }: ContainerDefinition, { volumes }: Task): string | undefined {
    return first(mountPoints, ({ sourceVolume = "" }) =>
        volumes.includes(sourceVolume) ? undefined : `Unknown volume '${sourceVolume}'.`,
    );
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
function refusedHealthCheck(name: string, healthCheck: HealthCheck): string | undefined {
    const [kind = ""] = healthCheck.command ?? [];
    if (!["CMD", "CMD-SHELL", "NONE"].includes(kind)) {
        return `The health check command of container '${name}' must begin with CMD or CMD-SHELL.`;
    }
    return first(Object.entries(HEALTH_CHECK_RANGES), ([field, [least, most]]) => {
        const value = healthCheck[field as keyof HealthCheck];
        if (typeof value !== "number" || (value >= least && value <= most)) return undefined;
        return `The health check ${field} of container '${name}' is ${value}. Use ${least} to ${most}.`;
    });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html and task_execution_IAM_role.html */
function refusedLogs({ logConfiguration, image = "", secrets = [] }: ContainerDefinition, task: Task): string | undefined {
    const usesLogs = logConfiguration?.logDriver === "awslogs";
    const options = logConfiguration?.options ?? {};
    const required = ["awslogs-group", "awslogs-region", ...(task.isFargate ? ["awslogs-stream-prefix"] : [])];
    const missing = required.filter((option) => (options[option] ?? "") === "");
    if (usesLogs && missing.length > 0) return `Log driver awslogs requires options: ${missing.join(", ")}`;
    if (!task.isFargate || task.hasExecutionRole) return undefined;
    const need = usesLogs ? "log driver awslogs" : isInEcr(image) ? "ECR images" : secrets.length > 0 ? "secrets" : undefined;
    return need && `Fargate requires task definition to have execution role ARN to support ${need}.`;
}

/** Whether an image is in a private ECR registry. */
export function isInEcr(image: string): boolean {
    return /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//.test(image);
}

function first<T>(members: readonly T[], judge: (member: T) => string | undefined): string | undefined {
    for (const member of members) {
        const sentence = judge(member);
        if (sentence !== undefined) return sentence;
    }
    return undefined;
}
