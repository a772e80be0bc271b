/** An account with a network and roles, put there directly, for the tests of what runs in it. */
import { deployment, type Deployment } from "../harness";
import type { StoredResource } from "../../../../simulator/aws/account";
import type { Service } from "../../../../simulator/aws/resource-type";
import type { Symptom } from "../../../../simulator/network/delivery";
import type { Connect } from "../../../../simulator/aws/services/lambda-execution";
import type { Properties } from "../../../../simulator/provider/values";

export const REGION = "us-east-1";
export const ACCOUNT = "123456789012";
export const SECRET_ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:admin-AbCdEf`;
export const DATABASE = "vectors.cabc123.us-east-1.rds.amazonaws.com";

export function roleArn(name: string): string {
    return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** A network that delivers everything, or loses what the table names: `host` or `host from subnet` to the place where it is lost. */
export function network(losses: Readonly<Record<string, string>> = {}, symptom: Symptom = "timed out"): Connect {
    return (_, { subnetId }, { host }) => {
        const lostAt = losses[`${host} from ${subnetId}`] ?? losses[host];
        return lostAt === undefined ? { delivered: true, hops: [] } : { delivered: false, hops: [], lostAt, symptom };
    };
}

/** Services that deploy to an account with two subnets, two security groups, a role for each service, a secret and a database. */
export function accountWith(services: readonly Service[]): Deployment {
    const aws = deployment(services, { region: REGION });
    put(aws, "aws:ec2/vpc:Vpc", "vpc-1", { cidrBlock: "10.0.0.0/16" });
    put(aws, "aws:ec2/subnet:Subnet", "subnet-a", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
    put(aws, "aws:ec2/subnet:Subnet", "subnet-b", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" });
    put(aws, "aws:ec2/securityGroup:SecurityGroup", "sg-1", { vpcId: "vpc-1" });
    put(aws, "aws:ec2/securityGroup:SecurityGroup", "sg-other", { vpcId: "vpc-2" });
    putRole(aws, "lambda", "lambda.amazonaws.com", [
        "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
        "arn:aws:iam::aws:policy/SecretsManagerReadWrite",
    ]);
    putRole(aws, "powerless", "lambda.amazonaws.com", []);
    putRole(aws, "execution", "ecs-tasks.amazonaws.com", [
        "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        "arn:aws:iam::aws:policy/SecretsManagerReadWrite",
    ]);
    put(aws, "aws:secretsmanager/secret:Secret", SECRET_ARN, { arn: SECRET_ARN, name: "admin" });
    put(aws, "aws:secretsmanager/secretVersion:SecretVersion", "v1", { secretId: SECRET_ARN, secretString: '{"password":"hidden"}' });
    put(aws, "aws:rds/instance:Instance", "db-1", { address: DATABASE, port: 5432 });
    return aws;
}

export function putRole(aws: Deployment, name: string, principal: string, managedPolicyArns: readonly string[], policy?: object): void {
    const trust = { Statement: [{ Effect: "Allow", Principal: { Service: principal }, Action: "sts:AssumeRole" }] };
    put(aws, "aws:iam/role:Role", name, { name, arn: roleArn(name), assumeRolePolicy: JSON.stringify(trust), managedPolicyArns });
    if (policy !== undefined) put(aws, "aws:iam/rolePolicy:RolePolicy", `${name}:own`, { role: name, policy: JSON.stringify(policy) });
}

export function put(aws: Deployment, type: string, id: string, properties: Properties, more: Partial<StoredResource> = {}): void {
    aws.store.transact((account) => {
        account.put({ type, id, region: REGION, properties, ...more });
    });
}

export function remove(aws: Deployment, type: string, id: string): void {
    aws.store.transact((account) => {
        account.remove(type, id);
    });
}

export const FUNCTION = "aws:lambda/function:Function";

const CODE = {
    asset: "archive",
    hash: "ab".repeat(32),
    assets: { "index.js": { asset: "text", hash: "cd".repeat(32), text: "exports.handler = async () => {};" } },
} as const;

export const IN_VPC = { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] };

/** Inputs of a function that AWS takes, with what differs. */
export function functionInputs(more: Properties = {}): Properties {
    return { name: "init", role: roleArn("lambda"), code: CODE, handler: "index.handler", runtime: "nodejs22.x", timeout: 240, ...more };
}
