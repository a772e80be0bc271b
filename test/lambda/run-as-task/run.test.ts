import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sign } from "aws4";
import { runAsTask } from "../../../lambda/run-as-task/run";
import { taskEnvironmentOf } from "../../../lambda/run-as-task/task-environment";

const CODE =
    "exports.handler = async (event, context) => ({ event, leftMs: context.getRemainingTimeInMillis(), region: process.version });";
const CREDENTIALS = { AccessKeyId: "AKIDEXAMPLE", SecretAccessKey: "secret-of-the-task", Token: "token-of-the-task" };

describe("run-as-task", () => {
    let server: Server;
    let address: string;
    let asked: IncomingMessage[];
    let answers: Record<string, { status: number; body: string }>;

    beforeEach(async () => {
        asked = [];
        answers = { "/credentials": { status: 200, body: JSON.stringify(CREDENTIALS) }, "/init/code.js": { status: 200, body: CODE } };
        server = createServer((request, response) => {
            asked.push(request);
            const { status, body } = answers[request.url ?? ""] ?? { status: 404, body: "" };
            response.writeHead(status).end(body);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => server.close());

    const environment = (changes: Record<string, string | undefined> = {}) => ({
        AWS_REGION: "eu-central-1",
        CODE_URL: `${address}/init/code.js`,
        CODE_SHA256: createHash("sha256").update(CODE).digest("hex"),
        EVENT: '{"database":"rag"}',
        TIME_LIMIT_SECONDS: "240",
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${address}/credentials`,
        ...changes,
    });
    const run = (changes: Record<string, string | undefined> = {}) =>
        runAsTask({ environment: environment(changes), now: () => 1_000_000 });

    it("calls the handler once, with the event and the time that is left", async () => {
        assert.deepEqual(await run(), { event: { database: "rag" }, leftMs: 240_000, region: process.version });
        assert.deepEqual(
            asked.map(({ method, url }) => `${method} ${url}`),
            ["GET /credentials", "GET /init/code.js"],
        );
    });

    it("signs the request for the code with the task's credentials", async () => {
        await run();
        const { headers } = asked[1]!;
        const again = sign(
            {
                service: "s3",
                region: "eu-central-1",
                method: "GET",
                host: headers.host ?? "",
                path: "/init/code.js",
                headers: { "X-Amz-Date": headers["x-amz-date"] as string },
            },
            { accessKeyId: CREDENTIALS.AccessKeyId, secretAccessKey: CREDENTIALS.SecretAccessKey, sessionToken: CREDENTIALS.Token },
        );
        assert.equal(headers.authorization, again.headers?.["Authorization"]);
        assert.match(headers.authorization ?? "", /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request, /);
        assert.equal(headers["x-amz-security-token"], CREDENTIALS.Token);
    });

    it("fails with what the handler failed with", async () => {
        const code = 'exports.handler = async () => { throw new Error("PostgreSQL does not answer"); };';
        answers["/init/code.js"] = { status: 200, body: code };
        await assert.rejects(run({ CODE_SHA256: createHash("sha256").update(code).digest("hex") }), {
            message: "PostgreSQL does not answer",
        });
    });

    it("runs nothing that is not the code it was told of", async () => {
        answers["/init/code.js"] = { status: 200, body: "process.exit(7)" };
        const found = createHash("sha256").update("process.exit(7)").digest("hex");
        await assert.rejects(run(), {
            message:
                `CODE_SHA256 = ${environment().CODE_SHA256}, but ${address}/init/code.js has ${found}: somebody has changed the object. ` +
                "Nothing was run; pulumi up puts the code back.",
        });
    });

    it("says what S3 refuses", async () => {
        answers["/init/code.js"] = { status: 403, body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>" };
        await assert.rejects(run(), {
            message:
                `CODE_URL = ${address}/init/code.js: S3 answers 403 AccessDenied. The task's role must allow s3:GetObject on it, and the ` +
                "bucket must have it; pulumi up restores both.",
        });
        answers["/init/code.js"] = { status: 503, body: "" };
        await assert.rejects(run(), /S3 answers 503 no reason\./);
    });

    it("says that a task without a role has no credentials", async () => {
        delete answers["/credentials"];
        await assert.rejects(run(), {
            message: `${address}/credentials answers 404: the task has no credentials. Its task definition must name a task role.`,
        });
    });

    it("asks where ECS says, for a task on ECS", () => {
        const { credentialsUrl } = taskEnvironmentOf(environment({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1" }));
        assert.equal(credentialsUrl.href, "http://169.254.170.2/v2/credentials/1");
    });

    it("names everything that is wrong with its environment at once, and asks nobody", async () => {
        const wrong = {
            CODE_URL: "code",
            CODE_SHA256: "abc",
            EVENT: "{",
            TIME_LIMIT_SECONDS: "0",
            AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
        };
        await assert.rejects(run(wrong), {
            message:
                'environment.CODE_URL = "code"; allowed: an https or http address. ' +
                'environment.CODE_SHA256 = "abc"; allowed: 64 hexadecimal digits. ' +
                'environment.EVENT = "{"; allowed: JSON. ' +
                'environment.TIME_LIMIT_SECONDS = "0"; allowed: whole seconds. ' +
                "environment.AWS_CONTAINER_CREDENTIALS_URI = nothing; allowed: the path or address that ECS sets for a task with a role.",
        });
        assert.equal(asked.length, 0);
    });
});
