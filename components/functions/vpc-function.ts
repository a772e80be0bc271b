import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument, trustPolicy, type Statement } from "../policy-document";
import { functionBundle, type FunctionBundle } from "./function-bundle";

export interface VpcFunctionArgs {
    /** Folder in `lambda/` with the function's code, bundled into `bin/index.js`. */
    code: string;
    /** Shown in the console of AWS. */
    description: string;
    /** Subnets and security group of its network interfaces. */
    place: { subnetIds: pulumi.Input<pulumi.Input<string>[]>; securityGroupId: pulumi.Input<string> };
    architecture: "arm64" | "x86_64";
    /** Longest run in seconds. Under the 350 after which AWS cuts the caller's idle connection, and the call would be repeated. */
    timeoutSeconds: number;
    /** Where it writes its log. */
    logGroup: aws.cloudwatch.LogGroup;
    /** What it may do in AWS, besides writing its log. */
    statements: pulumi.Input<Statement[]>;
    /** Never a secret's value: whoever may see the function sees its environment. */
    environment?: Record<string, pulumi.Input<string>>;
}

/** Where a function writes its log. Its name is fixed, since Lambda would make a group of that name itself and keep it for ever. */
export function functionLogGroup(name: string, retentionInDays: number, parent: pulumi.Resource): aws.cloudwatch.LogGroup {
    const group = { name: `/aws/lambda/${pulumi.getProject()}-${pulumi.getStack()}-${name}`, retentionInDays };
    return new aws.cloudwatch.LogGroup(`${name}-logs`, group, { parent });
}

/** A function of this repository with network interfaces in the VPC, and a role that may do what is stated and no more. */
export class VpcFunction extends pulumi.ComponentResource {
    readonly functionName: pulumi.Output<string>;
    readonly functionArn: pulumi.Output<string>;
    /** SHA-256 of the bundle, in hexadecimal digits: another one for other code. */
    readonly codeDigest: string;

    constructor(name: string, args: VpcFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:functions:VpcFunction", name, { code: args.code, description: args.description }, opts);

        const bundle = functionBundle(args.code, this);
        const { role, policy } = this.permissions(name, args);
        const lambda = this.function(name, args, { bundle, role, policy });

        this.functionName = lambda.name;
        this.functionArn = lambda.arn;
        this.codeDigest = bundle.digest;
        this.registerOutputs({ functionName: this.functionName });
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

    private function(
        name: string,
        args: VpcFunctionArgs,
        made: { bundle: FunctionBundle; role: aws.iam.Role; policy: aws.iam.RolePolicy },
    ) {
        const { subnetIds, securityGroupId } = args.place;
        return new aws.lambda.Function(
            name,
            {
                description: args.description,
                runtime: "nodejs22.x",
                handler: "index.handler",
                architectures: [args.architecture],
                code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(made.bundle.file) }),
                role: made.role.arn,
                timeout: args.timeoutSeconds,
                memorySize: 256,
                ...(args.environment && { environment: { variables: args.environment } }),
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
