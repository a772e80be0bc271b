/**
 * The AWS services that VPC endpoints reach, and the names that private DNS captures for them.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */

export type EndpointType = "Gateway" | "Interface";

export interface EndpointService {
    /** The part behind the Region, for example `ecr.api`. */
    readonly name: string;
    readonly types: readonly EndpointType[];
    /** Host names that private DNS resolves to the endpoint; `*` stands for any label. */
    readonly privateDnsNames: readonly string[];
}

/** Services with an interface endpoint whose private name is `<service>.<region>.amazonaws.com`. */
const PLAIN =
    "access-analyzer account acm-pca app-integrations application-autoscaling applicationinsights appmesh athena auditmanager autoscaling " +
    "autoscaling-plans backup batch bedrock bedrock-agent bedrock-agent-runtime bedrock-data-automation bedrock-runtime braket cassandra " +
    "cleanrooms cloudformation cloudhsmv2 cloudtrail codebuild codecommit codedeploy codepipeline cognito-idp comprehend config connect " +
    "databrew dataexchange datasync dms ebs ec2 ec2messages ecs elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing " +
    "elasticmapreduce email events fis forecast freetier fsx glue grafana guardduty iam imagebuilder inspector2 kendra kms lakeformation " +
    "lambda license-manager logs macie2 mediaconnect monitoring network-firewall organizations personalize pi pipes polly qbusiness " +
    "quicksight ram rds rds-data redshift redshift-data rekognition resource-groups robomaker route53resolver savingsplans scheduler " +
    "schemas secretsmanager securityhub securitylake servicecatalog servicediscovery signer sns sqs ssm ssm-contacts ssm-incidents " +
    "ssmmessages states storagegateway sts swf sync-states synthetics tagging textract timestream-influxdb transcribe transfer translate " +
    "trustedadvisor verifiedpermissions wafv2 workmail workspaces xray";

/** Services whose private name differs from their own. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
    "aps-workspaces": ["aps-workspaces"],
    "bedrock-mantle": ["bedrock-mantle"],
    "codeartifact.api": ["codeartifact"],
    "codeartifact.repositories": ["d.codeartifact"],
    "data-servicediscovery": ["data-servicediscovery"],
    "ecr.api": ["api.ecr"],
    "ecr.dkr": ["*.dkr.ecr"],
    "ecs-agent": ["ecs-a"],
    "ecs-telemetry": ["ecs-t"],
    "email-smtp": ["email-smtp"],
    "execute-api": ["*.execute-api"],
    "git-codecommit": ["git-codecommit"],
    "kinesis-firehose": ["firehose"],
    "kinesis-streams": ["kinesis"],
    "sagemaker.api": ["api.sagemaker"],
    "sagemaker.runtime": ["runtime.sagemaker"],
};

/** Services with a gateway endpoint; S3 and DynamoDB have both kinds. */
const GATEWAYS: Readonly<Record<string, readonly EndpointType[]>> = {
    s3: ["Gateway", "Interface"],
    dynamodb: ["Gateway", "Interface"],
    s3express: ["Gateway"],
};

/**
 * The service behind a name.
 *
 * @param serviceName for example `com.amazonaws.us-east-1.secretsmanager`
 * @returns undefined when AWS offers none of that name in the Region
 */
export function endpointService(serviceName: string, region: string): EndpointService | undefined {
    const prefix = `com.amazonaws.${region}.`;
    if (!serviceName.startsWith(prefix)) return undefined;
    const name = serviceName.slice(prefix.length);
    const gateway = GATEWAYS[name];
    const hosts = OTHER_NAMES[name] ?? (name === "s3" ? ["s3", "*.s3"] : [name]);
    if (gateway === undefined && OTHER_NAMES[name] === undefined && !PLAIN.split(" ").includes(name)) return undefined;
    return { name, types: gateway ?? ["Interface"], privateDnsNames: hosts.map((host) => `${host}.${region}.amazonaws.com`) };
}
