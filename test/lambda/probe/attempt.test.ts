import { strict as assert } from "node:assert";

import { attemptWith } from "../../../lambda/probe/attempt";
import type { AwsCall } from "../../../lambda/probe/checks/aws";
import type { Call, ProbedNeed } from "../../../lambda/probe/needs";
import { Refusal, StageError } from "../../../lambda/probe/stage";
import { Servers } from "./servers";

describe("one attempt at a destination", () => {
    let servers: Servers;
    before(async () => {
        servers = await Servers.create();
    });
    after(() => {
        servers.close();
    });

    const called: AwsCall[] = [];
    function attempt(
        port: number,
        call: Call,
        more: { host?: string; timeoutMs?: number; trust?: boolean; aws?: () => Promise<void> } = {},
    ) {
        const need: ProbedNeed = { need: "tcp:some:1", host: more.host ?? "localhost", port, ...call };
        const authorities = more.trust === false ? undefined : [servers.authority];
        const timeoutMs = more.timeoutMs ?? 5_000;
        const run = attemptWith({
            callAws: async (each) => {
                called.push(each);
                await more.aws?.();
            },
            databaseAuthorities: () => authorities,
            publicAuthorities: authorities,
        });
        return run(need, { signal: AbortSignal.timeout(timeoutMs), timeoutMs });
    }

    const ended = (stage: string, layer: string, message?: string | RegExp) => (error: unknown) => {
        assert.ok(error instanceof StageError, String(error));
        assert.deepEqual([error.stage, error.layer], [stage, layer], error.message);
        if (message instanceof RegExp) assert.match(error.message, message);
        else if (message !== undefined) assert.equal(error.message, message);
        return true;
    };

    it("ends at dns when the name has no address", async () => {
        await assert.rejects(attempt(1, { call: "redis" }, { host: "nowhere.invalid" }), ended("dns", "DNS"));
    });

    it("ends at tcp when nothing listens", async () => {
        await assert.rejects(attempt(await servers.closedPort(), { call: "redis" }), ended("tcp", "refused"));
    });

    it("ends at tls when the server does not encrypt", async () => {
        const port = await servers.plain((socket) => socket.once("data", () => socket.end("-ERR unencrypted\r\n")));
        await assert.rejects(attempt(port, { call: "redis" }), ended("tls", "TLS", /wrong version number|packet length/));
    });

    it("ends at tls when nobody answers the handshake in time", async () => {
        const port = await servers.plain(() => undefined);
        await assert.rejects(attempt(port, { call: "redis" }, { timeoutMs: 200 }), ended("tls", "timeout"));
    });

    it("ends at tls when the authority of the certificate is not trusted", async () => {
        const port = await servers.encrypted(() => undefined);
        await assert.rejects(attempt(port, { call: "https", path: "/" }, { trust: false }), ended("tls", "TLS", /certificate/));
    });

    it("ends at answer when no answer comes in time", async () => {
        const port = await servers.encrypted(() => undefined);
        await assert.rejects(attempt(port, { call: "redis" }, { timeoutMs: 500 }), ended("answer", "timeout"));
    });

    it("ends at answer when the connection is closed instead", async () => {
        const port = await servers.encrypted((socket) => socket.once("data", () => socket.end()));
        await assert.rejects(
            attempt(port, { call: "redis" }),
            ended("answer", "closed", "the connection was closed after 0 bytes of the answer"),
        );
    });

    describe("Redis", () => {
        const redis = (answer: string) =>
            servers.encrypted((socket) =>
                socket.on("data", (bytes) => {
                    if (bytes.toString() === "PING\r\n") socket.write(answer);
                }),
            );

        it("is reached when it asks for a password", async () => {
            assert.equal(await attempt(await redis("-NOAUTH Authentication required.\r\n"), { call: "redis" }), "Redis answers NOAUTH");
        });

        it("is reached when it asks for none", async () => {
            assert.equal(await attempt(await redis("+PONG\r\n"), { call: "redis" }), "Redis answers PONG");
        });

        it("is something else when it answers otherwise", async () => {
            await assert.rejects(
                attempt(await redis("HTTP/1.1 400 Bad Request\r\n"), { call: "redis" }),
                ended("answer", "other", 'the server answered "HTTP/1.1 400 Bad Request" to PING'),
            );
        });
    });

    describe("PostgreSQL", () => {
        const SSL_REQUEST = "0000000804d2162f";
        const postgres = (answer: string, upgrade: boolean) =>
            servers.plain((socket) =>
                socket.once("data", (bytes) => {
                    if (bytes.toString("hex") !== SSL_REQUEST) return;
                    socket.write(answer);
                    if (upgrade) servers.upgrade(socket);
                }),
            );

        it("is reached when it agrees to TLS and has a certificate", async () => {
            assert.equal(await attempt(await postgres("S", true), { call: "postgresql" }), "PostgreSQL with TLS");
        });

        it("is refused when it does not encrypt", async () => {
            await assert.rejects(
                attempt(await postgres("N", false), { call: "postgresql" }),
                ended("answer", "other", 'the server answered "N" to SSLRequest'),
            );
        });

        it("is not accepted with a certificate of somebody else", async () => {
            await assert.rejects(attempt(await postgres("S", true), { call: "postgresql" }, { trust: false }), ended("tls", "TLS"));
        });
    });

    describe("DocumentDB", () => {
        /** The only message that a server takes before a login, byte by byte, so that no code of ours writes and reads it. */
        const HELLO = "34000000 01000000 00000000 dd070000 00000000 00 1f000000 1068656c6c6f0001000000 0224646200 06000000 61646d696e00 00";
        const reply = (ok: number, operation = 2013) => {
            const value = Buffer.alloc(8);
            value.writeDoubleLE(ok);
            const body = Buffer.concat([Buffer.from([17, 0, 0, 0]), Buffer.from("\x01ok\0", "latin1"), value, Buffer.from([0])]);
            const header = Buffer.alloc(21);
            header.writeInt32LE(21 + body.length, 0);
            header.writeInt32LE(operation, 12);
            return Buffer.concat([header, body]);
        };
        const documentDb = (answer: Buffer) =>
            servers.encrypted((socket) =>
                socket.on("data", (bytes) => {
                    if (bytes.toString("hex") !== HELLO.replaceAll(" ", "")) return;
                    // In two parts, as long answers come.
                    socket.write(answer.subarray(0, 10));
                    setTimeout(() => socket.write(answer.subarray(10)), 20);
                }),
            );

        it("is reached when it says hello", async () => {
            assert.equal(await attempt(await documentDb(reply(1)), { call: "documentdb" }), "DocumentDB says hello");
        });

        it("is reached when it says so by a whole number", async () => {
            const answer = reply(1);
            const whole = Buffer.concat([answer.subarray(0, 25), Buffer.from("\x10ok\0\x01\0\0\0\0", "latin1")]);
            whole.writeInt32LE(whole.length, 0);
            assert.equal(await attempt(await documentDb(whole), { call: "documentdb" }), "DocumentDB says hello");
        });

        it("is refused when hello fails", async () => {
            await assert.rejects(
                attempt(await documentDb(reply(0)), { call: "documentdb" }),
                ended("answer", "other", "the server refused hello"),
            );
        });

        it("is something else when it speaks another protocol", async () => {
            await assert.rejects(
                attempt(await documentDb(reply(1, 1)), { call: "documentdb" }),
                ended("answer", "other", "the server does not speak the protocol of MongoDB"),
            );
        });
    });

    describe("web servers", () => {
        const requests: string[] = [];
        const web = (status: string, kind: "encrypted" | "plain") =>
            servers[kind]((socket) =>
                socket.on("data", (bytes) => {
                    requests.push(bytes.toString());
                    socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
                }),
            );

        it("are reached when they want a password", async () => {
            assert.equal(await attempt(await web("401 Unauthorized", "encrypted"), { call: "https", path: "/v2/" }), "HTTP 401");
            assert.match(requests.at(-1)!, /^HEAD \/v2\/ HTTP\/1\.1\r\n(.+\r\n)*host: localhost\r\n/i);
        });

        it("are not reached when a gateway answers for them", async () => {
            await assert.rejects(attempt(await web("502 Bad Gateway", "encrypted"), { call: "https", path: "/" }), (error: StageError) => {
                assert.ok(error.cause instanceof Refusal);
                assert.equal(error.cause.reply.status, 502);
                return ended("answer", "other", "HTTP 502")(error);
            });
        });

        it("are asked for a page inside the VPC", async () => {
            assert.equal(await attempt(await web("200 OK", "plain"), { call: "http", path: "/health" }), "HTTP 200");
            assert.match(requests.at(-1)!, /^GET \/health HTTP\/1\.1\r\n/);
        });
    });

    describe("AWS services", () => {
        it("are opened, and then called with what the need names", async () => {
            const port = await servers.encrypted(() => undefined);
            assert.equal(await attempt(port, { call: "s3", bucket: "files-1" }), "s3:ListBucket");
            const { bucket } = called.at(-1) as { bucket: string };
            assert.equal(bucket, "files-1");
        });

        it("are not called when their endpoint is not open", async () => {
            const before = called.length;
            await assert.rejects(attempt(await servers.closedPort(), { call: "ecr" }), ended("tcp", "refused"));
            assert.equal(called.length, before);
        });

        it("say with their status what they refuse", async () => {
            const port = await servers.encrypted(() => undefined);
            const denied = Object.assign(new Error("not authorized"), {
                name: "AccessDeniedException",
                $metadata: { httpStatusCode: 400 },
            });
            await assert.rejects(
                attempt(port, { call: "logs", logGroup: "group" }, { aws: () => Promise.reject(denied) }),
                ended("answer", "other", "HTTP 400 AccessDeniedException: not authorized"),
            );
        });

        it("fail by the way when they have no status", async () => {
            const port = await servers.encrypted(() => undefined);
            const lost = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
            await assert.rejects(
                attempt(port, { call: "secretsmanager", secretArn: "arn:token" }, { aws: () => Promise.reject(lost) }),
                ended("answer", "refused", "connect ECONNREFUSED"),
            );
        });
    });
});
