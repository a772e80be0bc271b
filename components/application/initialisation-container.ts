import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../policy-document";
import type { InitialisationTask } from "../data/initialiser-code";
import type { Container } from "./container-definitions";
import { registryOf } from "./image";
import { codeStatements } from "./permissions";

/** What a service's tasks are made of, and what that takes. */
export interface ServiceParts {
    /** Container images in use: what the task pulls. */
    images: readonly string[];
    containers: pulumi.Input<Container[]>;
    /** Secrets that ECS reads for the containers. */
    secretArns: pulumi.Input<string[]>;
    /** What the application itself may do in AWS. */
    statements: pulumi.Input<Statement[]>;
    /** What the tasks must reach, as the reachability tag spells it: `service:logs`, `image:ghcr.io`, `tcp:documentdb:27017`. */
    needs: readonly string[];
    /** What must exist before the first task starts, besides the network: initialised databases, a listener. */
    after: readonly pulumi.Resource[];
}

export interface Initialisation {
    /** An image with Node.js 20 or newer. */
    image: string;
    task: InitialisationTask;
    /** File with the code that reads a function from S3 and runs it. */
    runner: string;
}

const NAME = "initialise-database";

/**
 * The parts of a service whose tasks prepare a database before anything else in them starts, with the code that otherwise runs in Lambda.
 *
 * ECS hands the secrets to that container alone, and it has ended when the application starts: the application never sees the password of the
 * master user. It runs at each start of a task, and finds nothing to do from the second on.
 */
export function withInitialisation(parts: ServiceParts, { image, task, runner }: Initialisation): ServiceParts {
    const own = pulumi.all([task.environment, task.secrets]);
    return {
        images: distinct([...parts.images, image]),
        containers: pulumi.all([parts.containers, own]).apply(([containers, [environment, secrets]]) => [
            {
                name: NAME,
                image,
                essential: false,
                command: ["node", "-e", readFileSync(runner, "utf8")],
                environment,
                secrets,
                mounts: [],
            },
            ...containers.map((container) =>
                container.essential ? { ...container, after: [...(container.after ?? []), NAME] } : container,
            ),
        ]),
        secretArns: pulumi.all([parts.secretArns, task.secrets]).apply(([arns, secrets]) => distinct([...arns, ...Object.values(secrets)])),
        statements: pulumi.all([parts.statements, task.codeArn]).apply(([statements, arn]) => [...statements, ...codeStatements(arn)]),
        needs: distinct([...parts.needs, "service:s3", `image:${registryOf(image)}`]),
        after: [...parts.after, ...task.ready],
    };
}

function distinct(texts: readonly string[]): string[] {
    return [...new Set(texts)];
}
