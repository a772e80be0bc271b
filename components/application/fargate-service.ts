import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";
import { functionBundle } from "../functions/function-bundle";
import type { InitialisationTask } from "../data/initialiser-code";
import type { Party } from "../network/connection-plan";
import type { Network } from "../network/network";
import { policyDocument, trustPolicy, type Statement } from "../policy-document";
import type { Cluster } from "./cluster";
import { CONFIGURATION_VOLUME } from "./configuration-container";
import { containerDefinitions } from "./container-definitions";
import { withInitialisation, type ServiceParts } from "./initialisation-container";
import { startStatements } from "./permissions";

/** What every service of the program is told alike. */
export interface ServicePlacement {
    region: string;
    network: Network;
    cluster: Cluster;
    /** Processor of the tasks; `arm64` costs about a fifth less. */
    architecture: "arm64" | "x86_64";
    logRetentionDays: number;
}

export interface FargateServiceArgs extends ServiceParts {
    placement: ServicePlacement;
    /** Whose security group the tasks have. */
    party: Party;
    /** Processor of a task in CPU units; 1024 are one vCPU. */
    cpuUnits: number;
    /** Memory of a task in MiB; Fargate allows certain amounts for each `cpuUnits`. */
    memoryMiB: number;
    /** Whether something else sets the number of tasks from then on. */
    autoscaled: boolean;
    loadBalancer?: { targetGroupArn: pulumi.Input<string>; containerName: string; containerPort: number };
    /** Service of a private DNS namespace that lists the tasks' addresses. */
    discoveryArn?: pulumi.Input<string>;
    /** Whether people with the right to do so may open a shell in a task. */
    shell: boolean;
    /** What the tasks do before the application starts; undefined: nothing. */
    initialisation?: { image: string; task: InitialisationTask } | undefined;
}

/**
 * Containers that ECS keeps running on Fargate, in one or more tasks.
 *
 * A deployment that does not become healthy is rolled back by ECS, and fails the `pulumi up` that made it.
 */
export class FargateService extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;
    readonly serviceArn: pulumi.Output<string>;
    readonly logGroupName: pulumi.Output<string>;
    /** Another one for each change of the containers. */
    readonly taskDefinitionArn: pulumi.Output<string>;
    /** What the tasks must reach, as given. */
    readonly needs: readonly string[];

    constructor(name: string, given: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:FargateService", name, { images: given.images, needs: given.needs }, opts);

        const args = this.initialised(given);
        const logGroup = new aws.cloudwatch.LogGroup(name, { retentionInDays: args.placement.logRetentionDays }, { parent: this });
        const execution = this.executionRole(name, args, logGroup);
        const task = this.taskRole(name, args);
        const definition = this.taskDefinition(name, args, { logGroup, executionRole: execution.role, taskRole: task.role });
        const service = this.service(name, args, definition, [execution.policy, task.policy]);

        this.serviceName = service.name;
        this.serviceArn = service.arn;
        this.logGroupName = logGroup.name;
        this.taskDefinitionArn = definition.arn;
        this.needs = args.needs;
        this.registerOutputs({ serviceName: this.serviceName, logGroupName: this.logGroupName, needs: args.needs, placement: "private" });
    }

    private initialised(args: FargateServiceArgs): FargateServiceArgs {
        if (args.initialisation === undefined) return args;
        return { ...args, ...withInitialisation(args, { ...args.initialisation, runner: functionBundle("run-as-task", this).file }) };
    }

    /** The role of ECS itself: it reads secrets, pulls images and opens log streams before the first container starts. */
    private executionRole(name: string, { secretArns, images }: FargateServiceArgs, logGroup: aws.cloudwatch.LogGroup) {
        const statements = pulumi
            .all([secretArns, logGroup.arn])
            .apply(([arns, logGroupArn]) => startStatements({ secretArns: arns, logGroupArn, images }));
        return this.role(`${name}-execution`, statements);
    }

    /** The role of the application. */
    private taskRole(name: string, { statements }: FargateServiceArgs) {
        return this.role(`${name}-task`, statements);
    }

    private role(name: string, statements: pulumi.Input<Statement[]>) {
        const role = new aws.iam.Role(name, { assumeRolePolicy: JSON.stringify(trustPolicy("ecs-tasks.amazonaws.com")) }, { parent: this });
        const policy = new aws.iam.RolePolicy(
            name,
            { role: role.id, policy: pulumi.output(statements).apply((list) => JSON.stringify(policyDocument(list))) },
            { parent: this },
        );
        return { role, policy };
    }

    private taskDefinition(
        name: string,
        args: FargateServiceArgs,
        made: { logGroup: aws.cloudwatch.LogGroup; executionRole: aws.iam.Role; taskRole: aws.iam.Role },
    ) {
        const { region, architecture } = args.placement;
        return new aws.ecs.TaskDefinition(
            name,
            {
                family: `${pulumi.getProject()}-${pulumi.getStack()}-${name}`,
                requiresCompatibilities: ["FARGATE"],
                networkMode: "awsvpc",
                cpu: String(args.cpuUnits),
                memory: String(args.memoryMiB),
                runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: architecture === "arm64" ? "ARM64" : "X86_64" },
                executionRoleArn: made.executionRole.arn,
                taskRoleArn: made.taskRole.arn,
                volumes: [{ name: CONFIGURATION_VOLUME }],
                containerDefinitions: pulumi
                    .all([args.containers, made.logGroup.name])
                    .apply(([containers, group]) => containerDefinitions(containers, { group, region })),
            },
            { parent: this },
        );
    }

    private service(name: string, args: FargateServiceArgs, definition: aws.ecs.TaskDefinition, policies: pulumi.Resource[]) {
        const { cluster, network } = args.placement;
        const { subnetIds, securityGroupId } = network.private(args.party);
        return new aws.ecs.Service(
            name,
            {
                cluster: cluster.arn,
                taskDefinition: definition.arn,
                launchType: "FARGATE",
                // The first start builds the database's indexes, and DocumentDB builds one for each collection at a time: one task comes first.
                desiredCount: 1,
                networkConfiguration: { subnets: subnetIds, securityGroups: [securityGroupId], assignPublicIp: false },
                ...(args.loadBalancer && { loadBalancers: [args.loadBalancer], healthCheckGracePeriodSeconds: 240 }),
                ...(args.discoveryArn !== undefined && { serviceRegistries: { registryArn: args.discoveryArn } }),
                deploymentCircuitBreaker: { enable: true, rollback: true },
                deploymentMinimumHealthyPercent: 100,
                // Less would leave no room for a second task while there is one: ECS rounds down, starts nothing, and waits for ever.
                // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
                deploymentMaximumPercent: 200,
                enableExecuteCommand: args.shell,
                propagateTags: "SERVICE",
                waitForSteadyState: true,
            },
            {
                parent: this,
                dependsOn: [...network.ready, ...args.after, ...policies],
                ignoreChanges: args.autoscaled ? ["desiredCount"] : [], // Application Auto Scaling owns it then
                customTimeouts: { create: "20m", update: "20m" },
            },
        );
    }
}
