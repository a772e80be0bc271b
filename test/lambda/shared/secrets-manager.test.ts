import { strict as assert } from "node:assert";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { secretsManager, secretsManagerAddress } from "../../../lambda/shared/secrets-manager";

/** Runs with a local stand-in for the API, found as on AWS: by the environment. */
async function withApi<T>(answer: http.RequestListener, use: () => Promise<T>): Promise<T> {
    const server = http.createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const changed = {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
    };
    const before = Object.fromEntries(Object.keys(changed).map((key) => [key, process.env[key]]));
    Object.assign(process.env, changed);
    try {
        return await use();
    } finally {
        for (const [key, value] of Object.entries(before)) {
            if (value === undefined) Reflect.deleteProperty(process.env, key);
            else process.env[key] = value;
        }
        server.closeAllConnections();
        server.close();
    }
}

describe("secretsManager", () => {
    it("reads the text of the secret that is asked for", async () => {
        const asked: string[] = [];
        const text = await withApi(
            (request, response) => {
                request.on("data", (chunk: Buffer) => asked.push(`${request.headers["x-amz-target"] as string} ${chunk.toString()}`));
                request.on("end", () => response.setHeader("content-type", "application/x-amz-json-1.1").end('{"SecretString":"text"}'));
            },
            () => secretsManager("eu-west-1")("arn:one", 2_000),
        );
        assert.equal(text, "text");
        assert.deepEqual(asked, ['secretsmanager.GetSecretValue {"SecretId":"arn:one"}']);
    });

    it("fails once, with the service's own error", async () => {
        let calls = 0;
        const refusing: http.RequestListener = (_, response) => {
            calls++;
            response
                .writeHead(400, { "content-type": "application/x-amz-json-1.1" })
                .end('{"__type":"AccessDeniedException","message":"no"}');
        };
        await assert.rejects(
            withApi(refusing, () => secretsManager("eu-west-1")("arn:one", 2_000)),
            { name: "AccessDeniedException", message: "no" },
        );
        assert.equal(calls, 1);
    });

    it("fails within its time when nobody answers", async () => {
        const startedAt = Date.now();
        await assert.rejects(
            withApi(
                () => undefined,
                () => secretsManager("eu-west-1")("arn:one", 300),
            ),
            { name: "TimeoutError" },
        );
        assert.ok(Date.now() - startedAt < 3_000);
    });
});

describe("secretsManagerAddress", () => {
    for (const { environment, address } of [
        { environment: {}, address: { host: "secretsmanager.eu-west-1.amazonaws.com", port: 443 } },
        { environment: { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" }, address: { host: "127.0.0.1", port: 4566 } },
        { environment: { AWS_ENDPOINT_URL: "http://aws.test" }, address: { host: "aws.test", port: 80 } },
        {
            environment: { AWS_ENDPOINT_URL: "http://aws.test", AWS_ENDPOINT_URL_SECRETS_MANAGER: "https://secrets.test" },
            address: { host: "secrets.test", port: 443 },
        },
    ]) {
        it(`is ${address.host}:${address.port} for ${JSON.stringify(environment)}`, () => {
            assert.deepEqual(secretsManagerAddress("eu-west-1", environment), address);
        });
    }
});
