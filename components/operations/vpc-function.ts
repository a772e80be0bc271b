import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument, trustPolicy, type Statement } from "../application/permissions";
import type { Place } from "../network/network";

export interface VpcFunctionArgs {
    /** Folder in `lambda/` with the function's code, bundled into `bin/index.js`. */
    code: string;
    /** Shown in the console of AWS. */
    description: string;
    /** Subnets and security group of its network interfaces. */
    place: Place;
    architecture: "arm64" | "x86_64";
    /** Longest run in seconds. Under the 350 after which AWS cuts the caller's idle connection, and the call would be repeated. */
    timeoutSeconds: number;
    /** Where it writes its log. */
    logGroup: aws.cloudwatch.LogGroup;
    /** What it may do in AWS, besides writing its log. */
    statements: pulumi.Input<Statement[]>;
}

/** A function of this repository with network interfaces in the VPC, and a role that may do what is stated and no more. */
export class VpcFunction extends pulumi.ComponentResource {
    readonly functionName: pulumi.Output<string>;
    /** SHA-256 of the bundle, in hexadecimal digits: another one for other code. */
    readonly codeDigest: string;

    constructor(name: string, args: VpcFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:operations:VpcFunction", name, { code: args.code, description: args.description }, opts);

        const bundle = this.bundle(args.code);
        const { role, policy } = this.permissions(name, args);
        const lambda = this.function(name, args, { bundle, role, policy });

        this.functionName = lambda.name;
        this.codeDigest = createHash("sha256").update(readFileSync(bundle)).digest("hex");
        this.registerOutputs({ functionName: this.functionName });
    }

    private bundle(code: string): string {
        const file = path.join(__dirname, "..", "..", "lambda", code, "bin", "index.js");
        if (existsSync(file)) return file;
        throw new pulumi.ResourceError(
            `lambda/${code}/bin/index.js is missing; it is made from lambda/${code}. Run: npm run build`,
            this,
            true,
        );
    }

    private permissions(name: string, { statements, logGroup }: VpcFunctionArgs) {
        const role = new aws.iam.Role(
            `${name}-role`,
            { assumeRolePolicy: JSON.stringify(trustPolicy("lambda.amazonaws.com")) },
            { parent: this },
        );
        const policy = pulumi
            .all([statements, logGroup.arn])
            .apply(([stated, logGroupArn]) => JSON.stringify(policyDocument([...ownStatements(logGroupArn), ...stated])));
        return { role, policy: new aws.iam.RolePolicy(`${name}-policy`, { role: role.name, policy }, { parent: this }) };
    }

    private function(name: string, args: VpcFunctionArgs, made: { bundle: string; role: aws.iam.Role; policy: aws.iam.RolePolicy }) {
        const { subnetIds, securityGroupId } = args.place;
        return new aws.lambda.Function(
            name,
            {
                description: args.description,
                runtime: "nodejs22.x",
                handler: "index.handler",
                architectures: [args.architecture],
                code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(made.bundle) }),
                role: made.role.arn,
                timeout: args.timeoutSeconds,
                memorySize: 256,
                vpcConfig: { subnetIds, securityGroupIds: [securityGroupId] },
                loggingConfig: { logFormat: "Text", logGroup: args.logGroup.name },
            },
            // Lambda checks at creation that the role may make network interfaces.
            { parent: this, dependsOn: [made.policy] },
        );
    }
}

/**
 * What Lambda does with the function's role. Interfaces on `*`, since they have no names yet and the Describe actions know no resources.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
function ownStatements(logGroupArn: string): Statement[] {
    const interfaces = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ];
    return [
        { Sid: "AttachToVpc", Effect: "Allow", Action: interfaces, Resource: ["*"] },
        { Sid: "WriteLog", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: [`${logGroupArn}:*`] },
    ];
}
