/** `aws:lambda/function:Function`: what Lambda demands of a function, and what it makes of it. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { findRole, isAllowed, mayAssume } from "../authorization";
import { arnOf, blockOf, isSet, listOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, Computed, CreateCall, ResourceType } from "../resource-type";
import { problemsOf, type Problem, type Rule } from "../validation";
import { packageOf } from "./lambda-package";
import { DEPRECATED_RUNTIMES, ENDED_RUNTIMES, SUPPORTED_RUNTIMES } from "./lambda-runtimes";

export const FUNCTION = "aws:lambda/function:Function";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAXIMUM_UNPACKED_BYTES = 262_144_000;
const MAXIMUM_ENVIRONMENT_BYTES = 4096;

/** Names that Lambda sets itself: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED_VARIABLES = new Set([
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
]);

const RULES: readonly Rule[] = [
    { property: "name", pattern: /^[0-9A-Za-z_-]{1,64}$/, allowed: "1 to 64 letters, digits, - and _" },
    { property: "architectures", oneOf: ["x86_64", "arm64"] },
    { property: "ephemeralStorage.size", range: [512, 10_240] },
    { property: "fileSystemConfig.localMountPath", pattern: /^\/mnt\/[0-9A-Za-z_.-]+$/, allowed: "must start with /mnt/" },
    { property: "handler", length: [1, 128] },
    { property: "loggingConfig.logGroup", pattern: /^[0-9A-Za-z_./#-]{1,512}$/, allowed: "1 to 512 of letters, digits and _ . / # -" },
    { property: "memorySize", range: [128, 10_240] },
    { property: "reservedConcurrentExecutions", range: [-1, Number.MAX_SAFE_INTEGER] },
    { property: "role", format: "ARN" },
    { property: "kmsKeyArn", format: "ARN" },
    { property: "runtime", oneOf: [...SUPPORTED_RUNTIMES, ...DEPRECATED_RUNTIMES, ...ENDED_RUNTIMES] },
    { property: "timeout", range: [1, 900] },
    { property: "packageType", oneOf: ["Zip", "Image"] },
];

export const lambdaFunction: ResourceType = {
    token: FUNCTION,
    sets: ["vpcConfig.subnetIds", "vpcConfig.securityGroupIds"],
    changesOnUpdate: { lastModified: "any change" },

    check(inputs) {
        return [...problemsOf(inputs, RULES), ...missingForZip(inputs)];
    },

    replaceWhen(olds, news) {
        const isAddedOrRemoved = (blockOf(olds, "durableConfig") === undefined) !== (blockOf(news, "durableConfig") === undefined);
        return isAddedOrRemoved ? ["durableConfig"] : [];
    },

    create(call) {
        const name = requiredText(call.inputs, "name");
        if (call.account.find(FUNCTION, name)?.region === call.region) {
            throw new Refusal("Lambda", "CreateFunction", "ResourceConflictException", `Function already exist: ${name}`);
        }
        refuseConfiguration(call, "CreateFunction");
        const version = isSet(call.inputs, "publish") ? "1" : "$LATEST";
        return { id: name, computed: { ...identity(call, name, version), ...configuration(call, name) } };
    },

    update(call) {
        refuseConfiguration(call, "UpdateFunctionConfiguration");
        const name = call.current.id;
        const version = isSet(call.inputs, "publish") ? nextVersion(call.current) : "$LATEST";
        return { ...identity(call, name, version), ...configuration(call, name) };
    },

    delete({ account, current }) {
        if (!isSet(current.properties, "skipDestroy")) return "removed";
        account.put({ ...current, note: "left in place by skipDestroy" });
        return "kept";
    },
};

/** The provider's check at preview: a function from a ZIP file has both. */
function missingForZip(inputs: Properties): readonly Problem[] {
    if ((inputs["packageType"] ?? "Zip") !== "Zip") return [];
    return ["handler", "runtime"]
        .filter((property) => inputs[property] === undefined || inputs[property] === "")
        .map((property) => ({ property, reason: `handler and runtime must be set when PackageType is Zip` }));
}

function identity({ account, region }: Call, name: string, version: string): Computed {
    const arn = arnOf(account, "lambda", region, `function:${name}`);
    const invocation = (lambdaArn: string, path = "2015-03-31", action = "invocations") =>
        `arn:aws:apigateway:${region}:lambda:path/${path}/functions/${lambdaArn}/${action}`;
    return {
        arn,
        version,
        qualifiedArn: `${arn}:${version}`,
        invokeArn: invocation(arn),
        qualifiedInvokeArn: invocation(`${arn}:${version}`),
        responseStreamingInvokeArn: invocation(arn, "2021-11-15", "response-streaming-invocations"),
        lastModified: account.now().replace("Z", "+0000"),
        signingJobArn: "",
        signingProfileVersionArn: "",
    };
}

