import { strict as assert } from "node:assert";
import * as net from "node:net";

import { MongoClient } from "mongodb";
import { Client } from "pg";

import { observe } from "../../../lambda/shared/observation";
import { coded } from "./fakes";

/** As `mongodb` wraps what happened at each server of a cluster. */
function selectionTimeout(inner: Error): Error {
    const wrapped = Object.assign(new Error("connection timed out"), { name: "MongoNetworkError", cause: inner });
    return Object.assign(new Error("Server selection timed out after 10000 ms"), {
        name: "MongoServerSelectionError",
        reason: { servers: new Map([["db.example:27017", { error: wrapped }]]) },
    });
}

/** As the driver puts it when the members answer and none of them is the primary. */
function withoutPrimary(): Error {
    const members = ["a", "b"].map((name) => [
        `${name}.example:27017`,
        { address: `${name}.example:27017`, type: "RSSecondary", error: null },
    ]);
    return Object.assign(new Error("Server selection timed out after 10000 ms"), {
        name: "MongoServerSelectionError",
        reason: { servers: new Map(members as [string, object][]) },
    });
}

describe("observe", () => {
    for (const { error, layer, detail } of [
        { error: coded("ENOTFOUND", "getaddrinfo ENOTFOUND db.example"), layer: "DNS" },
        { error: withoutPrimary(), layer: "read-only", detail: "b.example:27017 is a replica" },
        { error: coded("EAI_AGAIN", "getaddrinfo EAI_AGAIN db.example"), layer: "DNS" },
        { error: coded("ECONNREFUSED", "connect ECONNREFUSED 10.0.0.5:5432"), layer: "refused" },
        { error: coded("ETIMEDOUT", "connect ETIMEDOUT 10.0.0.5:5432"), layer: "timeout" },
        { error: coded("EHOSTUNREACH", "connect EHOSTUNREACH 10.0.0.5:5432"), layer: "timeout" },
        { error: new Error("timeout expired"), layer: "timeout" },
        { error: new Error("Query read timeout"), layer: "timeout" },
        { error: Object.assign(new Error("socket did not connect within 10000 ms"), { name: "TimeoutError" }), layer: "timeout" },
        { error: coded("ECONNRESET", "read ECONNRESET"), layer: "closed" },
        { error: new Error("Connection terminated unexpectedly"), layer: "closed" },
        { error: coded("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"), layer: "TLS" },
        { error: coded("ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames"), layer: "TLS" },
        {
            error: coded(
                "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca",
            ),
            layer: "TLS",
            detail: "unable to verify the first certificate",
        },
        { error: new Error("The server does not support SSL connections"), layer: "TLS" },
        { error: coded("28P01", 'password authentication failed for user "postgres"'), layer: "authentication" },
        { error: coded(18, "Authentication failed."), layer: "authentication" },
        { error: new Error("Unsupported mechanism [ -301 ]"), layer: "authentication" },
        { error: coded("57P03", "the database system is starting up"), layer: "unavailable" },
        { error: coded("55P03", "canceling statement due to lock timeout"), layer: "unavailable" },
        { error: coded("25006", "cannot execute CREATE ROLE in a read-only transaction"), layer: "read-only" },
        { error: coded(10107, "not primary"), layer: "read-only" },
        { error: coded("42501", "permission denied to create role"), layer: "permission" },
        { error: Object.assign(new Error("no"), { name: "AccessDeniedException" }), layer: "permission" },
        { error: Object.assign(new Error("slow down"), { name: "ThrottlingException" }), layer: "unavailable" },
        { error: Object.assign(new Error("token"), { name: "UnrecognizedClientException" }), layer: "authentication" },
        { error: coded("42601", "syntax error"), layer: "other" },
        { error: coded("22023", "invalid value for lock_timeout"), layer: "other" },
        {
            error: selectionTimeout(coded("ECONNREFUSED", "connect ECONNREFUSED 10.0.0.5")),
            layer: "refused",
            detail: "connect ECONNREFUSED 10.0.0.5",
        },
        { error: selectionTimeout(new Error("quiet")), layer: "timeout", detail: "connection timed out" },
        {
            error: new AggregateError([coded("ECONNREFUSED", "connect ECONNREFUSED ::1")], ""),
            layer: "refused",
            detail: "connect ECONNREFUSED ::1",
        },
        { error: coded("ECONNREFUSED", ""), layer: "refused", detail: "ECONNREFUSED" },
    ] as { error: Error; layer: string; detail?: string }[]) {
        it(`sees ${layer} in ${error.name} "${error.message}"`, () => {
            assert.deepEqual(observe(error), { layer, detail: detail ?? error.message });
        });
    }

    it("sees something in what is no error, and ends when causes form a ring", () => {
        assert.deepEqual(observe("thrown text"), { layer: "other", detail: "thrown text" });
        const ring = new Error("outer");
        ring.cause = new Error("inner", { cause: ring });
        assert.deepEqual(observe(ring), { layer: "other", detail: "outer" });
    });

    describe("reads what the drivers themselves throw", () => {
        const pg = async (host: string, port: number) => {
            const client = new Client({ host, port, connectionTimeoutMillis: 300, ssl: { rejectUnauthorized: true } });
            await client.connect();
        };
        const mongodb = async (host: string, port: number) => {
            const client = new MongoClient(`mongodb://${host}:${port}/?tls=true`, { serverSelectionTimeoutMS: 300, connectTimeoutMS: 300 });
            try {
                await client.connect();
            } finally {
                await client.close();
            }
        };
        const layerOf = async (attempt: Promise<unknown>) => {
            const error: unknown = await attempt.then(
                () => assert.fail("it connected"),
                (reason: unknown) => reason,
            );
            return observe(error).layer;
        };

        for (const [driver, connect] of [
            ["pg", pg],
            ["mongodb", mongodb],
        ] as const) {
            it(`${driver}: a name that is not there`, async () => {
                assert.equal(await layerOf(connect("nowhere.invalid", 5432)), "DNS");
            });

            it(`${driver}: a port where nobody listens`, async () => {
                const server = net.createServer().listen(0, "127.0.0.1");
                await new Promise((resolve) => server.once("listening", resolve));
                const { port } = server.address() as net.AddressInfo;
                await new Promise((resolve) => server.close(resolve));
                assert.equal(await layerOf(connect("127.0.0.1", port)), "refused");
            });

            for (const { behaviour, serve, layer } of [
                { behaviour: "never answers", serve: () => undefined, layer: "timeout" },
                { behaviour: "hangs up", serve: (socket: net.Socket) => socket.end(), layer: "closed" },
            ]) {
                it(`${driver}: a server that ${behaviour}`, async () => {
                    const sockets: net.Socket[] = [];
                    const server = net.createServer((socket) => {
                        sockets.push(socket);
                        serve(socket);
                    });
                    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
                    try {
                        assert.equal(await layerOf(connect("127.0.0.1", (server.address() as net.AddressInfo).port)), layer);
                    } finally {
                        sockets.forEach((socket) => socket.destroy());
                        server.close();
                    }
                });
            }
        }
    });
});
