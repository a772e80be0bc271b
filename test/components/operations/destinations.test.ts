import { strict as assert } from "node:assert";

import { destinationsOf, statementsOf, type Surroundings } from "../../../components/operations/destinations";
import { unwrap } from "../recorder";

const SURROUNDINGS: Surroundings = {
    region: "eu-west-1",
    secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-1a2b-AbCdEf",
    logGroup: { name: "/aws/lambda/probe", arn: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/probe" },
    bucket: { name: "files-1", arn: "arn:aws:s3:::files-1" },
    inside: {
        "tcp:postgres:5432": { call: "postgresql", host: "db.example" },
        "tcp:rag-api-service:8000": { call: "http", host: "rag-api.internal", path: "/health" },
    },
};
const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

describe("what a need opens", () => {
    const cases: readonly (readonly [string, readonly object[]])[] = [
        [
            "service:secretsmanager",
            [{ host: "secretsmanager.eu-west-1.amazonaws.com", port: 443, call: "secretsmanager", secretArn: SURROUNDINGS.secretArn }],
        ],
        ["service:logs", [{ host: "logs.eu-west-1.amazonaws.com", port: 443, call: "logs", logGroup: "/aws/lambda/probe" }]],
        ["service:s3", [{ host: "s3.eu-west-1.amazonaws.com", port: 443, call: "s3", bucket: "files-1" }]],
        ["service:bedrock-runtime", [{ host: "bedrock-runtime.eu-west-1.amazonaws.com", port: 443, call: "https", path: "/" }]],
        ["image:ghcr.io", [{ host: "ghcr.io", port: 443, call: "https", path: "/v2/" }]],
        ["image:docker.io", [{ host: "registry-1.docker.io", port: 443, call: "https", path: "/v2/" }]],
        [
            `image:${ECR}`,
            [
                { host: "api.ecr.eu-west-1.amazonaws.com", port: 443, call: "ecr" },
                { host: ECR, port: 443, call: "https", path: "/v2/" },
            ],
        ],
        ["tcp:postgres:5432", [{ host: "db.example", port: 5432, call: "postgresql" }]],
        ["tcp:rag-api-service:8000", [{ host: "rag-api.internal", port: 8000, call: "http", path: "/health" }]],
        ["internet:api.example.com:8443", [{ host: "api.example.com", port: 8443, call: "https", path: "/" }]],
    ];
    for (const [need, expected] of cases) {
        it(need, async () => {
            assert.deepEqual(
                await unwrap(destinationsOf(need, SURROUNDINGS)),
                expected.map((destination) => ({ need, ...destination })),
            );
        });
    }

    for (const need of ["tcp:meilisearch:7700", "efs:files"]) {
        it(`fails for ${need}, which nobody has told how to open`, () => {
            assert.throws(() => destinationsOf(need, SURROUNDINGS), {
                message: `self-check: ${need} has no destination; destinations.ts has to know how to open it`,
            });
        });
    }
});

describe("what the probe's role is allowed", () => {
    const statements = (...needs: string[]) =>
        unwrap(
            statementsOf(
                needs.flatMap((need) => destinationsOf(need, SURROUNDINGS)),
                SURROUNDINGS,
            ),
        );
    const allow = (Sid: string, action: string, resource: string) => ({ Sid, Effect: "Allow", Action: [action], Resource: [resource] });

    it("is nothing where no call is signed", async () => {
        assert.deepEqual(await statements("image:ghcr.io", "tcp:postgres:5432"), []);
    });

    it("is to see each thing that a call names, and to read none", async () => {
        assert.deepEqual(await statements("service:secretsmanager", "service:logs", "service:s3", `image:${ECR}`), [
            allow(
                "DescribeSecret",
                "secretsmanager:DescribeSecret",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-1a2b-AbCdEf",
            ),
            allow("DescribeOwnLog", "logs:DescribeLogStreams", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/probe:*"),
            allow("SeeBucket", "s3:ListBucket", "arn:aws:s3:::files-1"),
            allow("SignInToRegistry", "ecr:GetAuthorizationToken", "*"),
        ]);
    });
});
