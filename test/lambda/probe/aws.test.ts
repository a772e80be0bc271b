import { strict as assert } from "node:assert";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { awsCalls, type AwsCall } from "../../../lambda/probe/checks/aws";

const SETTINGS = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" };

/** The calls as AWS receives them: by a server on this machine. What AWS makes of them is not proved here. */
describe("the probe's calls of AWS", () => {
    let server: Server;
    let status = 200;
    const received: { request: string; target: unknown; body: unknown }[] = [];
    const saved = { ...process.env };

    before((done) => {
        server = createServer((request, response) => {
            let body = "";
            request.on("data", (chunk: Buffer) => (body += chunk.toString()));
            request.on("end", () => {
                const target = request.headers["x-amz-target"];
                received.push({
                    request: `${request.method ?? ""} ${request.url ?? ""}`,
                    target,
                    body: body === "" ? undefined : JSON.parse(body),
                });
                response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
                response.end(request.method === "HEAD" ? undefined : "{}");
            });
        });
        server.listen(0, "127.0.0.1", () => {
            const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
            Object.assign(process.env, SETTINGS, { AWS_ENDPOINT_URL: endpoint });
            done();
        });
    });
    after(() => {
        server.close();
        for (const name of [...Object.keys(SETTINGS), "AWS_ENDPOINT_URL"]) {
            if (saved[name] === undefined) Reflect.deleteProperty(process.env, name);
            else process.env[name] = saved[name];
        }
    });
    beforeEach(() => {
        status = 200;
        received.length = 0;
    });

    const cases: readonly (readonly [AwsCall, (typeof received)[number]])[] = [
        [
            { call: "secretsmanager", secretArn: "arn:token" },
            { request: "POST /", target: "secretsmanager.DescribeSecret", body: { SecretId: "arn:token" } },
        ],
        [
            { call: "logs", logGroup: "/aws/lambda/probe" },
            { request: "POST /", target: "Logs_20140328.DescribeLogStreams", body: { logGroupName: "/aws/lambda/probe", limit: 1 } },
        ],
        [
            { call: "s3", bucket: "files-1" },
            { request: "HEAD /files-1/", target: undefined, body: undefined },
        ],
        [{ call: "ecr" }, { request: "POST /", target: "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", body: {} }],
    ];
    for (const [call, expected] of cases) {
        it(`${call.call}: one request, ${expected.request} ${String(expected.target)}`, async () => {
            await awsCalls("us-east-1")(call, 2_000);
            assert.deepEqual(received, [expected]);
        });

        it(`${call.call}: one attempt that fails with the status`, async () => {
            status = 503;
            await assert.rejects(awsCalls("us-east-1")(call, 2_000), (error: { $metadata?: { httpStatusCode?: number } }) => {
                assert.equal(error.$metadata?.httpStatusCode, 503);
                return true;
            });
            assert.equal(received.length, 1);
        });
    }
});
