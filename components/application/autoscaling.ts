import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

export interface AutoscalingArgs {
    clusterName: pulumi.Input<string>;
    serviceName: pulumi.Input<string>;
    /** Fewest tasks at any time. */
    minTasks: number;
    /** Most tasks at any time; each costs as much as the first. */
    maxTasks: number;
    /** Load balancer and target group, whose requests are counted. */
    requestCountLabel: pulumi.Input<string>;
}

/**
 * As many tasks as the load asks for. Two signals, and the higher count wins: processor use, and requests for each task, since a stream
 * that waits for a model uses next to no processor.
 */
export class Autoscaling extends pulumi.ComponentResource {
    constructor(name: string, args: AutoscalingArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:Autoscaling", name, args, opts);

        const target = new aws.appautoscaling.Target(
            name,
            {
                serviceNamespace: "ecs",
                scalableDimension: "ecs:service:DesiredCount",
                resourceId: pulumi.interpolate`service/${args.clusterName}/${args.serviceName}`,
                minCapacity: args.minTasks,
                maxCapacity: args.maxTasks,
            },
            { parent: this },
        );
        this.follow(`${name}-processor`, target, { targetValue: 60, metric: { predefinedMetricType: "ECSServiceAverageCPUUtilization" } });
        this.follow(`${name}-requests`, target, {
            targetValue: 500,
            metric: { predefinedMetricType: "ALBRequestCountPerTarget", resourceLabel: args.requestCountLabel },
        });
        this.registerOutputs({});
    }

    /** Out within a minute, in only after five: people are in the middle of a conversation. */
    private follow(
        name: string,
        target: aws.appautoscaling.Target,
        { targetValue, metric }: { targetValue: number; metric: { predefinedMetricType: string; resourceLabel?: pulumi.Input<string> } },
    ) {
        new aws.appautoscaling.Policy(
            name,
            {
                policyType: "TargetTrackingScaling",
                serviceNamespace: target.serviceNamespace,
                scalableDimension: target.scalableDimension,
                resourceId: target.resourceId,
                targetTrackingScalingPolicyConfiguration: {
                    predefinedMetricSpecification: metric,
                    targetValue,
                    scaleOutCooldown: 60,
                    scaleInCooldown: 300,
                },
            },
            { parent: this },
        );
    }
}
