/** AWS Systems Manager parameters, and the data source that reads one. AWS's own public parameters are not in the account. */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import type { StoredResource } from "../account";
import { leftOut } from "../filled-in";
import { arnOf, isSet, numberOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, DataSource, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { findUsableKey } from "./kms";

const PARAMETER = "aws:ssm/parameter:Parameter";

/** Characters of a value by tier: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const LARGEST_STANDARD = 4096;
const LARGEST_ADVANCED = 8192;

function refuse(operation: string, code: string, reason: string): never {
    throw new Refusal("SSM", operation, code, reason);
}

function parameterNamed({ account, region }: Pick<Call, "account" | "region">, name: string): StoredResource | undefined {
    const found = account.find(PARAMETER, name);
    return found?.region === region ? found : undefined;
}

function valueOf(inputs: Properties): string {
    return textOf(inputs, "value") ?? textOf(inputs, "insecureValue") ?? textOf(inputs, "valueWo") ?? "";
}

/** The tier that AWS takes: intelligent tiering takes the smaller one that fits. */
function tierOf(inputs: Properties): string {
    const tier = textOf(inputs, "tier") ?? "Standard";
    if (tier !== "Intelligent-Tiering") return tier;
    return valueOf(inputs).length > LARGEST_STANDARD ? "Advanced" : "Standard";
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
function refuseBadValue(call: Pick<CreateCall, "account" | "region" | "inputs">): void {
    const { inputs } = call;
    const value = valueOf(inputs);
    if (value === "")
        refuse(
            "PutParameter",
            "ValidationException",
            "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
        );
    const tier = tierOf(inputs);
    if (tier === "Standard" && value.length > LARGEST_STANDARD) {
        const advice = "To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.";
        refuse(
            "PutParameter",
            "ValidationException",
            `Standard tier parameters support a maximum parameter value of ${LARGEST_STANDARD} characters. ${advice}`,
        );
    }
    if (value.length > LARGEST_ADVANCED) {
        refuse(
            "PutParameter",
            "ValidationException",
            `Advanced tier parameters support a maximum parameter value of ${LARGEST_ADVANCED} characters.`,
        );
    }
    const pattern = textOf(inputs, "allowedPattern");
    if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
        refuse(
            "PutParameter",
            "ParameterPatternMismatchException",
            `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
        );
    }
    const key = textOf(inputs, "keyId");
    if (textOf(inputs, "type") === "SecureString" && key !== undefined && findUsableKey(call, key) === undefined) {
        refuse("PutParameter", "InvalidKeyId", `Key '${key}' does not exist`);
    }
}

/** A name that AWS keeps for itself, or that is no path: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
function refuseBadName(name: string): void {
    if (/^\/?(aws|ssm)/i.test(name)) {
        refuse("PutParameter", "ValidationException", `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`);
    }
    if (/^[\w./-]+$/.test(name) && (!name.includes("/") || name.startsWith("/"))) return;
    const forms = "must be a fully qualified name when it contains a slash, and have only letters, digits and .-_/";
    refuse("PutParameter", "ValidationException", `Parameter name: ${forms}: ${name}`);
}

/** Values that follow the type: a SecureString is never in `insecureValue`. */
function followValue({ inputs }: Pick<CreateCall, "inputs">): Properties {
    const value = valueOf(inputs);
    const isSecure = textOf(inputs, "type") === "SecureString";
    const isWriteOnly = textOf(inputs, "valueWo") !== undefined;
    return { value: isWriteOnly ? "" : value, insecureValue: isSecure || isWriteOnly ? "" : value, hasValueWo: isWriteOnly };
}

const parameter: ResourceType = {
    token: PARAMETER,
    changesOnUpdate: { version: "any change" },
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 2048] },
            { property: "type", oneOf: ["String", "StringList", "SecureString"] },
            { property: "dataType", oneOf: ["text", "aws:ssm:integration", "aws:ec2:image"] },
            { property: "description", length: [0, 1024] },
            { property: "allowedPattern", length: [0, 1024] },
            { property: "tier", oneOf: ["Standard", "Advanced", "Intelligent-Tiering"] },
        ]),
    replaceWhen: (olds, news) => (textOf(olds, "tier") === "Advanced" && textOf(news, "tier") === "Standard" ? ["tier"] : []),
    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name");
        refuseBadName(name);
        const existing = parameterNamed(call, name);
        if (existing !== undefined && !isSet(inputs, "overwrite")) {
            const reason = "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
            refuse("PutParameter", "ParameterAlreadyExists", reason);
        }
        refuseBadValue(call);
        const isSecure = textOf(inputs, "type") === "SecureString";
        return {
            id: name,
            computed: {
                ...leftOut(inputs, { dataType: "text", keyId: isSecure ? "alias/aws/ssm" : "", tier: tierOf(inputs) }),
                ...followValue(call),
                arn: arnOf(account, "ssm", region, `parameter${name.startsWith("/") ? "" : "/"}${name}`),
                version: existing === undefined ? 1 : (numberOf(existing.properties, "version") ?? 0) + 1,
            },
        };
    },
    update(call) {
        refuseBadValue(call);
        return { ...followValue(call), version: (numberOf(call.current.properties, "version") ?? 0) + 1 };
    },
};

const getParameter: DataSource = {
    token: "aws:ssm/getParameter:getParameter",
    answer({ account, region, args }) {
        const name = requiredText(args, "name");
        const found = parameterNamed({ account, region }, name);
        if (found === undefined) throw new ProviderError(`reading SSM Parameter (${name}): couldn't find resource`);
        const { arn, type, version, value, insecureValue } = found.properties;
        const isSecure = type === "SecureString";
        return {
            id: name,
            arn,
            name,
            region,
            type,
            version,
            value,
            withDecryption: args["withDecryption"] ?? true,
            ...(!isSecure && { insecureValue }),
        };
    },
};

export const service: Service = { name: "AWS Systems Manager (parameters)", resourceTypes: [parameter], dataSources: [getParameter] };
