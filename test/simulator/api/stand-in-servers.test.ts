import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { request, Agent } from "node:https";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
    CreateSecretCommand,
    DescribeSecretCommand,
    GetRandomPasswordCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    SecretsManagerClient,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { StandInServers } from "../../../simulator/api/stand-in-servers";
import { CertificateAuthority } from "../../../simulator/databases/certificates";
import type { PolicySymptom } from "../../../simulator/network/delivery";
import type { Deployment } from "../aws/harness";
import { ACCOUNT, accountWith, put, putRole, REGION, roleArn, SECRET_ARN } from "../aws/services/lambda-fixtures";

const HOST = `secretsmanager.${REGION}.amazonaws.com`;

describe("AWS as a running function calls it", function () {
    this.timeout(20_000);
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-api-"));
    let authority: CertificateAuthority;
    let servers: StandInServers;
    let aws: Deployment;
    let refusals: Map<string, PolicySymptom>;

    before(async () => {
        authority = await CertificateAuthority.create(folder, "authority");
    });
    beforeEach(async () => {
        aws = accountWith([]);
        put(aws, "aws:secretsmanager/secretVersion:SecretVersion", "v1", {
            secretId: SECRET_ARN,
            arn: SECRET_ARN,
            versionId: "11111111-1111-4111-8111-111111111111",
            versionStages: ["AWSCURRENT"],
            secretString: '{"password":"hidden"}',
        });
        put(aws, "aws:s3/bucket:Bucket", "files", { bucket: "files" });
        put(aws, "aws:cloudwatch/logGroup:LogGroup", "/app", { name: "/app" });
        servers = await StandInServers.start(aws.store, authority);
        refusals = new Map();
        session("lambda");
    });
    afterEach(() => servers.stop());
    after(() => {
        rmSync(folder, { recursive: true });
    });

    function session(role: string): void {
        const lambda = { type: "aws:lambda/function:Function", id: "init", region: REGION, properties: { role: roleArn(role) } };
        servers.sessions.set("ASIAFUNCTION", { lambda, refusals });
    }

    /** As the SDK in a function, whose connections lead here; certificates are checked for the host that it means. */
    function options(accessKeyId = "ASIAFUNCTION") {
        const agent = new Agent({ ca: authority.certificate });
        const connect = agent.createConnection.bind(agent);
        agent.createConnection = (given, done) =>
            connect({ ...given, host: "127.0.0.1", port: servers.ports.https, servername: String(given.host) }, done);
        const credentials = { accessKeyId, secretAccessKey: "simulated", sessionToken: "simulated" };
        return { region: REGION, credentials, maxAttempts: 1, requestHandler: { httpsAgent: agent } };
    }
    const secrets = (accessKeyId?: string) => new SecretsManagerClient(options(accessKeyId));

    it("reads a secret", async () => {
        const { SecretString, VersionStages } = await secrets().send(new GetSecretValueCommand({ SecretId: SECRET_ARN }));
        assert.deepEqual([SecretString, VersionStages], ['{"password":"hidden"}', ["AWSCURRENT"]]);
    });

    it("rotates a secret: a pending version becomes the current one, and the current one the previous", async () => {
        const client = secrets();
        const token = "22222222-2222-4222-8222-222222222222";
        const pending = { SecretId: SECRET_ARN, ClientRequestToken: token, SecretString: "{}", VersionStages: ["AWSPENDING"] };
        await client.send(new PutSecretValueCommand(pending));
        await client.send(new PutSecretValueCommand(pending));
        const other = client.send(new PutSecretValueCommand({ ...pending, SecretString: "[]" }));
        await assert.rejects(other, { name: "ResourceExistsException" });
        const stages = async () => (await client.send(new DescribeSecretCommand({ SecretId: SECRET_ARN }))).VersionIdsToStages;
        const first = "11111111-1111-4111-8111-111111111111";
        assert.deepEqual(await stages(), { [first]: ["AWSCURRENT"], [token]: ["AWSPENDING"] });
        const move = { SecretId: SECRET_ARN, VersionStage: "AWSCURRENT", MoveToVersionId: token };
        await assert.rejects(client.send(new UpdateSecretVersionStageCommand(move)), { name: "InvalidParameterException" });
        await client.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: first }));
        assert.deepEqual(await stages(), { [first]: ["AWSPREVIOUS"], [token]: ["AWSPENDING", "AWSCURRENT"] });
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: SECRET_ARN, VersionStage: "AWSPREVIOUS" }));
        assert.equal(SecretString, '{"password":"hidden"}');
        const { RandomPassword = "" } = await client.send(new GetRandomPasswordCommand({ PasswordLength: 40, ExcludePunctuation: true }));
        assert.match(RandomPassword, /^[A-Za-z0-9]{40}$/);
    });

    it("asks IAM, and does not tell whether there is such a secret", async () => {
        putRole(aws, "blind", "lambda.amazonaws.com", []);
        session("blind");
        for (const arn of [SECRET_ARN, `${SECRET_ARN}-gone`]) {
            await assert.rejects(secrets().send(new GetSecretValueCommand({ SecretId: arn })), {
                name: "AccessDeniedException",
                message:
                    `User: arn:aws:sts::${ACCOUNT}:assumed-role/blind/init is not authorized to perform: secretsmanager:GetSecretValue on ` +
                    `resource: ${arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
            });
        }
    });

    it("asks the policy of the endpoint that the call came through", async () => {
        refusals.set(HOST, "explicitly denied");
        await assert.rejects(secrets().send(new GetSecretValueCommand({ SecretId: SECRET_ARN })), {
            message: /with an explicit deny in a VPC endpoint policy$/,
        });
    });

    it("refuses what is not there, and whoever is no function", async () => {
        await assert.rejects(secrets().send(new GetSecretValueCommand({ SecretId: "gone" })), {
            name: "ResourceNotFoundException",
            message: "Secrets Manager can't find the specified secret.",
        });
        const pending = new GetSecretValueCommand({ SecretId: SECRET_ARN, VersionStage: "AWSPENDING" });
        await assert.rejects(secrets().send(pending), {
            message: "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
        });
        await assert.rejects(secrets("ASIAOTHER").send(new GetSecretValueCommand({ SecretId: SECRET_ARN })), {
            name: "UnrecognizedClientException",
        });
    });

    it("answers the calls that only look", async () => {
        const look = { Statement: { Effect: "Allow", Action: ["s3:ListBucket", "logs:*", "ecr:*"], Resource: "*" } };
        putRole(aws, "probe", "lambda.amazonaws.com", [], look);
        session("probe");
        const s3 = new S3Client({ ...options(), forcePathStyle: true });
        assert.equal((await s3.send(new HeadBucketCommand({ Bucket: "files" }))).$metadata.httpStatusCode, 200);
        const virtualHost = new S3Client(options());
        assert.equal((await virtualHost.send(new ListObjectsV2Command({ Bucket: "files" }))).KeyCount, 0);
        await assert.rejects(s3.send(new HeadBucketCommand({ Bucket: "gone" })), { name: "NotFound" });
        const logs = new CloudWatchLogsClient(options());
        assert.deepEqual((await logs.send(new DescribeLogStreamsCommand({ logGroupName: "/app" }))).logStreams, []);
        await assert.rejects(logs.send(new DescribeLogStreamsCommand({ logGroupName: "/gone" })), { name: "ResourceNotFoundException" });
        const token = await new ECRClient(options()).send(new GetAuthorizationTokenCommand({}));
        assert.equal(token.authorizationData?.[0]?.proxyEndpoint, `https://${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`);
    });

    it("says which operations it does not answer, instead of a success without an effect", async () => {
        await assert.rejects(secrets().send(new CreateSecretCommand({ Name: "new" })), {
            name: "UnknownOperationException",
            message:
                "the simulated AWS does not answer CreateSecret of secretsmanager to functions; it answers " +
                "GetSecretValue, DescribeSecret, PutSecretValue, UpdateSecretVersionStage, GetRandomPassword",
        });
        await assert.rejects(new S3Client(options()).send(new ListBucketsCommand({})), { name: "UnknownOperationException" });
    });

    it("answers for every other site that nothing runs there", async () => {
        const status = await new Promise((resolve, reject) => {
            const { ports } = servers;
            const there = {
                host: "127.0.0.1",
                port: ports.https,
                servername: "ghcr.io",
                headers: { host: "ghcr.io" },
                ca: authority.certificate,
            };
            request(there, (response) => {
                response.resume();
                resolve(response.statusCode);
            })
                .once("error", reject)
                .end();
        });
        assert.equal(status, 404);
    });
});
