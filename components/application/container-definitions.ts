/**
 * Containers of a task, written the way ECS stores them.
 *
 * ECS fills in what is left out and hands lists back in an order of its own; a definition that says less, or says it in another order,
 * shows as a change in every preview. So everything that ECS would add is said here, and every list is sorted.
 */

/** A container in the terms of this program; lists as records, so that order cannot matter. */
export interface Container {
    readonly name: string;
    readonly image: string;
    /** The task stops when this container stops. */
    readonly essential: boolean;
    /** Replaces the image's command. */
    readonly command?: readonly string[];
    /** User inside the container; the image's own by default. */
    readonly user?: string;
    /** TCP port that it listens on. */
    readonly port?: number;
    /** Plain settings, never a secret: whoever may read the task definition reads them. */
    readonly environment: Readonly<Record<string, string>>;
    /** Where ECS reads each secret setting from: a secret's ARN with its JSON key, as {@link secretKey} writes it. */
    readonly secrets: Readonly<Record<string, string>>;
    /** Shell command that succeeds while the container is healthy. */
    readonly healthCommand?: string;
    /** Containers that must have ended successfully before this one starts. */
    readonly after?: readonly string[];
    readonly mounts: readonly { readonly volume: string; readonly path: string; readonly readOnly: boolean }[];
}

/** Where the containers' output goes. */
export interface LogDestination {
    readonly group: string;
    readonly region: string;
}

/**
 * Seconds between SIGTERM and SIGKILL; 120 is the most that Fargate allows. LibreChat takes up to 60 to finish open answers.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
const STOP_TIMEOUT_SECONDS = 120;

/** Seconds in which a failing health command does not count, while LibreChat builds its indexes; ECS allows up to 300. Source: the same page. */
const START_PERIOD_SECONDS = 180;

/** One JSON key of a secret, as a task definition names it. */
export function secretKey(secretArn: string, key: string): string {
    return `${secretArn}:${key}::`;
}

/** The `containerDefinitions` of a task definition, as canonical JSON: the same containers in any order give the same text. */
export function containerDefinitions(containers: readonly Container[], logs: LogDestination): string {
    return JSON.stringify(byName(containers).map((container) => definition(container, logs)));
}

function definition(container: Container, logs: LogDestination) {
    const { name, image, essential, command, user, port, environment, secrets, healthCommand, after = [], mounts } = container;
    return {
        name,
        image,
        essential,
        ...(command && { command }),
        ...(user !== undefined && { user }),
        portMappings: port === undefined ? [] : [{ containerPort: port, hostPort: port, protocol: "tcp" }],
        environment: byName(Object.entries(environment).map(([key, value]) => ({ name: key, value }))),
        secrets: byName(Object.entries(secrets).map(([key, valueFrom]) => ({ name: key, valueFrom }))),
        ...(healthCommand !== undefined && {
            healthCheck: {
                command: ["CMD-SHELL", healthCommand],
                interval: 30,
                timeout: 10,
                retries: 3,
                startPeriod: START_PERIOD_SECONDS,
            },
        }),
        ...(after.length > 0 && { dependsOn: [...after].sort().map((containerName) => ({ containerName, condition: "SUCCESS" })) }),
        mountPoints: mounts.map(({ volume, path, readOnly }) => ({ sourceVolume: volume, containerPath: path, readOnly })),
        stopTimeout: STOP_TIMEOUT_SECONDS,
        systemControls: [],
        volumesFrom: [],
        logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": logs.group, "awslogs-region": logs.region, "awslogs-stream-prefix": "task" },
        },
    };
}

function byName<T extends { readonly name: string }>(items: readonly T[]): T[] {
    return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
