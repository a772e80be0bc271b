/** Application Auto Scaling, for ECS services: it keeps their number of tasks within limits and lets metrics move it. */
import type { Properties } from "../../provider/values";
import type { Account } from "../account";
import { uuidFrom } from "../filled-in";
import { arnOf, blockOf, numberOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Computed, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { findService, scaleService } from "./ecs-service";
import { balancingOf } from "./ecs-load-balancing";

const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";

const SERVICE_ID = "Application Auto Scaling";

const target: ResourceType = {
    token: TARGET,

    create(call) {
        refuseTarget(call);
        applyLimits(call);
        const { account, region, inputs } = call;
        return {
            id: requiredText(inputs, "resourceId"),
            computed: {
                arn: arnOf(account, "application-autoscaling", region, `scalable-target/${account.newHex(28)}`),
                roleArn: textOf(inputs, "roleArn") ?? serviceLinkedRole(account),
                suspendedState: blockOf(inputs, "suspendedState") ?? NOTHING_SUSPENDED,
            },
        };
    },

    update(call) {
        refuseTarget(call);
        applyLimits(call);
        return {};
    },

    /** Policies go with their target: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html */
    delete({ account, current }) {
        const policies = account.list(POLICY).filter(({ properties }) => properties["resourceId"] === current.id);
        for (const { id } of policies) account.remove(POLICY, id);
        return "removed";
    },
};

const policy: ResourceType = {
    token: POLICY,

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 255] },
            { property: "policyType", oneOf: ["StepScaling", "TargetTrackingScaling", "PredictiveScaling"] },
            { property: "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel", length: [1, 1023] },
            { property: "predictiveScalingPolicyConfiguration.maxCapacityBuffer", range: [0, 100] },
            { property: "predictiveScalingPolicyConfiguration.schedulingBufferTime", range: [0, 3600] },
        ]),

    create(call) {
        refusePolicy(call);
        const name = requiredText(call.inputs, "name");
        return { id: name, computed: { ...policyArns(call, name) } };
    },

    update(call) {
        refusePolicy(call);
        return {};
    },
};

export const service: Service = { name: SERVICE_ID, resourceTypes: [target, policy] };

const NOTHING_SUSPENDED = { dynamicScalingInSuspended: false, dynamicScalingOutSuspended: false, scheduledScalingSuspended: false };

function serviceLinkedRole(account: Account): string {
    const name = "AWSServiceRoleForApplicationAutoScaling_ECSService";
    return `arn:aws:iam::${account.accountId}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/${name}`;
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
function refuseTarget({ account, region, inputs }: CreateCall): void {
    const refuse = (reason: string) => new Refusal(SERVICE_ID, "RegisterScalableTarget", "ValidationException", reason);
    const [resourceId, dimension] = [requiredText(inputs, "resourceId"), requiredText(inputs, "scalableDimension")];
    if (requiredText(inputs, "serviceNamespace") !== "ecs" || dimension !== "ecs:service:DesiredCount") {
        throw refuse("Unsupported service namespace, resource type or scalable dimension");
    }
    if ((numberOf(inputs, "maxCapacity") ?? 0) < (numberOf(inputs, "minCapacity") ?? 0)) {
        throw refuse("Maximum capacity cannot be less than minimum capacity");
    }
    if (findService(account, region, resourceId) === undefined) throw refuse(`ECS service doesn't exist: ${resourceId}`);
}

/** A count outside the limits is moved to the nearer one at once. */
function applyLimits({ account, region, inputs }: CreateCall): void {
    const scaled = findService(account, region, requiredText(inputs, "resourceId"));
    if (scaled === undefined) return;
    const desired = numberOf(scaled.properties, "desiredCount") ?? 0;
    const wanted = Math.min(Math.max(desired, numberOf(inputs, "minCapacity") ?? 0), numberOf(inputs, "maxCapacity") ?? desired);
    if (wanted !== desired) scaleService(account, scaled, wanted);
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html#API_PutScalingPolicy_Errors */
function refusePolicy({ account, region, inputs }: CreateCall): void {
    const refuse = (code: string, reason: string) => new Refusal(SERVICE_ID, "PutScalingPolicy", code, reason);
    const [resourceId, dimension] = [requiredText(inputs, "resourceId"), requiredText(inputs, "scalableDimension")];
    const namespace = requiredText(inputs, "serviceNamespace");
    const found = account.find(TARGET, resourceId);
    if (found?.properties["scalableDimension"] !== dimension || found.region !== region) {
        const what = `service namespace: ${namespace}, resource ID: ${resourceId}, scalable dimension: ${dimension}`;
        throw refuse("ObjectNotFoundException", `No scalable target registered for ${what}`);
    }
    const tracking = blockOf(inputs, "targetTrackingScalingPolicyConfiguration");
    const policyType = textOf(inputs, "policyType") ?? "StepScaling";
    const block = { StepScaling: "stepScalingPolicyConfiguration", TargetTrackingScaling: "targetTrackingScalingPolicyConfiguration" }[
        policyType
    ];
    if (block !== undefined && blockOf(inputs, block) === undefined) {
        throw refuse("ValidationException", `Policy type ${policyType} requires ${block}`);
    }
    const reason = tracking && refusedMetric(account, region, resourceId, tracking);
    if (reason !== undefined) throw refuse("ValidationException", reason);
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html */
function refusedMetric(account: Account, region: string, resourceId: string, tracking: Properties): string | undefined {
    const metric = blockOf(tracking, "predefinedMetricSpecification");
    if (metric === undefined)
        return blockOf(tracking, "customizedMetricSpecification") ? undefined : "A target tracking policy needs a metric";
    const metricType = requiredText(metric, "predefinedMetricType");
    const label = textOf(metric, "resourceLabel");
    if (["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"].includes(metricType)) {
        return label === undefined ? undefined : `Resource label is not allowed for metric type ${metricType}`;
    }
    if (metricType !== "ALBRequestCountPerTarget") return `Unsupported metric type for ECS service: ${metricType}`;
    if (label === undefined) return "Resource label is required for metric type ALBRequestCountPerTarget";
    const scaled = findService(account, region, resourceId);
    const labels = balancingOf(account, scaled?.properties ?? {}).flatMap(({ targetGroup, loadBalancers }) =>
        loadBalancers.map(({ properties }) => `${suffixOf(properties)}/${suffixOf(targetGroup.properties)}`),
    );
    return labels.includes(label) ? undefined : `Resource label ${label} is not that of a target group attached to the service`;
}

/** `app/<name>/<id>` or `targetgroup/<name>/<id>`, the end of the ARN. */
function suffixOf(properties: Properties): string {
    return requiredText(properties, "arn").replace(/^arn:[^/]*:(loadbalancer\/)?/, "");
}

function policyArns({ account, region, inputs }: CreateCall, name: string): Computed {
    const resourceId = requiredText(inputs, "resourceId");
    const uuid = () => uuidFrom(account.newHex(32));
    const isTracking = textOf(inputs, "policyType") === "TargetTrackingScaling";
    const alarms = isTracking ? ["AlarmHigh", "AlarmLow"].map((kind) => `alarm:TargetTracking-${resourceId}-${kind}-${uuid()}`) : [];
    return {
        arn: arnOf(account, "autoscaling", region, `scalingPolicy:${uuid()}:resource/ecs/${resourceId}:policyName/${name}`),
        alarmArns: alarms.map((alarm) => arnOf(account, "cloudwatch", region, alarm)),
    };
}
