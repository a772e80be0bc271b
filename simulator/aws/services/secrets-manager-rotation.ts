/** Rotation of a secret by a Lambda function. */
import { blockOf, requiredText, textOf } from "../reading";
import type { Properties } from "../../provider/values";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { leftOut } from "../filled-in";
import { refuseSecret, secretNamed } from "./secrets-manager-secrets";

/** Whether the function lets Secrets Manager call it: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html */
function mayInvoke({ account }: Pick<CreateCall, "account">, functionName: string): boolean {
    return account
        .list("aws:lambda/permission:Permission")
        .some(
            ({ properties }) =>
                properties["principal"] === "secretsmanager.amazonaws.com" && nameOf(requiredText(properties, "function")) === functionName,
        );
}

/** A function is named by its name or its ARN. */
function nameOf(reference: string): string {
    return /:function:([^:]+)/.exec(reference)?.[1] ?? reference;
}

/** The real provider tries both of these again for two minutes before it gives up. */
function refuseBadRotation(call: Pick<CreateCall, "account" | "region">, inputs: Properties): void {
    const operation = "RotateSecret";
    const secret = secretNamed(call, operation, requiredText(inputs, "secretId"));
    const lambda = textOf(inputs, "rotationLambdaArn");
    if (lambda === undefined) return;
    const known = call.account.list("aws:lambda/function:Function").some(({ properties }) => properties["arn"] === lambda);
    if (!known || !mayInvoke(call, nameOf(lambda))) {
        const reason =
            "Secrets Manager cannot invoke the specified Lambda function. " +
            "Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.";
        refuseSecret(operation, "AccessDeniedException", reason);
    }
    const hasValue = call.account
        .list("aws:secretsmanager/secretVersion:SecretVersion")
        .some(({ properties }) => properties["arn"] === secret.id);
    if (!hasValue) refuseSecret(operation, "InvalidRequestException", "You can't rotate a secret that has no value.");
}

const secretRotation: ResourceType = {
    token: "aws:secretsmanager/secretRotation:SecretRotation",
    check(inputs) {
        const isOff = inputs["rotationEnabled"] === false;
        const hasRules = inputs["rotationRules"] !== undefined;
        return [
            ...problemsOf(inputs, [
                { property: "rotationRules.automaticallyAfterDays", range: [1, 1000] },
                { property: "rotationRules.duration", pattern: /^[0-9h]+$/, allowed: "digits and h" },
                { property: "rotationLambdaArn", format: "ARN" },
            ]),
            ...(isOff === hasRules ? [{ property: "rotationRules", reason: rulesReason(isOff) }] : []),
        ];
    },
    create(call) {
        const { inputs } = call;
        refuseBadRotation(call, inputs);
        const arn = secretNamed(call, "RotateSecret", requiredText(inputs, "secretId")).id;
        return {
            id: arn,
            computed: { ...leftOut(inputs, { rotationEnabled: blockOf(inputs, "rotationRules") !== undefined }), secretId: arn },
        };
    },
    update(call) {
        const effective = [
            "rotationLambdaArn",
            "rotationRules",
            "externalSecretRotationRoleArn",
            "externalSecretRotationMetadatas",
            "rotationEnabled",
        ];
        if (effective.some((property) => call.changed.has(property))) refuseBadRotation(call, call.inputs);
        return {};
    },
    delete(call) {
        secretNamed(call, "CancelRotateSecret", call.current.id);
        return "removed";
    },
};

function rulesReason(isOff: boolean): string {
    return isOff
        ? '"rotation_rules" cannot be specified when "rotation_enabled" is false'
        : '"rotation_rules" must be specified unless "rotation_enabled" is false';
}

export const service: Service = { name: "AWS Secrets Manager (rotation)", resourceTypes: [secretRotation] };
