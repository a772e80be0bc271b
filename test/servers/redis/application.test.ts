import { strict as assert } from "node:assert";
import Redis, { type RedisOptions } from "ioredis";

import { librechatEnvironment, librechatSecrets } from "../../../components/application/librechat-environment";
import { cacheUri } from "../../../components/data/cache-uri";
import { CertificateAuthority } from "../../../simulator/databases/certificates";
import { RedisServer } from "../../../simulator/databases/redis/redis-server";
import { createRunFolder, removeRunFolder } from "../../../simulator/databases/run-folder";

/** As the program makes tokens: letters and digits. */
const TOKEN = "kN3vW8xT2qLmR7zB5cYhJ4dF6gSp9aQeU1oXtDw0";
const HOST = "master.cache-abc.x1y2z3.euw1.cache.amazonaws.com";

describe("Redis as LibreChat sees it", function () {
    this.timeout(60_000);
    let folder: string;
    let authority: CertificateAuthority;
    let server: RedisServer;
    let uri: string;

    before("install and start Redis", async function () {
        this.timeout(300_000);
        folder = createRunFolder();
        authority = await CertificateAuthority.create(folder, "authority");
        server = await RedisServer.create({ parent: folder, certificate: await authority.issue("redis"), token: TOKEN });
        await server.start();
        uri = here(cacheUri(HOST, TOKEN));
    });

    after("stop Redis", async () => {
        await server.stop();
        removeRunFolder(folder);
    });

    /** The connection string, unchanged but for host and port. */
    function here(connectionString: string): string {
        assert.ok(connectionString.includes(`@${HOST}:6379`));
        return connectionString.replace(`@${HOST}:6379`, `@localhost:${server.port}`);
    }

    /** As LibreChat makes its clients, but that a failure is final. In AWS the trusted authorities are those of Node.js. */
    async function using<T>(connectionString: string, use: (client: Redis) => Promise<T>, options: RedisOptions = {}): Promise<T> {
        const client = new Redis(connectionString, {
            tls: { ca: authority.certificate },
            lazyConnect: true,
            connectTimeout: 2_000,
            retryStrategy: null,
            ...options,
        });
        let firstError: Error | undefined;
        client.on("error", (error) => (firstError ??= error));
        try {
            await client.connect();
            return await use(client);
        } catch (error) {
            // That a connection closed is all that the promise says; why is told as an event before.
            throw firstError ?? error;
        } finally {
            client.disconnect();
        }
    }

    const ping = (client: Redis) => client.ping();

    it("is used when there is a cache, by the connection string of its secret", () => {
        const common = { siteUrl: "https://chat.example.com", region: "eu-west-1", bucketName: "files", bedrockRegion: "eu-west-1" };
        const rest = { idleTimeoutSeconds: 600, allowRegistration: false, bedrockModels: [] };
        assert.equal(librechatEnvironment({ ...common, ...rest, cache: true })["USE_REDIS"], "true");
        const arns = { credentialsArn: "c", tokenArn: "t", mongoArn: "m", cacheArn: "arn:cache" };
        assert.equal(librechatSecrets(arns)["REDIS_URI"], "arn:cache:uri::");
    });

    it("takes the connection string, keeps values for a time, and streams and tells what others write", async () => {
        await using(uri, async (client) => {
            assert.equal(await client.set("session", "ada", "PX", 60_000, "NX"), "OK");
            assert.equal(await client.set("session", "bob", "PX", 60_000, "NX"), null);
            const remainingMs = await client.pttl("session");
            assert.ok(remainingMs > 0 && remainingMs <= 60_000);
            const first = await client.xadd("answer", "*", "token", "Hello");
            assert.deepEqual(await client.xrange("answer", "-", "+"), [[first, ["token", "Hello"]]]);
            const told = new Promise((resolve) =>
                client.once("message", (channel, message) => {
                    resolve([channel, message]);
                }),
            );
            await client.subscribe("events");
            await using(uri, (other) => other.publish("events", "done"));
            assert.deepEqual(await told, ["events", "done"]);
        });
    });

    it("does nothing for whoever brings no token", async () => {
        await assert.rejects(using(uri.replace(`:${TOKEN}@`, ""), ping), { message: /^NOAUTH / });
    });

    it("refuses a wrong token", async () => {
        const wrong = here(cacheUri(HOST, "another"));
        await assert.rejects(using(wrong, ping), { message: "WRONGPASS invalid username-password pair or user is disabled." });
    });

    it("does not speak without TLS", async () => {
        await assert.rejects(using(uri.replace("rediss:", "redis:"), ping, { tls: undefined }), { message: "Connection is closed." });
    });

    it("is not believed when another authority signed its certificate", async () => {
        const other = await CertificateAuthority.create(folder, "other-authority");
        const options = { tls: { ca: other.certificate } };
        await assert.rejects(using(uri, ping, options), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    });

    it("is not believed when its certificate is for another host", async () => {
        const elsewhere = uri.replace("@localhost:", "@127.0.0.1:");
        await assert.rejects(using(elsewhere, ping), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    });

    it("is found again by a client that waits, after a restart", async () => {
        await using(
            uri,
            async (client) => {
                await server.stop();
                const answer = client.ping();
                await server.start();
                assert.equal(await answer, "PONG");
            },
            { retryStrategy: () => 50 },
        );
    });
});
