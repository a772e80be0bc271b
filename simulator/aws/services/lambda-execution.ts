/** What happens when a function is invoked. */
import { isPolicySymptom, type Delivery, type Destination, type Sender, type Symptom } from "../../network/delivery";
import type { Account, StoredResource } from "../account";
import { accessDenied, deniedByEndpoint, findRole, isAllowed, roleNameIn, type ApiCall } from "../authorization";
import { arnOf, blockOf, requiredText, textOf, textsOf } from "../reading";
import { secretValue } from "../secrets";
import { errorPayload, FunctionError, timedOutPayload } from "./lambda-errors";
import { needsOf, type Need } from "./lambda-needs";
import { packageOf } from "./lambda-package";
import { logGroupOf, timeLimitSecondsOf } from "./lambda-settings";

const READ_SECRET = "secretsmanager:GetSecretValue";
const DESCRIBE_SECRET = "secretsmanager:DescribeSecret";

/** The virtual network: forwards one packet. */
export type Connect = (account: Account, sender: Sender, destination: Destination) => Delivery;

export interface Execution {
    readonly account: Account;
    readonly region: string;
    readonly lambda: StoredResource;
    /** JSON. */
    readonly event: string;
    readonly connect: Connect;
}

/**
 * Invokes a function. The simulator forwards the packets that the function needs but does not run its code, and the answer says so.
 *
 * @returns JSON: `{"simulated":true,"reached":["host:port", ...]}`
 * @throws FunctionError when the code cannot be loaded, a packet is lost, or a secret cannot be read
 */
export function execute(execution: Execution): string {
    const { account, region, lambda, event } = execution;
    prepare(execution);
    const needs = needsOf(account, region, lambda, event);
    for (const need of needs) {
        deliver(execution, need);
        if (need.secret !== undefined) refuseSecret(execution, need.secret, need.readsSecret === true);
    }
    return JSON.stringify({ simulated: true, reached: [...new Set(needs.map(({ destination }) => addressOf(destination)))] });
}

/**
 * What happens before any code runs.
 *
 * @throws FunctionError when the code cannot be loaded
 */
export function prepare(execution: Pick<Execution, "account" | "region" | "lambda">): void {
    createLogGroup(execution);
    refuseMissingHandler(execution.lambda);
}

/**
 * Lambda makes the log group at the first invocation when there is none, and nothing ever deletes it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
function createLogGroup({ account, region, lambda }: Pick<Execution, "account" | "region" | "lambda">): void {
    const name = logGroupOf(lambda);
    const role = findRole(account, requiredText(lambda.properties, "role"));
    const arn = arnOf(account, "logs", region, `log-group:${name}`);
    const exists = account.find("aws:cloudwatch/logGroup:LogGroup", name) !== undefined;
    if (exists || role === undefined || !isAllowed(account, role, "logs:CreateLogGroup", arn)) return;
    account.put({
        type: "aws:cloudwatch/logGroup:LogGroup",
        id: name,
        region,
        properties: { name, arn, retentionInDays: 0, logGroupClass: "STANDARD" },
        note: `made by Lambda for ${lambda.id}, kept for ever; no deployment deletes it`,
    });
}

/** Only runtimes whose modules are files of a known kind can be judged, and only code that is not packed yet. */
function refuseMissingHandler(lambda: StoredResource): void {
    const { properties } = lambda;
    const runtime = textOf(properties, "runtime") ?? "";
    const files = packageOf(properties)?.files;
    const endings = runtime.startsWith("nodejs") ? ["js", "mjs", "cjs"] : runtime.startsWith("python") ? ["py"] : undefined;
    if (files === undefined || endings === undefined) return;
    const handler = textOf(properties, "handler") ?? "";
    const moduleName = handler.slice(0, handler.lastIndexOf("."));
    if (endings.some((ending) => files.includes(`${moduleName}.${ending}`))) return;
    throw new FunctionError(
        errorPayload("Runtime.ImportModuleError", `Error: Cannot find module '${moduleName}'`),
        `handler = ${handler} of ${lambda.id}: the code has ${files.join(", ")}`,
    );
}

/** Lambda may place the function in any of its subnets, so each must work. */
function deliver(execution: Execution, need: Need): void {
    const { account, lambda, connect } = execution;
    const { destination, isInsideVpc } = need;
    const network = blockOf(lambda.properties, "vpcConfig") ?? {};
    const subnetIds = textsOf(network, "subnetIds");
    if (subnetIds.length === 0 && isInsideVpc)
        throw timeout(lambda, destination, ": the function has no vpcConfig and the address is inside a VPC");
    for (const subnetId of subnetIds) {
        // A function never has a public address: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
        const sender = { subnetId, securityGroupIds: textsOf(network, "securityGroupIds"), hasPublicIp: false };
        const delivery = connect(account, sender, destination);
        if (delivery.delivered) continue;
        throw lossError(execution, need, delivery.symptom, ` from ${subnetId}: ${delivery.lostAt}`);
    }
}

/** What the code meets when a packet is lost. Only APIs of AWS have endpoints whose policy could refuse. */
function lossError({ account, lambda }: Execution, need: Need, symptom: Symptom, cause: string): FunctionError {
    const { destination } = need;
    if (isPolicySymptom(symptom)) {
        const caller = { account, roleName: roleNameIn(requiredText(lambda.properties, "role")), session: lambda.id };
        const call = callTo(need);
        return new FunctionError(deniedPayload(deniedByEndpoint(caller, call, symptom)), `${addressOf(destination)} refuses${cause}`);
    }
    if (symptom !== "name not resolved") return timeout(lambda, destination, cause);
    return new FunctionError(
        errorPayload("Error", `getaddrinfo ENOTFOUND ${destination.host}`),
        `${addressOf(destination)} is not reached${cause}`,
    );
}

/** Of other services only the host is known, and that begins with the service: `s3.us-east-1.amazonaws.com`. */
function callTo({ secret, destination: { host } }: Need): ApiCall {
    if (secret === undefined) return { action: `${host.slice(0, host.indexOf("."))}:*`, resource: "*" };
    return { action: READ_SECRET, resource: requiredText(secret.properties, "arn") };
}

function timeout(lambda: StoredResource, destination: Destination, cause: string): FunctionError {
    return new FunctionError(timedOutPayload(timeLimitSecondsOf(lambda)), `${addressOf(destination)} is not reached${cause}`);
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
function refuseSecret({ account, lambda }: Execution, secret: StoredResource, isRead: boolean): void {
    const arn = requiredText(secret.properties, "arn");
    const role = findRole(account, requiredText(lambda.properties, "role"));
    if (!isRead && role !== undefined && isAllowed(account, role, DESCRIBE_SECRET, arn)) return;
    if (role === undefined || !isAllowed(account, role, READ_SECRET, arn)) {
        const reason = role === undefined ? "the role is gone" : accessDenied(account, role, lambda.id, READ_SECRET, arn);
        throw new FunctionError(deniedPayload(reason), `the role of ${lambda.id} must allow ${READ_SECRET} on ${arn}`);
    }
    if (secretValue(account, secret) !== undefined) return;
    throw new FunctionError(
        errorPayload("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"),
        `${arn} has no value`,
    );
}

/** The SDK throws an error of that type with the rest of the sentence. */
function deniedPayload(reason: string): string {
    return errorPayload("AccessDeniedException", reason.replace("AccessDeniedException: ", ""));
}

function addressOf({ host, port }: Destination): string {
    return `${host}:${port}`;
}
