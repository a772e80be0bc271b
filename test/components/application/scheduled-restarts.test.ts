import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ScheduledRestarts } from "../../../components/application/scheduled-restarts";
import { record } from "../recorder";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const ECS = "arn:aws:ecs:us-east-1:123456789012";

describe("ScheduledRestarts: new tasks between two rotations", () => {
    const recording = (rotationDays: number, options = {}) =>
        record(() => {
            const serviceArns = {
                librechat: pulumi.output(`${ECS}:service/main/web`),
                "rag-api": pulumi.output(`${ECS}:service/main/rag`),
            };
            return new ScheduledRestarts("restarts", { clusterArn: pulumi.output(`${ECS}:cluster/main`), serviceArns, rotationDays });
        }, options);

    it("has ECS start each service anew, at an interval that fits the rotation's", async () => {
        const { registrations, one } = await bound(30);
        assert.deepEqual(one(SCHEDULE, "restarts-rag-api").inputs, {
            description: "Starts rag-api anew, so that its tasks read the passwords that were rotated",
            scheduleExpression: "rate(14 days)",
            flexibleTimeWindow: { mode: "OFF" },
            target: {
                arn: "arn:aws:scheduler:::aws-sdk:ecs:updateService",
                roleArn: "arn:aws:iam::123456789012:role/restarts-role-0a1b2c3",
                input: `{"Cluster":"${ECS}:cluster/main","Service":"${ECS}:service/main/rag","ForceNewDeployment":true}`,
                retryPolicy: { maximumEventAgeInSeconds: 43_200, maximumRetryAttempts: 185 },
            },
        });
        const schedules = registrations.filter(({ type }) => type === SCHEDULE);
        assert.deepEqual(schedules.map(({ name }) => name).sort(), ["restarts-librechat", "restarts-rag-api"]);
        assert.equal((await bound(7)).one(SCHEDULE, "restarts-librechat").inputs["scheduleExpression"], "rate(2 days)");
    });

    it("lets the scheduler restart these services, and do nothing else", async () => {
        const { one } = await bound(30);
        assert.deepEqual(JSON.parse(String(one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "RestartServices",
                    Effect: "Allow",
                    Action: ["ecs:UpdateService"],
                    Resource: [`${ECS}:service/main/rag`, `${ECS}:service/main/web`],
                },
            ],
        });
    });

    it("lets the scheduler take the role for schedules of this account", async () => {
        const { one } = await bound(30);
        assert.deepEqual(JSON.parse(String(one("aws:iam/role:Role").inputs["assumeRolePolicy"])), {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: "sts:AssumeRole",
                    Principal: { Service: "scheduler.amazonaws.com" },
                    Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
                },
            ],
        });
    });

    it("makes a schedule when its role may do the work, since the first call comes at once", async () => {
        const { one } = await bound(30);
        assert.ok(one(SCHEDULE, "restarts-librechat").dependencies.includes(one("aws:iam/rolePolicy:RolePolicy").urn));
    });

    it("builds in a preview, where nothing is known yet", async () => {
        assert.equal((await recording(30, { preview: true })).ofType(SCHEDULE).length, 2);
    });

    async function bound(rotationDays: number) {
        const recorded = await recording(rotationDays);
        return { registrations: recorded.registrations, one: recorded.one.bind(recorded) };
    }
});
