/** Amazon SNS: topics, their policies and subscriptions. */
import { ProviderError } from "../../provider/errors";
import type { Account } from "../account";
import { nameOr, uuidFrom } from "../filled-in";
import { arnOf, blockOf, isSet, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

const TOPIC = "aws:sns/topic:Topic";

const PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

const topic: ResourceType = {
    token: TOPIC,
    json: ["policy", "deliveryPolicy", "archivePolicy"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "signatureVersion", range: [1, 2] },
            { property: "tracingConfig", oneOf: ["PassThrough", "Active"] },
            { property: "policy", format: "JSON" },
            { property: "deliveryPolicy", format: "JSON" },
        ]),

    /** An existing topic of the name is taken over: https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
    create({ account, region, inputs }) {
        const isFifo = isSet(inputs, "fifoTopic");
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        if (!(isFifo ? /^[0-9A-Za-z_-]{1,251}\.fifo$/ : /^[0-9A-Za-z_-]{1,256}$/).test(name))
            throw new ProviderError(`invalid topic name: ${name}`);
        const arn = arnOf(account, "sns", region, name);
        return {
            id: arn,
            computed: {
                arn,
                name,
                beginningArchiveTime: "",
                fifoThroughputScope: textOf(inputs, "fifoThroughputScope") ?? (isFifo ? "Topic" : ""),
                owner: account.accountId,
                policy: textOf(inputs, "policy") ?? defaultPolicy(account, arn),
                signatureVersion: inputs["signatureVersion"] ?? 0,
                tracingConfig: textOf(inputs, "tracingConfig") ?? "",
            },
        };
    },
};

const topicPolicy: ResourceType = {
    token: "aws:sns/topicPolicy:TopicPolicy",
    json: ["policy"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "arn", format: "ARN" },
            { property: "policy", format: "JSON" },
        ]),

    create({ account, inputs }) {
        const arn = requiredText(inputs, "arn");
        setPolicy(account, arn, requiredText(inputs, "policy"));
        return { id: arn, computed: { owner: account.accountId } };
    },

    update({ account, inputs, current }) {
        setPolicy(account, current.id, requiredText(inputs, "policy"));
        return {};
    },

    delete({ account, current }) {
        if (account.find(TOPIC, current.id) !== undefined) setPolicy(account, current.id, defaultPolicy(account, current.id));
        return "removed";
    },
};

const topicSubscription: ResourceType = {
    token: "aws:sns/topicSubscription:TopicSubscription",
    json: ["filterPolicy", "redrivePolicy", "replayPolicy", "deliveryPolicy"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "topic", format: "ARN" },
            { property: "protocol", oneOf: PROTOCOLS },
            { property: "filterPolicyScope", oneOf: ["MessageAttributes", "MessageBody"] },
            { property: "subscriptionRoleArn", format: "ARN" },
        ]),

    create(call) {
        const { account, inputs } = call;
        const [topicArn, protocol] = [requiredText(inputs, "topic"), requiredText(inputs, "protocol")];
        refuseSubscription(call, topicArn, protocol);
        const arn = `${topicArn}:${uuidFrom(account.newHex(32))}`;
        const isConfirmedByPeople = protocol.startsWith("email") || protocol.startsWith("http");
        return {
            id: arn,
            computed: {
                arn,
                confirmationWasAuthenticated: !isConfirmedByPeople,
                filterPolicyScope:
                    textOf(inputs, "filterPolicyScope") ?? (textOf(inputs, "filterPolicy") === undefined ? "" : "MessageAttributes"),
                ownerId: account.accountId,
                pendingConfirmation: isConfirmedByPeople && !isSet(inputs, "endpointAutoConfirms"),
            },
        };
    },
};

export const service: Service = { name: "Amazon SNS", resourceTypes: [topic, topicPolicy, topicSubscription] };

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html#API_Subscribe_Errors */
function refuseSubscription({ account, inputs }: CreateCall, topicArn: string, protocol: string): void {
    const refuse = (code: string, reason: string) => new Refusal("SNS", "Subscribe", code, reason);
    if (account.find(TOPIC, topicArn) === undefined) throw refuse("NotFoundException", "Topic does not exist");
    const endpoint = requiredText(inputs, "endpoint");
    if (protocol.startsWith("email") && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(endpoint))
        throw refuse("InvalidParameter", "Invalid parameter: Email address");
    if (protocol === "lambda" || protocol === "sqs") {
        const isArn = new RegExp(`^arn:aws:${protocol}:`).test(endpoint);
        if (!isArn) throw refuse("InvalidParameter", `Invalid parameter: ${protocol === "sqs" ? "SQS" : "Lambda"} endpoint ARN`);
    }
}

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html#API_SetTopicAttributes_Errors */
function setPolicy(account: Account, topicArn: string, policy: string): void {
    const found = account.find(TOPIC, topicArn);
    if (found === undefined) throw new Refusal("SNS", "SetTopicAttributes", "NotFound", "Topic does not exist");
    const document = JSON.parse(policy) as Parameters<typeof blockOf>[0];
    if (document["Statement"] === undefined) {
        throw new Refusal("SNS", "SetTopicAttributes", "InvalidParameter", "Invalid parameter: Policy Error: null");
    }
    account.put({ ...found, properties: { ...found.properties, policy } });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
function defaultPolicy(account: Account, topicArn: string): string {
    const actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    ];
    return JSON.stringify({
        Version: "2008-10-17",
        Id: "__default_policy_ID",
        Statement: [
            {
                Sid: "__default_statement_ID",
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: actions.map((action) => `SNS:${action}`),
                Resource: topicArn,
                Condition: { StringEquals: { "AWS:SourceOwner": account.accountId } },
            },
        ],
    });
}
