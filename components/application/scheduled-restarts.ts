import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf, policyDocument, trustPolicy } from "../policy-document";
import { restartStatements } from "./permissions";
import { LONGEST_RESTART_DAYS, restartIntervalDays } from "./restart-interval";

export interface ScheduledRestartsArgs {
    clusterArn: pulumi.Input<string>;
    /** ARNs of the services whose tasks read a rotated password when they start, each under its name. */
    serviceArns: Readonly<Record<string, pulumi.Input<string>>>;
    /** Days from one rotation of the passwords to the next. */
    rotationDays: number;
}

const SECONDS_IN_A_DAY = 86_400;

/**
 * Starts services anew at least twice between any two rotations of their passwords.
 *
 * A task reads its secret when it starts and never again, and a rotation ends the password before the last one: a service that nobody
 * touches would lose its database with the second rotation. ECS replaces the tasks as in any deployment, a new one before an old one goes.
 * Rotations by hand are not reckoned with: between two of them the services have to be started anew by hand.
 *
 * EventBridge Scheduler calls the API of ECS itself, without a function. The first call comes as soon as the schedule is made.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 */
export class ScheduledRestarts extends pulumi.ComponentResource {
    constructor(name: string, args: ScheduledRestartsArgs, opts?: pulumi.ComponentResourceOptions) {
        const everyDays = restartIntervalDays(args.rotationDays);
        super("librechat:application:ScheduledRestarts", name, { everyDays, services: Object.keys(args.serviceArns) }, opts);

        const { role, policy } = this.permissions(name, args);
        for (const [service, serviceArn] of Object.entries(args.serviceArns)) {
            new aws.scheduler.Schedule(
                `${name}-${service}`,
                {
                    description: `Starts ${service} anew, so that its tasks read the passwords that were rotated`,
                    scheduleExpression: `rate(${everyDays} days)`,
                    flexibleTimeWindow: { mode: "OFF" },
                    target: this.restart(args.clusterArn, serviceArn, role.arn),
                },
                { parent: this, dependsOn: [policy] },
            );
        }
        this.registerOutputs({ everyDays });
    }

    /** The scheduler acts for whoever names a role: only schedules of this account may have it take this one. */
    private permissions(name: string, { clusterArn, serviceArns }: ScheduledRestartsArgs) {
        const trust = pulumi.output(clusterArn).apply((arn) => JSON.stringify(trustPolicy("scheduler.amazonaws.com", accountOf(arn))));
        const role = new aws.iam.Role(`${name}-role`, { assumeRolePolicy: trust }, { parent: this });
        const statements = pulumi.all(Object.values(serviceArns)).apply((arns) => JSON.stringify(policyDocument(restartStatements(arns))));
        return { role, policy: new aws.iam.RolePolicy(`${name}-policy`, { role: role.name, policy: statements }, { parent: this }) };
    }

    /** The input's names begin with capitals, unlike those of ECS: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
    private restart(clusterArn: pulumi.Input<string>, serviceArn: pulumi.Input<string>, roleArn: pulumi.Output<string>) {
        return {
            arn: "arn:aws:scheduler:::aws-sdk:ecs:updateService",
            roleArn,
            input: pulumi.jsonStringify({ Cluster: clusterArn, Service: serviceArn, ForceNewDeployment: true }),
            retryPolicy: { maximumEventAgeInSeconds: (LONGEST_RESTART_DAYS * SECONDS_IN_A_DAY) / 2, maximumRetryAttempts: 185 },
        };
    }
}
