/** Facts about what each kind of workload needs where there is no way to the internet (W1 to W16), and what follows from all of them. */
import { AWS } from "../../../policy-pack/reachability/aws-types";
import type { Graph } from "../../../policy-pack/reachability/graph";
import { PAGES, type Fact } from "./fact";
import { Network, withValues, without } from "./network";

const ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-a1b2c3";
const noNat = [without(AWS.route, "route-private-a"), without(AWS.route, "route-private-b")];

/** A network without a way out, with endpoints for the services that are named, and a gateway endpoint for S3. */
function closed(...services: readonly string[]): Network {
    const network = new Network();
    for (const service of services) if (service !== "s3") network.endpoint(service);
    return services.includes("s3") ? network.gateway("s3", ["private-a"]) : network;
}

/** A Fargate service by what its task definition shows. */
function task(network: Network, container: object, service: Record<string, unknown> = {}): Graph {
    return network
        .service("", ["private-a"], false)
        .changed(
            ...noNat,
            withValues(AWS.taskDefinition, "client-task", { containerDefinitions: JSON.stringify([container]) }),
            withValues(AWS.ecsService, "client", service),
        );
}

const lambda = (network: Network, properties: Record<string, unknown>): Graph =>
    network
        .add(AWS.function, "client", { vpcConfig: { subnetIds: ["private-a"], securityGroupIds: ["client"] }, ...properties })
        .changed(...noNat);
const needing = (network: Network, needs: string): Graph => network.client(needs, ["private-a"]).changed(...noNat);
const from = (need: string, verdict: string) => [`${need} from private-a: ${verdict}`];
const missing = (need: string) => from(need, "BLOCKED NO_ROUTE ENDPOINT_MISSING");

