import { strict as assert } from "node:assert";
import { RagApi } from "../../../components/application/rag-api";
import { VectorStore } from "../../../components/data/vector-store";
import { record } from "../recorder";
import { credentials, fate, network, placement } from "./parts";

describe("RagApi: internal, under a private name", () => {
    const recording = () =>
        record(() => {
            const net = network();
            const sizes = { instanceClass: "db.t4g.micro", multiAz: false, storageGiB: 20, backupRetentionDays: 1, logRetentionDays: 7 };
            const vectors = new VectorStore("postgres", { region: "us-east-1", network: net, architecture: "arm64", fate, ...sizes });
            const image = "ghcr.io/danny-avila/librechat-rag-api-dev-lite:v0.9.0";
            return new RagApi("rag-api", {
                placement: placement(net),
                image,
                librechatImage: "ghcr.io/librechat-ai/librechat:v0.8.8",
                bedrockRegion: "us-west-2",
                credentials: credentials(),
                vectors,
            });
        });

    it("is found by the name that LibreChat is given", async () => {
        const { one, result } = await bound();
        assert.equal(result.url, "http://rag-api.librechat.internal:8000");
        assert.equal(one("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace").inputs["name"], "librechat.internal");
        const discovery = one("aws:servicediscovery/service:Service").inputs;
        assert.equal(discovery["name"], "rag-api");
        assert.deepEqual(discovery["dnsConfig"], {
            namespaceId: "cluster-namespace-id",
            routingPolicy: "MULTIVALUE",
            dnsRecords: [{ type: "A", ttl: 10 }],
        });
        assert.equal(discovery["forceDestroy"], true);
    });

    it("has no load balancer, no shell, and one task", async () => {
        const { inputs } = (await bound()).one("aws:ecs/service:Service", "rag-api-service");
        assert.deepEqual(
            [inputs["loadBalancers"], inputs["healthCheckGracePeriodSeconds"], inputs["enableExecuteCommand"], inputs["desiredCount"]],
            [undefined, undefined, false, 1],
        );
        assert.deepEqual(inputs["networkConfiguration"], {
            subnets: ["subnet-private-1", "subnet-private-2"],
            securityGroups: ["network-connections-rag-api-id"],
            assignPublicIp: false,
        });
    });

    it("may read its two secrets, write its log, call one model, and nothing else", async () => {
        const { one } = await bound();
        const statements = (name: string) => {
            const { Statement } = JSON.parse(String(one("aws:iam/rolePolicy:RolePolicy", name).inputs["policy"])) as {
                Statement: unknown[];
            };
            return Statement;
        };
        const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-0a1b2c3-AbCdEf`;
        assert.deepEqual(statements("rag-api-service-execution"), [
            {
                Sid: "ReadSecrets",
                Effect: "Allow",
                Action: ["secretsmanager:GetSecretValue"],
                Resource: [secret("credentials-token"), secret("postgres-init-application")],
            },
            {
                Sid: "WriteLogs",
                Effect: "Allow",
                Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                Resource: ["arn:aws:logs:us-east-1:123456789012:log-group:rag-api-service-0a1b2c3:*"],
            },
        ]);
        assert.deepEqual(statements("rag-api-service-task"), [
            {
                Sid: "CallModels",
                Effect: "Allow",
                Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
                Resource: ["arn:aws:bedrock:us-west-2::foundation-model/amazon.titan-embed-text-v2:0"],
            },
        ]);
    });

    it("starts when its database is prepared", async () => {
        const { one } = await bound();
        assert.ok(one("aws:ecs/service:Service").dependencies.includes(one("aws:lambda/invocation:Invocation").urn));
    });

    async function bound() {
        const recorded = await recording();
        return { one: recorded.one.bind(recorded), result: recorded.result };
    }
});
