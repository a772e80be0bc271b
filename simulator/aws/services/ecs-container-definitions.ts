/** The containers of a task definition: JSON that the provider decodes, and compares by meaning. */

/** One container, as far as the simulator judges it; names and units are ECS's. */
export interface ContainerDefinition {
    readonly name?: string;
    readonly image?: string;
    readonly memory?: number;
    readonly memoryReservation?: number;
    readonly essential?: boolean;
    readonly portMappings?: readonly PortMapping[];
    readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
    readonly secrets?: readonly SecretReference[];
    readonly dependsOn?: readonly { readonly containerName?: string; readonly condition?: string }[];
    readonly mountPoints?: readonly { readonly sourceVolume?: string; readonly containerPath?: string }[];
    readonly healthCheck?: HealthCheck;
    /** Seconds. */
    readonly stopTimeout?: number;
    readonly logConfiguration?: {
        readonly logDriver?: string;
        readonly options?: Readonly<Record<string, string>>;
        readonly secretOptions?: readonly SecretReference[];
    };
    readonly repositoryCredentials?: { readonly credentialsParameter?: string };
}

export interface PortMapping {
    readonly containerPort?: number;
    readonly hostPort?: number;
    readonly protocol?: string;
}

export interface SecretReference {
    /** The environment variable. */
    readonly name?: string;
    /** ARN of a secret, perhaps with `:key:stage:version`, or name or ARN of a parameter. */
    readonly valueFrom?: string;
}

/** Times in seconds. */
export interface HealthCheck {
    readonly command?: readonly string[];
    readonly interval?: number;
    readonly timeout?: number;
    readonly retries?: number;
    readonly startPeriod?: number;
}

/** @throws Error in the provider's words when the text is no JSON array of containers */
export function parseContainers(json: string): readonly ContainerDefinition[] {
    const decoded = decode(json);
    if (!Array.isArray(decoded)) throw new Error("ECS Task Definition container_definitions is invalid: not a JSON array");
    const parsed: readonly unknown[] = decoded;
    const empty = parsed.findIndex(
        (container) => typeof container !== "object" || container === null || Object.keys(container).length === 0,
    );
    if (empty !== -1)
        throw new Error(`ECS Task Definition container_definitions is invalid: invalid container definition supplied at index (${empty})`);
    return parsed as readonly ContainerDefinition[];
}

function decode(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch (error) {
        throw new Error(`ECS Task Definition container_definitions is invalid: ${error instanceof Error ? error.message : ""}`, {
            cause: error,
        });
    }
}

/**
 * Whether two texts mean the same containers to the provider, so that a change from one to the other is no change.
 *
 * Layout, the order of the containers, of their environment and of their secrets, and values that ECS fills in do not count; the order
 * of ports, mounts and dependencies does.
 */
export function sameContainers(old: string, next: string): boolean {
    try {
        return normalised(old) === normalised(next);
    } catch {
        return false;
    }
}

function normalised(json: string): string {
    const containers = parseContainers(json).map(withoutDefaults);
    return JSON.stringify(sortedKeys(byName(containers)));
}

function withoutDefaults(container: ContainerDefinition): ContainerDefinition {
    const { healthCheck, portMappings, environment, secrets, essential } = container;
    return {
        ...container,
        essential: essential ?? true,
        ...(healthCheck && { healthCheck: { interval: 30, timeout: 5, retries: 3, ...healthCheck } }),
        ...(environment && { environment: byName(environment) }),
        ...(secrets && { secrets: byName(secrets) }),
        ...(portMappings && {
            portMappings: portMappings.map(({ hostPort, protocol, ...rest }) => ({
                ...rest,
                // With awsvpc ECS answers with the container's port where none was given.
                hostPort: hostPort === undefined || hostPort === 0 ? rest.containerPort : hostPort,
                protocol: protocol ?? "tcp",
            })),
        }),
    };
}

function byName<T extends { readonly name?: string }>(members: readonly T[]): readonly T[] {
    return members.toSorted((one, other) => ((one.name ?? "") < (other.name ?? "") ? -1 : 1));
}

/** Keys in order; empty lists and missing values left out, which ECS does not tell apart. */
function sortedKeys(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sortedKeys);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([, member]) => member !== null && !(Array.isArray(member) && member.length === 0));
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, member]) => [key, sortedKeys(member)]));
}
