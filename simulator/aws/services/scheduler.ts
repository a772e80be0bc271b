/** Amazon EventBridge Scheduler: schedules and what they call. */
import type { Properties } from "../../provider/values";
import { findRole, mayAssume } from "../authorization";
import { leftOut, nameOr } from "../filled-in";
import { arnOf, blockOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

const SCHEDULE = "aws:scheduler/schedule:Schedule";

/** Every account has this group; the simulator knows no type of resource that makes others. */
const ONLY_GROUP = "default";

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const EXPRESSIONS: readonly RegExp[] = [
    /^rate\(0*[1-9]\d* (minute|hour|day)s?\)$/,
    /^cron\((\S+\s+){5}\S+\)$/,
    /^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/,
];

const TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Services of templated targets: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html */
const TEMPLATED: ReadonlySet<string> = new Set(
    "codebuild codepipeline ecs events firehose inspector kinesis lambda sagemaker sns sqs states".split(" "),
);

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html#unsupported-api-actions */
const READS = /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead)/;

/** What an action's input must have; nothing is asked of the input of other actions. */
const REQUIRED_FIELDS: Readonly<Record<string, readonly string[]>> = {
    "ecs:runTask": ["TaskDefinition"],
    "ecs:updateService": ["Service"],
    "lambda:invoke": ["FunctionName"],
    "rds:startDBInstance": ["DbInstanceIdentifier"],
    "rds:stopDBInstance": ["DbInstanceIdentifier"],
    "secretsmanager:rotateSecret": ["SecretId"],
};

type Operation = "CreateSchedule" | "UpdateSchedule";

function refuse(operation: Operation, code: string, reason: string): never {
    throw new Refusal("Scheduler", operation, code, reason);
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html#API_CreateSchedule_Errors */
function refuseBadSchedule(operation: Operation, { account, inputs }: Pick<CreateCall, "account" | "inputs">): void {
    const expression = requiredText(inputs, "scheduleExpression");
    if (!EXPRESSIONS.some((form) => form.test(expression))) {
        refuse(operation, "ValidationException", `Invalid Schedule Expression ${expression}.`);
    }
    const zone = textOf(inputs, "scheduleExpressionTimezone");
    if (zone !== undefined && !isTimeZone(zone)) {
        refuse(operation, "ValidationException", `Invalid Schedule Expression Timezone ${zone}.`);
    }
    const target = blockOf(inputs, "target") ?? {};
    refuseBadTarget(operation, requiredText(target, "arn"), textOf(target, "input"));
    const role = findRole(account, requiredText(target, "roleArn"));
    if (role === undefined || !mayAssume(account, role, "scheduler.amazonaws.com")) {
        const reason = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.";
        refuse(operation, "ValidationException", reason);
    }
}

function refuseBadTarget(operation: Operation, arn: string, input: string | undefined): void {
    const [, service = "", api = ""] = /^arn:aws:scheduler:::aws-sdk:([^:]+):([^:]+)$/.exec(arn) ?? [];
    if (service !== "") {
        refuseBadAction(operation, service, api, input);
        return;
    }
    const templated = arn.split(":")[2] ?? "";
    if (!TEMPLATED.has(templated)) refuse(operation, "ValidationException", `${templated} is not a supported service for a target.`);
}

function refuseBadAction(operation: Operation, service: string, api: string, input: string | undefined): void {
    if (READS.test(api)) refuse(operation, "ValidationException", `${api} API is not supported`);
    if (input === undefined) {
        refuse(operation, "ValidationException", "You must provide an input to set this target for your schedule");
    }
    const given = fieldsOf(input);
    if (given === undefined) refuse(operation, "ValidationException", "Invalid RequestJson provided. Reason Request payload is no JSON.");
    const missing = (REQUIRED_FIELDS[`${service}:${api}`] ?? []).filter((field) => !given.has(field));
    if (missing.length === 0) return;
    const reason = `Invalid RequestJson provided. Reason Request payload is missing the following field(s): ${missing.join(", ")}.`;
    refuse(operation, "ValidationException", reason);
}

/** The names of a JSON object's members; undefined for other text. */
function fieldsOf(text: string): ReadonlySet<string> | undefined {
    try {
        const parsed: unknown = JSON.parse(text);
        return typeof parsed === "object" && parsed !== null ? new Set(Object.keys(parsed)) : undefined;
    } catch {
        return undefined;
    }
}

/** Names are those of the time zone database, which Node.js knows as well. */
function isTimeZone(name: string): boolean {
    try {
        return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
    } catch {
        return false;
    }
}

/** The target as AWS gives it back: with its retry policy, also where the program has none. */
function targetOf(inputs: Properties): Properties {
    const target = blockOf(inputs, "target") ?? {};
    return { ...target, ...leftOut(target, { retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } }) };
}

const schedule: ResourceType = {
    token: SCHEDULE,
    sets: [
        "target.ecsParameters.capacityProviderStrategies",
        "target.ecsParameters.networkConfiguration.securityGroups",
        "target.ecsParameters.networkConfiguration.subnets",
        "target.ecsParameters.placementConstraints",
        "target.ecsParameters.placementStrategies",
        "target.sagemakerPipelineParameters.pipelineParameters",
    ],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "startDate", pattern: TIME, allowed: "a time as in RFC 3339" },
            { property: "endDate", pattern: TIME, allowed: "a time as in RFC 3339" },
        ]),

    create(call) {
        const { account, region, inputs } = call;
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        const group = textOf(inputs, "groupName") ?? ONLY_GROUP;
        refuseBadSchedule("CreateSchedule", call);
        if (group !== ONLY_GROUP) refuse("CreateSchedule", "ResourceNotFoundException", `Schedule group ${group} does not exist.`);
        const id = `${group}/${name}`;
        if (account.find(SCHEDULE, id)?.region === region) {
            refuse("CreateSchedule", "ConflictException", `Schedule ${name} already exists.`);
        }
        const arn = arnOf(account, "scheduler", region, `schedule/${id}`);
        const filledIn = leftOut(inputs, { actionAfterCompletion: "NONE", groupName: group, namePrefix: "" });
        return { id, computed: { ...filledIn, arn, name, target: targetOf(inputs) } };
    },

    update(call) {
        refuseBadSchedule("UpdateSchedule", call);
        return { target: targetOf(call.inputs) };
    },
};

export const service: Service = { name: "Amazon EventBridge Scheduler", resourceTypes: [schedule] };
