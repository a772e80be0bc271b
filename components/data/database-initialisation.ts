import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import type { Statement } from "../policy-document";
import { failureShown } from "../functions/failed-run";
import { functionLogGroup, VpcFunction } from "../functions/vpc-function";
import type { DataFate } from "./fate-of-data";
import { PasswordRotation, ROTATION_ACTIONS } from "./password-rotation";
import type { StoredSecret } from "./stored-secret";

/** Where an initialiser runs: the same for both databases. */
export interface InitialiserPlacement {
    /** Private subnets with a way to Secrets Manager: an interface endpoint, or a NAT gateway. */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
    /** Processors of the function. @default arm64, the cheaper one */
    architecture?: "arm64" | "x86_64" | undefined;
    /** Days for which the function's log is kept; one of CloudWatch's steps, such as 7, 30 or 365. */
    logRetentionDays: number;
    /** What the function needs and no input shows: endpoints, routes, security-group rules. */
    dependsOn: pulumi.Resource[];
    /** What becomes of the application's secret when it is deleted. */
    fate: DataFate;
    /** Days from one password of the application to the next; undefined: it stays. */
    passwordRotationDays?: number | undefined;
}

export interface DatabaseInitialisationArgs extends Omit<InitialiserPlacement, "fate" | "passwordRotationDays"> {
    /** Folder in `lambda/` with the function's code, bundled into `bin/index.js`. */
    code: "init-postgres" | "init-docdb";
    /** Whom the function talks to: ARNs, host, port. Never a secret's value: whoever may see the function sees its environment. */
    environment: DatabaseEnvironment;
    /** The secrets that the function reads, and no other. */
    secretArns: pulumi.Input<string>[];
    /**
     * What the function has to do. Each change runs it again, so the versions of the secrets belong here. Nothing secret: the input is part
     * of the state in clear text.
     */
    input: Record<string, pulumi.Input<string>>;
    /** The database, as `tcp:<resource name>:<port>`. */
    databaseNeed: string;
    /** Undefined: the application's password stays. */
    rotation?: Rotation | undefined;
}

/** What every initialiser is told of its database, and what one of them alone is. */
export interface DatabaseEnvironment extends Record<string, pulumi.Input<string>> {
    DATABASE_HOST: pulumi.Input<string>;
    DATABASE_PORT: pulumi.Input<string>;
    MASTER_SECRET_ARN: pulumi.Input<string>;
    APPLICATION_SECRET_ARN: pulumi.Input<string>;
}

/** How the function gives the application a new password. */
interface Rotation {
    secretArn: pulumi.Input<string>;
    everyDays: number;
    /** What the function is told of its work by an Invocation and not by Secrets Manager: database and user. */
    job: Record<string, string>;
}

/** A database server as an initialiser has to know it. */
export interface InitialisedDatabase {
    host: pulumi.Input<string>;
    port: pulumi.Input<number>;
    masterSecretArn: pulumi.Input<string>;
    /** Another one for each password of the master user. */
    masterSecretVersionId: pulumi.Input<string>;
}

/**
 * What there is to do in a database, but for the code that does it.
 *
 * @param secret the application's own
 * @param job database and user, in the words of the function
 */
export function workOn(placement: InitialiserPlacement, database: InitialisedDatabase, secret: StoredSecret, job: Record<string, string>) {
    const { subnetIds, securityGroupId, architecture, logRetentionDays, dependsOn, passwordRotationDays: everyDays } = placement;
    const { host, port, masterSecretArn, masterSecretVersionId } = database;
    return {
        subnetIds,
        securityGroupId,
        architecture,
        logRetentionDays,
        dependsOn,
        environment: {
            DATABASE_HOST: host,
            DATABASE_PORT: pulumi.output(port).apply(String),
            MASTER_SECRET_ARN: masterSecretArn,
            APPLICATION_SECRET_ARN: secret.arn,
        },
        secretArns: [masterSecretArn, secret.arn],
        input: { ...job, masterSecretVersion: masterSecretVersionId, applicationSecretVersion: secret.versionId },
        rotation: everyDays === undefined ? undefined : { secretArn: secret.arn, everyDays, job },
    };
}

/**
 * A function in the VPC that prepares a database, and its run at each `pulumi up` that changes something about it.
 *
 * It runs again when its code changes, and does nothing when the stack is destroyed. A run that fails, fails the deployment with its message.
 */
export class DatabaseInitialisation extends pulumi.ComponentResource {
    /** What the function has to reach; published for the policies, which prove that it can. */
    readonly needs: readonly string[];
    /** To depend on before using the database: exists when the function has succeeded. */
    readonly ready: pulumi.Resource[];

    constructor(name: string, args: DatabaseInitialisationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:DatabaseInitialisation", name, args, opts);

        const lambda = this.function(name, args);
        const run = this.run(name, args, lambda);
        if (args.rotation !== undefined) this.rotation(name, args.rotation, lambda, run);

        this.needs = ["service:secretsmanager", args.databaseNeed];
        this.ready = [run];
        this.registerOutputs({ needs: this.needs, placement: "private" });
    }

    private function(name: string, { code, environment, secretArns, rotation, ...args }: DatabaseInitialisationArgs) {
        const { subnetIds, securityGroupId, architecture, logRetentionDays } = args;
        return new VpcFunction(
            name,
            {
                code,
                description: "Prepares a database for its application",
                place: { subnetIds, securityGroupId },
                architecture: architecture ?? "arm64",
                timeoutSeconds: 240,
                logGroup: functionLogGroup(name, logRetentionDays, this),
                environment: { ...environment, ...(rotation && { ROTATED_JOB: JSON.stringify(rotation.job) }) },
                statements: pulumi
                    .all([pulumi.all(secretArns), rotation?.secretArn])
                    .apply(([arns, rotated]) => secretStatements(arns, rotated)),
            },
            { parent: this },
        );
    }

    private run(name: string, args: DatabaseInitialisationArgs, { functionName, codeDigest }: VpcFunction) {
        // The secret of a rotated password does not change with the database's address, so the address is said here.
        const address = args.rotation && { host: args.environment.DATABASE_HOST };
        const input = pulumi.jsonStringify({ ...args.input, ...address, codeDigest });
        const invocation = { functionName, input, lifecycleScope: "CRUD" };
        const hooks = { onError: [failureShown(`${name}-failure`, this)] };
        return new aws.lambda.Invocation(`${name}-run`, invocation, { parent: this, dependsOn: args.dependsOn, hooks });
    }

    private rotation(name: string, { secretArn, everyDays }: Rotation, { functionArn, functionName }: VpcFunction, run: pulumi.Resource) {
        return new PasswordRotation(
            `${name}-rotation`,
            { secretArn, functionArn, functionName, everyDays, dependsOn: [run] },
            { parent: this },
        );
    }
}

/** To read its secrets, and no other; and to change the one that it rotates. */
function secretStatements(secretArns: string[], rotated: string | undefined): Statement[] {
    const read: Statement = { Sid: "ReadSecrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: secretArns };
    return rotated === undefined ? [read] : [read, { Sid: "RotateSecret", Effect: "Allow", Action: ROTATION_ACTIONS, Resource: [rotated] }];
}
