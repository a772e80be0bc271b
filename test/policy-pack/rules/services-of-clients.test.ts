/** How a workload shows that it needs the service of an endpoint: each way makes it a client, which the endpoint has to admit. */
import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import { vpcEndpointRequireAdmittingGroup as policy } from "../../../policy-pack/rules/vpc-endpoint-require-admitting-group";
import { TYPES } from "../../../policy-pack/types";
import { group, reported, resource, UNKNOWN_TEXT, vpc } from "../graph";

const net = vpc({ natGateways: true });
const [clients, doors] = [group("clients"), group("doors")];
const secret = resource(TYPES.secret, "password");

function endpoint(service: string): PolicyResource {
    return resource(
        TYPES.vpcEndpoint,
        service,
        {
            serviceName: `com.amazonaws.us-east-1.${service}`,
            vpcEndpointType: "Interface",
            vpcId: UNKNOWN_TEXT,
            securityGroupIds: [UNKNOWN_TEXT],
        },
        { vpcId: net.behindOutputs, securityGroupIds: [doors] },
    );
}

function lambda(props: Record<string, unknown>, environment: PolicyResource[] = [], parent?: PolicyResource): PolicyResource[] {
    const vpcConfig = { subnetIds: net.tier("private").map(() => UNKNOWN_TEXT), securityGroupIds: [UNKNOWN_TEXT] };
    return [
        resource(TYPES.function, "client", { vpcConfig, ...props }, { vpcConfig: [...net.tier("private"), clients], environment }, parent),
    ];
}

function service(containerDefinitions: string, behind: PolicyResource[] = []): PolicyResource[] {
    const definition = resource(TYPES.taskDefinition, "app", { containerDefinitions }, { containerDefinitions: behind });
    const networkConfiguration = { subnets: net.tier("private").map(() => UNKNOWN_TEXT), securityGroups: [UNKNOWN_TEXT] };
    return [
        definition,
        resource(
            TYPES.service,
            "client",
            { taskDefinition: UNKNOWN_TEXT, networkConfiguration },
            { taskDefinition: [definition], networkConfiguration: [...net.tier("private"), clients] },
        ),
    ];
}

const ENDPOINTS = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"];
const container = (settings: object) => JSON.stringify([{ name: "app", ...settings }]);
const component = resource("librechat:data:DatabaseInitialisation", "around", { needs: ["service:logs", "tcp:db:5432"] });
const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a";
const PARAMETER = "arn:aws:ssm:us-east-1:123456789012:parameter/b";

const shown: Record<string, [PolicyResource[], string[]]> = {
    "its tag": [
        lambda({ tags: { "reachability:needs": "service:secretsmanager service:logs internet:api.example.com:443" } }),
        ["logs", "secretsmanager"],
    ],
    "the component around it": [lambda({}, [], component), ["logs"]],
    "a secret behind its environment": [lambda({}, [secret]), ["secretsmanager"]],
    "an ARN in its environment, beside unknown values": [
        lambda({ environment: { variables: { HOST: UNKNOWN_TEXT, SECRET } } }),
        ["secretsmanager"],
    ],
    "secrets of its containers": [
        service(container({ secrets: [SECRET, PARAMETER].map((valueFrom, i) => ({ name: `S${String(i)}`, valueFrom })) })),
        ["secretsmanager", "ssm"],
    ],
    "the log driver of its containers": [service(container({ logConfiguration: { logDriver: "awslogs" } })), ["logs"]],
    "an image in ECR": [service(container({ image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1" })), ["ecr.api", "ecr.dkr"]],
    "an image elsewhere, which no endpoint serves": [service(container({ image: "ghcr.io/a/b:1" })), []],
    "what unknown containers depend on": [service(UNKNOWN_TEXT, [secret, resource(TYPES.logGroup, "app")]), ["logs", "secretsmanager"]],
    "containers that are no JSON": [service("no JSON"), []],
    "containers that are no list": [service("{}"), []],
    "no VPC": [[resource(TYPES.function, "client", { tags: { "reachability:needs": "service:logs" } })], []],
    "an emptied VPC configuration": [
        lambda({ vpcConfig: { subnetIds: [], securityGroupIds: [] }, tags: { "reachability:needs": "service:logs" } }),
        [],
    ],
};

describe("vpc-endpoint-require-admitting-group, on who is a client", () => {
    for (const [name, [workload, services]] of Object.entries(shown)) {
        it(`takes ${name} for ${services.length === 0 ? "none" : services.join(", ")}`, async () => {
            const resources = [...net.all, clients, doors, secret, ...ENDPOINTS.map(endpoint), ...workload];
            assert.deepEqual(
                await reported(policy, resources),
                services.map(
                    (each) =>
                        `${each}: no rule of doors, the group of endpoint ${each}, admits tcp 443 from clients, the group of client, which needs the service. ` +
                        "With private DNS no other way to it is left. Add an ingress rule for that group.",
                ),
            );
        });
    }

    it("leaves the clients of another VPC alone, by known ids", async () => {
        const subnet = resource(TYPES.subnet, "mine", { arn: "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1", vpcId: "vpc-1" });
        const [client] = lambda({
            vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
            tags: { "reachability:needs": "service:logs" },
        });
        assert.ok(client);
        assert.deepEqual(await reported(policy, [...net.all, subnet, doors, client, endpoint("logs")]), []);
    });
});
