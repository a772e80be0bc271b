import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { DataFate } from "./fate-of-data";
import { PasswordRotation, ROTATION_ACTIONS } from "./password-rotation";

/** Where an initialiser runs: the same for both databases. */
export interface InitialiserPlacement {
    /** Private subnets with a way to Secrets Manager: an interface endpoint, or a NAT gateway. */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
    /** Processors of the function. @default arm64, the cheaper one */
    architecture?: "arm64" | "x86_64";
    /** Days for which the function's log is kept; one of CloudWatch's steps, such as 7, 30 or 365. */
    logRetentionDays: number;
    /** What the function needs and no input shows: endpoints, routes, security-group rules. */
    dependsOn: pulumi.Input<pulumi.Resource>[];
    /** What becomes of the application's secret when it is deleted. */
    fate: DataFate;
    /** Days from one password of the application to the next; undefined: it stays. */
    passwordRotationDays?: number | undefined;
}

export interface DatabaseInitialisationArgs extends Omit<InitialiserPlacement, "fate" | "passwordRotationDays"> {
    /** Folder in `lambda/` with the function's code, bundled into `bin/index.js`. */
    code: "init-postgres" | "init-docdb";
    /** Whom the function talks to: ARNs, host, port. Never a secret's value: whoever may see the function sees its environment. */
    environment: Record<string, pulumi.Input<string>>;
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

/** How the function gives the application a new password. */
interface Rotation {
    secretArn: pulumi.Input<string>;
    everyDays: number;
    /** What the function is told of its work by an Invocation and not by Secrets Manager: database and user. */
    job: Record<string, string>;
}

/** Rotation with the days that the operator chose, if any. */
export function rotationOf(
    everyDays: number | undefined,
    secretArn: pulumi.Input<string>,
    job: Record<string, string>,
): Rotation | undefined {
    return everyDays === undefined ? undefined : { secretArn, everyDays, job };
}

/** The arguments that an initialisation hands on unchanged. */
export function placementOf({ subnetIds, securityGroupId, architecture, logRetentionDays, dependsOn }: InitialiserPlacement) {
    return { subnetIds, securityGroupId, architecture, logRetentionDays, dependsOn };
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

        const bundle = this.bundle(args.code);
        const logGroup = this.logGroup(name, args);
        const permissions = this.permissions(name, args, logGroup);
        const lambda = this.function(name, args, { bundle, logGroup, ...permissions });
        const run = this.run(name, args, bundle, lambda);
        if (args.rotation !== undefined) this.rotation(name, args.rotation, lambda, run);

        this.needs = ["service:secretsmanager", args.databaseNeed];
        this.ready = [run];
        this.registerOutputs({ needs: this.needs, placement: "private" });
    }

    /** The bundle's digest is part of the input, and the digest of a file that is not there would be no digest. */
    private bundle(code: string) {
        const file = path.join(__dirname, "..", "..", "lambda", code, "bin", "index.js");
        if (!existsSync(file)) {
            throw new pulumi.ResourceError(
                `lambda/${code}/bin/index.js is missing; it is made from lambda/${code}. Run: npm run build`,
                this,
                true,
            );
        }
        return { file, digest: createHash("sha256").update(readFileSync(file)).digest("hex") };
    }

    private logGroup(name: string, { logRetentionDays }: DatabaseInitialisationArgs) {
        const group = { name: `/aws/lambda/${pulumi.getProject()}-${pulumi.getStack()}-${name}`, retentionInDays: logRetentionDays };
        return new aws.cloudwatch.LogGroup(`${name}-logs`, group, { parent: this });
    }

    private permissions(name: string, { secretArns, rotation }: DatabaseInitialisationArgs, logGroup: aws.cloudwatch.LogGroup) {
        const assumeRolePolicy = pulumi.jsonStringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        });
        const role = new aws.iam.Role(`${name}-role`, { assumeRolePolicy }, { parent: this });
        const policy = pulumi.jsonStringify({
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Action: NETWORK_INTERFACE_ACTIONS, Resource: "*" },
                { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: pulumi.interpolate`${logGroup.arn}:*` },
                { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArns },
                ...(rotation === undefined ? [] : [{ Effect: "Allow", Action: ROTATION_ACTIONS, Resource: rotation.secretArn }]),
            ],
        });
        return { role, policy: new aws.iam.RolePolicy(`${name}-policy`, { role: role.name, policy }, { parent: this }) };
    }

    private function(
        name: string,
        { environment, rotation, subnetIds, securityGroupId, architecture }: DatabaseInitialisationArgs,
        made: { bundle: { file: string }; logGroup: aws.cloudwatch.LogGroup; role: aws.iam.Role; policy: aws.iam.RolePolicy },
    ) {
        return new aws.lambda.Function(
            name,
            {
                runtime: "nodejs22.x",
                handler: "index.handler",
                architectures: [architecture ?? "arm64"],
                code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(made.bundle.file) }),
                role: made.role.arn,
                // Under the 350 s after which AWS cuts the caller's idle connection, and the call would be repeated.
                timeout: 240,
                memorySize: 256,
                environment: { variables: { ...environment, ...(rotation && { ROTATED_JOB: JSON.stringify(rotation.job) }) } },
                vpcConfig: { subnetIds, securityGroupIds: [securityGroupId] },
                loggingConfig: { logFormat: "Text", logGroup: made.logGroup.name },
            },
            // Lambda checks at creation that the role may make network interfaces.
            { parent: this, dependsOn: [made.policy] },
        );
    }

    private run(name: string, args: DatabaseInitialisationArgs, bundle: { digest: string }, { name: functionName }: aws.lambda.Function) {
        // The secret of a rotated password does not change with the database's address, so the address is said here.
        const address = args.rotation && { host: args.environment["DATABASE_HOST"] };
        const input = pulumi.jsonStringify({ ...args.input, ...address, codeDigest: bundle.digest });
        const invocation = { functionName, input, lifecycleScope: "CRUD" };
        return new aws.lambda.Invocation(`${name}-run`, invocation, { parent: this, dependsOn: args.dependsOn });
    }

    private rotation(
        name: string,
        { secretArn, everyDays }: Rotation,
        { arn, name: functionName }: aws.lambda.Function,
        run: pulumi.Resource,
    ) {
        return new PasswordRotation(
            `${name}-rotation`,
            { secretArn, functionArn: arn, functionName, everyDays, dependsOn: [run] },
            { parent: this },
        );
    }
}

/**
 * With which Lambda attaches a function to a VPC. On `*`, since the interfaces have no names yet and the Describe actions know no resources.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const NETWORK_INTERFACE_ACTIONS = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
];