function configuration({ account, inputs }: CreateCall, name: string): Computed {
    const code = packageOf(inputs);
    const network = blockOf(inputs, "vpcConfig");
    const snapStart = blockOf(inputs, "snapStart");
    const [firstSubnet = ""] = network === undefined ? [] : textsOf(network, "subnetIds");
    const logging = { logFormat: "Text", logGroup: `/aws/lambda/${name}`, ...blockOf(inputs, "loggingConfig") };
    return {
        architectures: listOf(inputs, "architectures").length > 0 ? inputs["architectures"] : ["x86_64"],
        codeSha256: inputs["codeSha256"] ?? code?.sha256,
        ephemeralStorage: blockOf(inputs, "ephemeralStorage") ?? { size: 512 },
        loggingConfig: { applicationLogLevel: "", systemLogLevel: "", ...logging },
        sourceCodeHash: inputs["sourceCodeHash"] ?? code?.sha256,
        sourceCodeSize: code?.sizeBytes ?? 0,
        tracingConfig: blockOf(inputs, "tracingConfig") ?? { mode: "PassThrough" },
        ...(network && { vpcConfig: { ...network, vpcId: vpcOf(account, firstSubnet) } }),
        ...(snapStart && { snapStart: { ...snapStart, optimizationStatus: isSet(inputs, "publish") ? "On" : "Off" } }),
    };
}

function nextVersion(current: StoredResource): string {
    const version = Number(textOf(current.properties, "version"));
    return String(Number.isNaN(version) ? 1 : version + 1);
}

function vpcOf(account: Account, subnetId: string): string {
    return textOf(account.find("aws:ec2/subnet:Subnet", subnetId)?.properties ?? {}, "vpcId") ?? "";
}

/** What CreateFunction and UpdateFunctionConfiguration refuse: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#API_CreateFunction_Errors */
function refuseConfiguration(call: CreateCall, operation: string): void {
    const refuse = (reason: string): never => {
        throw new Refusal("Lambda", operation, "InvalidParameterValueException", reason);
    };
    const runtime = textOf(call.inputs, "runtime");
    if (runtime !== undefined && ENDED_RUNTIMES.includes(runtime)) {
        refuse(
            `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
                "We recommend you use a supported runtime while creating or updating functions.",
        );
    }
    if ((packageOf(call.inputs)?.sizeBytes ?? 0) > MAXIMUM_UNPACKED_BYTES)
        refuse(`Unzipped size must be smaller than ${MAXIMUM_UNPACKED_BYTES} bytes`);
    refuseEnvironment(call.inputs, refuse);
    const role = findRole(call.account, requiredText(call.inputs, "role"));
    if (role === undefined || !mayAssume(call.account, role, "lambda.amazonaws.com")) {
        return refuse("The role defined for the function cannot be assumed by Lambda.");
    }
    const network = blockOf(call.inputs, "vpcConfig");
    if (network === undefined || textsOf(network, "subnetIds").length === 0) return;
    if (!isAllowed(call.account, role, "ec2:CreateNetworkInterface", "*")) {
        refuse("The provided execution role does not have permissions to call CreateNetworkInterface on EC2");
    }
    refuseNetwork(call.account, network, refuse);
}

/** The values may be secrets, so the message stops where Lambda's goes on to print them. */
function refuseEnvironment(inputs: Properties, refuse: (reason: string) => never): void {
    const variables = blockOf(blockOf(inputs, "environment") ?? {}, "variables") ?? {};
    const opening = "Lambda was unable to configure your environment variables because the environment variables you have provided";
    const reserved = Object.keys(variables).filter((variable) => RESERVED_VARIABLES.has(variable));
    if (reserved.length > 0) {
        refuse(
            `${opening} contains reserved keys that are currently not supported for modification. ` +
                `Reserved keys used in this request: ${reserved.join(", ")}`,
        );
    }
    if (Buffer.byteLength(JSON.stringify(variables)) > MAXIMUM_ENVIRONMENT_BYTES) refuse(`${opening} exceeded the 4KB limit.`);
}

function refuseNetwork(account: Account, network: Properties, refuse: (reason: string) => never): void {
    const missingSubnet = textsOf(network, "subnetIds").find((id) => account.find("aws:ec2/subnet:Subnet", id) === undefined);
    if (missingSubnet !== undefined) {
        refuse(
            "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. " +
                `EC2 Error Message: The subnet ID '${missingSubnet}' does not exist`,
        );
    }
    const vpcId = vpcOf(account, textsOf(network, "subnetIds")[0] ?? "");
    for (const id of textsOf(network, "securityGroupIds")) {
        const group = account.find("aws:ec2/securityGroup:SecurityGroup", id);
        if (group !== undefined && textOf(group.properties, "vpcId") === vpcId) continue;
        const where = group === undefined ? "" : ` in VPC '${vpcId}'`;
        refuse(
            "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. " +
                `EC2 Error Message: The security group '${id}' does not exist${where}`,
        );
    }
}
