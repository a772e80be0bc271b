import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import type { Deployed, Deployment } from "../harness";
import { containerAccount, SERVICE, serviceInputs, TASK, TASK_DEFINITION, taskInputs } from "./ecs-fixtures";
import { ACCOUNT, REGION } from "./lambda-fixtures";

const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";

const SCALED = { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", resourceId: "service/main/web" };
const LIMITS = { ...SCALED, minCapacity: 2, maxCapacity: 4 };
const TRACKING = { ...SCALED, name: "cpu", policyType: "TargetTrackingScaling" };

function withService(desiredCount: number): { aws: Deployment; service: Deployed } {
    const aws = containerAccount();
    const task = aws.create(TASK_DEFINITION, "task", taskInputs());
    return { aws, service: aws.create(SERVICE, "web", serviceInputs(task, { desiredCount })) };
}

function tracking(predefinedMetricType: string, resourceLabel?: string): Properties {
    return {
        ...TRACKING,
        targetTrackingScalingPolicyConfiguration: {
            targetValue: 60,
            predefinedMetricSpecification: { predefinedMetricType, resourceLabel },
        },
    };
}

describe("scalable target", () => {
    const moves: readonly (readonly [from: number, to: number])[] = [
        [1, 2],
        [3, 3],
        [6, 4],
    ];
    for (const [from, to] of moves) {
        it(`moves ${from} tasks to ${to}, which a refresh shows`, () => {
            const { aws, service } = withService(from);
            const target = aws.create(TARGET, "tasks", LIMITS);
            assert.equal(target.id, "service/main/web");
            assert.equal(aws.read(service)?.outputs["desiredCount"], to);
            assert.equal(aws.stored(TASK).length, to);
        });
    }

    it("is not undone by an update that leaves the count alone", () => {
        const { aws, service } = withService(1);
        aws.create(TARGET, "tasks", LIMITS);
        const task = aws.create(TASK_DEFINITION, "task", taskInputs({ image: "new" }));
        assert.equal(aws.update(service, serviceInputs(task, { desiredCount: 1 })).outputs["desiredCount"], 2);
    });

    it("takes its policies along when it is deleted", () => {
        const { aws } = withService(2);
        const target = aws.create(TARGET, "tasks", LIMITS);
        aws.create(POLICY, "cpu", tracking("ECSServiceAverageCPUUtilization"));
        aws.delete(target);
        assert.deepEqual(aws.stored(POLICY), []);
    });

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        ["the service does not exist", { ...LIMITS, resourceId: "service/main/api" }, "ECS service doesn't exist: service/main/api"],
        ["the limits are swapped", { ...LIMITS, minCapacity: 5 }, "Maximum capacity cannot be less than minimum capacity"],
        [
            "it is not an ECS service",
            { ...LIMITS, serviceNamespace: "dynamodb" },
            "Unsupported service namespace, resource type or scalable dimension",
        ],
    ];
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => withService(1).aws.create(TARGET, "tasks", inputs), {
                message: `operation error Application Auto Scaling: RegisterScalableTarget, api error ValidationException: ${reason}`,
            });
        });
    }
});

describe("scaling policy", () => {
    it("has an alarm for each direction", () => {
        const { aws } = withService(2);
        aws.create(TARGET, "tasks", LIMITS);
        const { id, outputs } = aws.create(POLICY, "cpu", tracking("ECSServiceAverageCPUUtilization"));
        assert.equal(id, "cpu");
        const uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        assert.match(
            JSON.stringify(outputs["alarmArns"]),
            new RegExp(
                `^\\["arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:TargetTracking-service/main/web-AlarmHigh-${uuid}",` +
                    `"arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:TargetTracking-service/main/web-AlarmLow-${uuid}"\\]$`,
            ),
        );
    });

    it("takes the label of an attached target group", () => {
        const { aws } = withService(2);
        aws.create(TARGET, "tasks", LIMITS);
        const label = "app/web/0123456789abcdef/targetgroup/web/0123456789abcdef";
        assert.equal(aws.create(POLICY, "requests", tracking("ALBRequestCountPerTarget", label)).id, "cpu");
    });

    it("fails without a target", () => {
        assert.throws(() => withService(2).aws.create(POLICY, "cpu", tracking("ECSServiceAverageCPUUtilization")), {
            message:
                "operation error Application Auto Scaling: PutScalingPolicy, api error ObjectNotFoundException: No scalable target registered for " +
                "service namespace: ecs, resource ID: service/main/web, scalable dimension: ecs:service:DesiredCount",
        });
    });

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        ["the type has no settings", TRACKING, "Policy type TargetTrackingScaling requires targetTrackingScalingPolicyConfiguration"],
        [
            "it has no metric",
            { ...TRACKING, targetTrackingScalingPolicyConfiguration: { targetValue: 60 } },
            "A target tracking policy needs a metric",
        ],
        [
            "the metric is another service's",
            tracking("EC2SpotFleetRequestAverageCPUUtilization"),
            "Unsupported metric type for ECS service: EC2SpotFleetRequestAverageCPUUtilization",
        ],
        [
            "a label is not wanted",
            tracking("ECSServiceAverageCPUUtilization", "app/web"),
            "Resource label is not allowed for metric type ECSServiceAverageCPUUtilization",
        ],
        ["a label is missing", tracking("ALBRequestCountPerTarget"), "Resource label is required for metric type ALBRequestCountPerTarget"],
        [
            "the label is another group's",
            tracking("ALBRequestCountPerTarget", "app/other"),
            "Resource label app/other is not that of a target group attached to the service",
        ],
    ];
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const { aws } = withService(2);
            aws.create(TARGET, "tasks", LIMITS);
            assert.throws(() => aws.create(POLICY, "cpu", inputs), {
                message: `operation error Application Auto Scaling: PutScalingPolicy, api error ValidationException: ${reason}`,
            });
        });
    }
});
