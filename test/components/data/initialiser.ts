import { readFileSync } from "node:fs";
import * as path from "node:path";

import * as aws from "@pulumi/aws";
import { buildSync } from "esbuild";

import type { Recording } from "../recorder";

export const FUNCTION = "aws:lambda/function:Function";
export const INVOCATION = "aws:lambda/invocation:Invocation";
export const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const SECRETS = "arn:aws:secretsmanager:us-east-1:123456789012:secret";
export const MASTER = `${SECRETS}:master-AbCdEf`;

/** What one initialisation registers. */
export const functionCounts = {
    "librechat:data:DatabaseInitialisation": 1,
    "librechat:functions:VpcFunction": 1,
    "aws:cloudwatch/logGroup:LogGroup": 1,
    "aws:iam/role:Role": 1,
    "aws:iam/rolePolicy:RolePolicy": 1,
    [FUNCTION]: 1,
    [INVOCATION]: 1,
};
/** What the application's secret registers. */
export const secretCounts = {
    "random:index/randomPassword:RandomPassword": 1,
    "aws:secretsmanager/secret:Secret": 1,
    [SECRET_VERSION]: 1,
};

/** Where the initialiser runs; what it waits for is stood for by an address named route. */
export function placement() {
    return {
        subnetIds: ["subnet-a", "subnet-b"],
        securityGroupId: "sg-function",
        logRetentionDays: 30,
        dependsOn: [new aws.ec2.Eip("route")],
    };
}

/** What the function is invoked with. */
export function inputOf(recording: Recording<unknown>): { codeDigest: string; input: Record<string, string> } {
    const { codeDigest = "", ...input } = JSON.parse(String(recording.one(INVOCATION).inputs["input"])) as Record<string, string>;
    return { codeDigest, input };
}

/** The components read their function's bundle, which `npm run build` makes; here it is made of the code as it is now. */
export function bundleFunction(code: string): Buffer {
    const folder = path.join(__dirname, "..", "..", "..", "lambda", code);
    const outfile = path.join(folder, "bin", "index.js");
    buildSync({ entryPoints: [path.join(folder, "index.ts")], outfile, bundle: true, platform: "node", target: "node20", minify: true });
    return readFileSync(outfile);
}