export const FACTS_OF_WORKLOADS: readonly Fact[] = [
    {
        number: "W1",
        title: "a function in a VPC needs nothing by itself: its own log does not pass its interface",
        page: PAGES.lambdaLogs,
        networks: [[() => lambda(closed(), {}), []]],
    },
    {
        number: "W2",
        title: "a function that reads a secret needs secretsmanager, one that manages clusters rds, and so on",
        page: PAGES.documentDb,
        networks: [
            [() => lambda(closed(), { environment: { variables: { SECRET } } }), missing("service:secretsmanager")],
            [() => lambda(closed("secretsmanager"), { environment: { variables: { SECRET } } }), from("service:secretsmanager", "REACHED")],
            [() => needing(closed("secretsmanager"), "service:rds"), missing("service:rds")],
        ],
    },
    {
        number: "W3",
        title: "a task on Fargate pulls, logs and reads secrets by its own interface; nothing of KMS or ECS itself is needed",
        page: PAGES.ecsEndpoints,
        networks: [
            [
                () =>
                    task(closed("ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager"), {
                        image: `${ECR}/app:v1`,
                        secrets: [{ name: "A", valueFrom: SECRET }],
                        logConfiguration: { logDriver: "awslogs" },
                    }),
                [...from(`image:${ECR}`, "REACHED"), ...from("service:secretsmanager", "REACHED"), ...from("service:logs", "REACHED")],
            ],
        ],
    },
    {
        number: "W4",
        title: "an image in ECR needs ecr.api, ecr.dkr and S3, and S3 by a gateway endpoint",
        page: PAGES.ecrEndpoints,
        networks: [
            [() => task(closed("ecr.dkr", "s3"), { image: `${ECR}/app:v1` }), missing(`image:${ECR}`)],
            [() => task(closed("ecr.api", "s3"), { image: `${ECR}/app:v1` }), missing(`image:${ECR}`)],
            [() => task(closed("ecr.api", "ecr.dkr"), { image: `${ECR}/app:v1` }), missing(`image:${ECR}`)],
        ],
    },
    {
        number: "W5",
        title: "platform versions of Fargate up to 1.3, which pulled in another way, are no more: a service that names one is judged as 1.4",
        page: PAGES.ecsRetired,
        networks: [
            [() => task(closed("ecr.dkr", "s3"), { image: `${ECR}/app:v1` }, { platformVersion: "1.3.0" }), missing(`image:${ECR}`)],
        ],
    },
    {
        number: "W6",
        title: "on EC2 the agent needs ecs, ecs-agent and ecs-telemetry, and pulls by the instance's interface",
        page: PAGES.ecsEndpoints,
        networks: [
            [
                () =>
                    new Network()
                        .endpoint("ecs")
                        .endpoint("ecs-agent")
                        .endpoint("ecs-telemetry")
                        .service("", ["isolated-a"], false)
                        .add(AWS.launchTemplate, "template", { vpcSecurityGroupIds: ["client"] })
                        .add(AWS.autoScalingGroup, "instances", { vpcZoneIdentifiers: ["private-a"], launchTemplate: { id: "template" } })
                        .changed(
                            ...noNat,
                            without(AWS.vpcEndpoint, "endpoint-ecs-telemetry"),
                            withValues(AWS.ecsService, "client", { launchType: "EC2" }),
                        ),
                [...from("service:ecs", "REACHED"), ...from("service:ecs-agent", "REACHED"), ...missing("service:ecs-telemetry")],
            ],
        ],
    },
    {
        number: "W7",
        title: "ECS Exec needs ssmmessages",
        page: PAGES.ecsExec,
        networks: [[() => task(closed(), {}, { enableExecuteCommand: true }), missing("service:ssmmessages")]],
    },
    {
        number: "W8",
        title: "Session Manager on an instance needs ssm and ssmmessages, which nothing shows and a tag declares",
        page: PAGES.sessionManager,
        networks: [
            [
                () => needing(closed("ssm"), "service:ssm service:ssmmessages"),
                [...from("service:ssm", "REACHED"), ...missing("service:ssmmessages")],
            ],
        ],
    },
    {
        number: "W9",
        title: "a file system needs a mount target in the client's own zone, tcp 2049 and both DNS attributes, and no endpoint",
        page: PAGES.efsNames,
        networks: [
            ...(
                [
                    [{}, "REACHED"],
                    [{ subnetId: "private-b" }, "BLOCKED EFS_NO_MT_IN_AZ"],
                ] as const
            ).map(
                ([properties, verdict]) =>
                    [
                        () =>
                            needing(
                                closed()
                                    .add(AWS.fileSystem, "files", {})
                                    .group("mounts")
                                    .rule("ingress", "mounts", { fromPort: 2049, toPort: 2049, referencedSecurityGroupId: "client" })
                                    .add(AWS.mountTarget, "mount", {
                                        fileSystemId: "files",
                                        subnetId: "isolated-a",
                                        securityGroups: ["mounts"],
                                        ...properties,
                                    }),
                                "efs:files",
                            ),
                        from("efs:files", verdict),
                    ] as const,
            ),
        ],
    },
    {
        number: "W10",
        title: "a database needs the groups of both ends, and no endpoint",
        page: PAGES.rdsAuthentication,
        networks: [[() => needing(closed().database("db"), "tcp:db:5432"), from("tcp:db:5432", "REACHED")]],
    },
    {
        number: "W11",
        title: "models of Bedrock are called at bedrock-runtime, managed at bedrock",
        page: PAGES.bedrock,
        networks: [
            [
                () => needing(closed("bedrock-runtime"), "service:bedrock-runtime service:bedrock"),
                [...from("service:bedrock-runtime", "REACHED"), ...missing("service:bedrock")],
            ],
        ],
    },
    {
        number: "W12",
        title: "no endpoint serves ghcr.io, docker.io and public.ecr.aws",
        page: PAGES.ecrEndpoints,
        networks: (["ghcr.io/a/b:1", "redis:7", "public.ecr.aws/a/b:1"] as const).map((image) => {
            const registry = image === "redis:7" ? "docker.io" : image.split("/")[0];
            return [
                () => task(closed("ecr.api", "ecr.dkr", "s3"), { image }),
                from(`image:${registry ?? ""}`, "BLOCKED EXTERNAL_IMAGE_NO_EGRESS NO_ROUTE"),
            ] as const;
        }),
    },
    {
        number: "W13",
        title: "the first pull through a cache of ECR needs a way to the internet",
        page: PAGES.ecrCache,
        networks: [
            [
                () =>
                    task(closed("ecr.api", "ecr.dkr", "s3").add(AWS.pullThroughCache, "cache", { ecrRepositoryPrefix: "hub" }), {
                        image: `${ECR}/hub/library/redis:7`,
                    }),
                from(`image:${ECR}/hub`, "BLOCKED PTC_FIRST_PULL NO_ROUTE"),
            ],
        ],
    },
    {
        number: "W14",
        title: "package repositories of Amazon Linux are in S3; what comes from elsewhere needs the internet",
        page: PAGES.linuxRepositories,
        networks: [
            [
                () => needing(closed("s3"), "service:s3 internet:download.docker.com"),
                [...from("service:s3", "REACHED"), ...from("internet:download.docker.com", "BLOCKED NO_ROUTE")],
            ],
        ],
    },
    {
        number: "W15",
        title: "model providers, identity providers and the like are on the internet",
        page: PAGES.internetGateways,
        networks: [[() => needing(closed("s3"), "internet:api.openai.com:443"), from("internet:api.openai.com:443", "BLOCKED NO_ROUTE")]],
    },
    {
        number: "W16",
        title: "the policy of the S3 endpoint lets the layers of ECR's own bucket through",
        page: PAGES.ecrEndpoints,
        networks: [
            [
                () => {
                    const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::mine/*" }];
                    const network = closed("ecr.api", "ecr.dkr", "s3").client(`image:${ECR}`, ["private-a"]);
                    return network.changed(...noNat, withValues(AWS.vpcEndpoint, "gateway-s3", { policy: JSON.stringify({ Statement }) }));
                },
                from(`image:${ECR}`, "BLOCKED ENDPOINT_POLICY"),
            ],
        ],
    },
];
