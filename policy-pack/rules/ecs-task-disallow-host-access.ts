import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** Namespaces of the host that a task may share, by property. */
const NAMESPACES = ["networkMode", "pidMode", "ipcMode"] as const;

const DOCKER_SOCKET = "/var/run/docker.sock";

/**
 * Containers are kept apart from the machine that they run on.
 *
 * A privileged container, one with the socket of Docker, or one in the host's namespaces, gets at every other container of the machine and
 * at the keys of its role. Container definitions that cannot be read are left to `ecs-task-disallow-plain-secrets`.
 */
export const checkHostAccess: ResourceCheck = ({ name, props }) => {
    const shared = NAMESPACES.map((property) => ({ property, value: valueAt(props, property) }));
    const volumes = listAt(props, "volumes");
    const definitions = valueAt(props, "containerDefinitions");
    const hostPaths = (Array.isArray(volumes) ? volumes : []).map((volume) => (volume === UNKNOWN ? UNKNOWN : valueAt(volume, "hostPath")));
    const found = [
        ...shared
            .filter(({ value }) => value === "host")
            .map(({ property }) => `${property} of ${name} = host; wanted is another mode, such as awsvpc or task.`),
        ...hostPaths
            .filter((path) => path === DOCKER_SOCKET)
            .map(() => `hostPath of a volume of ${name} = ${DOCKER_SOCKET}; wanted is no volume of it.`),
        ...privilegedContainers(definitions).map((container) => `privileged of container ${container} in ${name} = true; wanted is false.`),
    ];
    const values = [...shared.map(({ value }) => value), volumes, definitions, ...hostPaths];
    return found.length === 0 && values.includes(UNKNOWN) ? "unknown" : found;
};

function privilegedContainers(definitions: unknown): string[] {
    if (typeof definitions !== "string") return [];
    try {
        const list: unknown = JSON.parse(definitions);
        const containers = Array.isArray(list) ? (list as unknown[]) : [];
        return containers
            .filter((container) => valueAt(container, "privileged") === true)
            .map((container) => textAt(container, "name") ?? "without a name");
    } catch (error) {
        if (error instanceof SyntaxError) return [];
        throw error;
    }
}

export const ecsTaskDisallowHostAccess = resourcePolicy(
    {
        name: "ecs-task-disallow-host-access",
        displayName: "Containers are apart from their host",
        description: "Containers are kept apart from the machine that they run on.",
        severity: "high",
        remediationSteps: "Use networkMode awsvpc, leave pidMode, ipcMode and privileged out, and mount no socket of the host.",
        url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
    },
    [TYPES.taskDefinition],
    checkHostAccess,
);
