import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import { accountOf } from "../policy-document";

export interface PasswordRotationArgs {
    /** The application's secret, and the function that sets what is in it. */
    secretArn: pulumi.Input<string>;
    functionArn: pulumi.Input<string>;
    functionName: pulumi.Input<string>;
    /** Days from one rotation to the next. */
    everyDays: number;
    /** The initialisation of the database, without which there is no user to rotate. */
    dependsOn: pulumi.Resource[];
}

/**
 * Lets Secrets Manager call a database's function every so many days, to give the application a new password.
 *
 * Two users take turns, so what runs keeps its password until the next rotation but one. Tasks read their secret when they start;
 * `ScheduledRestarts` has them start anew in between.
 *
 * Nothing rotates at the deployment itself; Secrets Manager only has the function test the current value then.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html (RotateImmediately)
 */
export class PasswordRotation extends pulumi.ComponentResource {
    constructor(name: string, args: PasswordRotationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:PasswordRotation", name, { everyDays: args.everyDays }, opts);

        const { secretArn, functionArn, functionName, everyDays } = args;
        const permission = new aws.lambda.Permission(
            `${name}-permission`,
            {
                action: "lambda:InvokeFunction",
                function: functionName,
                principal: "secretsmanager.amazonaws.com",
                // Else a secret of any account could be rotated by this function, with its rights.
                sourceAccount: pulumi.output(functionArn).apply(accountOf),
            },
            { parent: this },
        );
        new aws.secretsmanager.SecretRotation(
            name,
            {
                secretId: secretArn,
                rotationLambdaArn: functionArn,
                rotationRules: { automaticallyAfterDays: everyDays },
                rotateImmediately: false,
            },
            { parent: this, dependsOn: [permission, ...args.dependsOn] },
        );
        this.registerOutputs({ everyDays });
    }
}

/** What a function that rotates a secret does with it, besides reading it. */
export const ROTATION_ACTIONS = [
    "secretsmanager:DescribeSecret",
    "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecretVersionStage",
];
