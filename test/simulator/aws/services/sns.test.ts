import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/sns";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith } from "./lambda-fixtures";

const TOPIC = "aws:sns/topic:Topic";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const ARN = "arn:aws:sns:us-east-1:123456789012:alarms";
const OWN_POLICY = JSON.stringify({ Statement: [{ Effect: "Allow" }] });

describe("SNS topic", () => {
    it("has the default policy of its owner", () => {
        const { id, outputs } = accountWith([service]).create(TOPIC, "alarms", { name: "alarms" });
        assert.deepEqual([id, outputs["arn"], outputs["owner"]], [ARN, ARN, "123456789012"]);
        assert.match(JSON.stringify(outputs["policy"]), /__default_policy_ID.*AWS:SourceOwner/);
    });

    it("fails when the name does not fit the kind", () => {
        const names: readonly (readonly [inputs: Properties, name: string])[] = [
            [{ name: "alarms!" }, "alarms!"],
            [{ name: "alarms", fifoTopic: true }, "alarms"],
        ];
        for (const [inputs, name] of names) {
            assert.throws(() => accountWith([service]).create(TOPIC, "alarms", inputs), { message: `invalid topic name: ${name}` });
        }
    });

    it("has the policy of a topic policy while there is one", () => {
        const aws = accountWith([service]);
        const topic = aws.create(TOPIC, "alarms", { name: "alarms" });
        const policy = aws.create(POLICY, "alarms", { arn: ARN, policy: OWN_POLICY });
        assert.equal(policy.id, ARN);
        assert.equal(aws.read(topic)?.outputs["policy"], OWN_POLICY);
        aws.delete(policy);
        assert.equal(aws.read(topic)?.outputs["policy"], topic.outputs["policy"]);
    });

    it("fails when a policy has no topic or no statement", () => {
        const aws = accountWith([service]);
        assert.throws(() => aws.create(POLICY, "alarms", { arn: ARN, policy: OWN_POLICY }), {
            message: "operation error SNS: SetTopicAttributes, api error NotFound: Topic does not exist",
        });
        aws.create(TOPIC, "alarms", { name: "alarms" });
        assert.throws(() => aws.create(POLICY, "alarms", { arn: ARN, policy: "{}" }), {
            message: "operation error SNS: SetTopicAttributes, api error InvalidParameter: Invalid parameter: Policy Error: null",
        });
    });
});

describe("SNS subscription", () => {
    const kinds: readonly (readonly [protocol: string, endpoint: string, isPending: boolean])[] = [
        ["email", "operator@example.com", true],
        ["sqs", "arn:aws:sqs:us-east-1:123456789012:queue", false],
    ];
    for (const [protocol, endpoint, isPending] of kinds) {
        it(`${isPending ? "waits for" : "needs no"} confirmation by ${protocol}`, () => {
            const aws = accountWith([service]);
            aws.create(TOPIC, "alarms", { name: "alarms" });
            const { id, outputs } = aws.create(SUBSCRIPTION, "operator", { topic: ARN, protocol, endpoint });
            assert.match(id, /^arn:aws:sns:us-east-1:123456789012:alarms:[0-9a-f-]{36}$/);
            assert.deepEqual([outputs["pendingConfirmation"], outputs["confirmationWasAuthenticated"]], [isPending, !isPending]);
        });
    }

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        ["the topic does not exist", { topic: `${ARN}2`, protocol: "email", endpoint: "a@b.c" }, "NotFoundException: Topic does not exist"],
        [
            "the address is none",
            { topic: ARN, protocol: "email", endpoint: "operator" },
            "InvalidParameter: Invalid parameter: Email address",
        ],
        ["the queue is none", { topic: ARN, protocol: "sqs", endpoint: "queue" }, "InvalidParameter: Invalid parameter: SQS endpoint ARN"],
    ];
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const aws = accountWith([service]);
            aws.create(TOPIC, "alarms", { name: "alarms" });
            assert.throws(() => aws.create(SUBSCRIPTION, "operator", inputs), {
                message: `operation error SNS: Subscribe, api error ${reason}`,
            });
        });
    }
});
