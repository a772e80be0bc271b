/** Programs of the generator as data for a Pulumi program: with what their workloads ask for besides a network. */
import { Reference, resolved, type Declaration, type Inputs } from "../declarations";
import type { Registration } from "./program/registration";

const ROLE: Declaration = {
    type: "aws:iam/role:Role",
    name: "execution",
    inputs: {
        assumeRolePolicy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"] }, Action: "sts:AssumeRole" },
            ],
        }),
    },
};

const PERMISSION: Declaration = {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    name: "permission",
    inputs: {
        role: new Reference(ROLE.name, "name"),
        policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
    },
};

/** What the services of a Region share. */
function sharedIn(region: string): readonly Declaration[] {
    return [
        { type: "aws:ecs/cluster:Cluster", name: `cluster-${region}`, inputs: {} },
        {
            type: "aws:ecs/taskDefinition:TaskDefinition",
            name: `task-${region}`,
            inputs: {
                family: "task",
                cpu: "256",
                memory: "512",
                networkMode: "awsvpc",
                requiresCompatibilities: ["FARGATE"],
                executionRoleArn: new Reference(ROLE.name, "arn"),
                containerDefinitions: JSON.stringify([{ name: "app", image: "public.ecr.aws/nginx/nginx:1", essential: true }]),
            },
        },
    ];
}

/** What AWS asks for at creation. No task is started: whether packets arrive is what the cases ask, and many do not. */
function demanded(type: string, region: string): Inputs {
    const demands: Readonly<Record<string, Inputs>> = {
        "aws:lambda/function:Function": { role: new Reference(ROLE.name, "arn"), runtime: "nodejs22.x", handler: "index.handler" },
        "aws:ecs/service:Service": {
            cluster: new Reference(`cluster-${region}`, "arn"),
            taskDefinition: new Reference(`task-${region}`, "arn"),
            desiredCount: 0,
        },
        "aws:ec2/instance:Instance": { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" },
    };
    return demands[type] ?? {};
}

interface Program {
    readonly region: string;
    readonly declarations: readonly Declaration[];
}

/** Everything that one Pulumi program registers for several programs, in order. */
export function registrations(programs: readonly Program[]): readonly Registration[] {
    const regions = [...new Set(programs.map(({ region }) => region))];
    const shared = regions.map((region) => ({ region, declarations: sharedIn(region) }));
    return [{ region: regions[0] ?? "", declarations: [ROLE, PERMISSION] }, ...shared, ...programs].flatMap(({ region, declarations }) =>
        declarations.map(({ type, name, inputs }) => ({
            type,
            name,
            region,
            inputs: resolved({ ...demanded(type, region), ...inputs }, ({ name: of, output }) => ({ $resource: of, output })),
            dependsOn: orderOf(type, declarations),
        })),
    );
}

/** Orders that AWS needs and inputs do not show. */
function orderOf(type: string, program: readonly Declaration[]): readonly string[] {
    if (type === "aws:lambda/function:Function") return [PERMISSION.name];
    if (type !== "aws:ec2/natGateway:NatGateway") return [];
    return program.filter((each) => each.type === "aws:ec2/internetGateway:InternetGateway").map(({ name }) => name);
}
