import { strict as assert } from "node:assert";
import { buildSync } from "esbuild";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createServer, type Server } from "node:tls";
import { CertificateAuthority } from "../../../simulator/databases/certificates";
import { runProcess, type Ending } from "../../../simulator/functions/function-process";
import type { Question, Start, Way } from "../../../simulator/functions/messages";

const HOST = "db.us-east-1.rds.amazonaws.com";

describe("the process of a function", function () {
    this.timeout(30_000);
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-function-"));
    const runtimeFile = path.join(folder, "runtime.js");
    let trusted: CertificateAuthority;
    let region: CertificateAuthority;
    let server: Server;
    let number = 0;

    before(async () => {
        const entry = path.join(__dirname, "../../../simulator/functions/runtime/main.ts");
        buildSync({ entryPoints: [entry], outfile: runtimeFile, bundle: true, platform: "node", target: "node20" });
        trusted = await CertificateAuthority.create(folder, "Amazon Root CA 1");
        region = await CertificateAuthority.create(folder, "region");
        const { certificateFile, keyFile } = await trusted.issue("server", [HOST]);
        server = createServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) }, (socket) => socket.end("hello"));
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    after(() => {
        server.close();
        rmSync(folder, { recursive: true });
    });

    const open: Way = { port: 0 };
    const portOf = (): number => (server.address() as AddressInfo).port;

    interface Given {
        readonly start?: Partial<Start>;
        readonly environment?: Record<string, string>;
        readonly way?: (question: Question) => Way;
        readonly file?: string;
    }

    /** Runs a handler's code, with the event `{"name":"Ada"}`. */
    function run(code: string, { start = {}, environment = {}, way = () => open, file = "index.js" }: Given = {}): Promise<Ending> {
        const codeFolder = path.join(folder, `code-${(number += 1)}`);
        mkdirSync(codeFolder);
        writeFileSync(path.join(codeFolder, file), code);
        return runProcess({
            runtimeFile,
            codeFolder,
            environment: { TMPDIR: folder, ...environment },
            certificateFile: trusted.certificateFile,
            start: {
                kind: "start",
                handler: "index.handler",
                event: '{"name":"Ada"}',
                requestId: "request-1",
                functionName: "init",
                functionArn: "arn:aws:lambda:us-east-1:123456789012:function:init",
                memoryMiB: 128,
                logGroup: "/aws/lambda/init",
                logStream: "stream",
                timeLimitSeconds: 20,
                speed: 1,
                standIns: [{ subject: "^CN=region$", certificate: trusted.certificate }],
                ...start,
            },
            answer: (question) => Promise.resolve(way(question)),
        });
    }

    async function resultOf(code: string, given?: Given): Promise<unknown> {
        const ending = await run(code, given);
        assert.ok("result" in ending, JSON.stringify(ending));
        return JSON.parse(ending.result);
    }

    async function failureOf(code: string, given?: Given): Promise<{ errorType: string; errorMessage: string; output: string }> {
        const ending = await run(code, given);
        assert.ok("payload" in ending, JSON.stringify(ending));
        return { ...(JSON.parse(ending.payload) as { errorType: string; errorMessage: string }), output: ending.output };
    }

    it("answers with what the handler returns, by promise or by callback, of each kind of module", async () => {
        assert.deepEqual(await resultOf("exports.handler = async ({ name }) => ({ name });"), { name: "Ada" });
        assert.equal(await resultOf("exports.handler = (event, context, done) => { setTimeout(done, 1, null, event.name); };"), "Ada");
        assert.equal(await resultOf("export const handler = async ({ name }) => name;", { file: "index.mjs" }), "Ada");
        assert.equal(await resultOf("exports.handler = async () => {};"), null);
    });

    it("has the variables that it is given, and none of this machine's", async () => {
        process.env["LIBRECHAT_TEST_ONLY"] = "1";
        try {
            const keys = await resultOf("exports.handler = async () => Object.keys(process.env).sort();", { environment: { OWN: "1" } });
            assert.deepEqual(keys, ["OWN", "TMPDIR"]);
        } finally {
            delete process.env["LIBRECHAT_TEST_ONLY"];
        }
    });

    it("knows its context", async () => {
        const code = `exports.handler = async (event, context) => {
            const remaining = context.getRemainingTimeInMillis();
            return [context.functionName, context.memoryLimitInMB, context.awsRequestId, remaining > 15_000 && remaining <= 20_000];
        };`;
        assert.deepEqual(await resultOf(code), ["init", "128", "request-1", true]);
    });

    it("fails with the error's type and message, and keeps what it wrote", async () => {
        const code = "exports.handler = async () => { console.log('begin'); throw new TypeError('no table'); };";
        const { errorType, errorMessage, output } = await failureOf(code);
        assert.deepEqual([errorType, errorMessage, output], ["TypeError", "no table", "begin\n"]);
    });

    it("fails without a handler", async () => {
        const { errorType, errorMessage } = await failureOf("exports.other = 1;");
        assert.deepEqual([errorType, errorMessage], ["Runtime.HandlerNotFound", "index.handler is undefined or not exported"]);
    });

    it("fails when its process ends, also for want of memory", async () => {
        const ended = await failureOf("exports.handler = async () => { process.exit(3); };");
        assert.deepEqual(
            [ended.errorType, ended.errorMessage],
            ["Runtime.ExitError", "RequestId: request-1 Error: Runtime exited with error: exit status 3"],
        );
        const code = "exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(0)); };";
        const exhausted = await failureOf(code, { start: { memoryMiB: 32 } });
        assert.deepEqual(
            [exhausted.errorType, exhausted.errorMessage],
            ["Runtime.ExitError", "RequestId: request-1 Error: Runtime exited with error: signal: SIGABRT"],
        );
    });

    it("is ended when its time is up", async () => {
        const { errorType, errorMessage } = await failureOf("exports.handler = () => new Promise(() => setInterval(() => {}, 1000));", {
            start: { timeLimitSeconds: 1 },
        });
        assert.deepEqual([errorType, errorMessage], ["Sandbox.Timedout", "Task timed out after 1.00 seconds"]);
    });

    it("sees a clock that goes faster, by timers and by measuring alike", async () => {
        const code = `exports.handler = async (event, context) => {
            const [date, tick, hr] = [Date.now(), performance.now(), process.hrtime.bigint()];
            const before = context.getRemainingTimeInMillis();
            await new Promise((resolve) => setTimeout(resolve, 10_000));
            await require("node:timers/promises").setTimeout(5_000);
            const spent = [Date.now() - date, new Date().getTime() - date, performance.now() - tick, Number(process.hrtime.bigint() - hr) / 1e6];
            spent.push(before - context.getRemainingTimeInMillis());
            return spent.every((each) => each >= 14_900 && each < 30_000) || spent;
        };`;
        const startedAt = Date.now();
        assert.equal(await resultOf(code, { start: { speed: 50, timeLimitSeconds: 240 } }), true);
        assert.ok(Date.now() - startedAt < 10_000);
    });

    describe("asks the virtual network for every connection", () => {
        const CONNECT = `
            const tls = require("node:tls");
            const { once } = require("node:events");
            const { text } = require("node:stream/consumers");
            exports.handler = async (event) => {
                const socket = tls.connect({ host: "${HOST}", port: 5432, servername: "${HOST}", ...global.options });
                const received = text(socket);
                await once(socket, "secureConnect");
                return received;
            };`;

        it("and gets the server that stands for the host, whose certificate it believes", async () => {
            const questions: Question[] = [];
            const way = (question: Question): Way => {
                questions.push(question);
                return { port: portOf() };
            };
            assert.equal(await resultOf(CONNECT, { way }), "hello");
            assert.deepEqual(questions, [{ kind: "question", number: 1, host: HOST, port: 5432 }]);
        });

        it("believes it where the code names the authority that is stood for, and nowhere else", async () => {
            const way = (): Way => ({ port: portOf() });
            const naming = (authority: CertificateAuthority) =>
                `global.options = { ca: ${JSON.stringify(authority.certificate)} };${CONNECT}`;
            assert.equal(await resultOf(naming(region), { way }), "hello");
            const other = await CertificateAuthority.create(folder, "other");
            const { errorMessage } = await failureOf(naming(other), { way });
            assert.match(errorMessage, /^unable to verify the first certificate/);
        });

        it("does not believe a certificate for another host", async () => {
            const { errorMessage } = await failureOf(CONNECT.replaceAll(HOST, "other.rds.amazonaws.com"), {
                way: () => ({ port: portOf() }),
            });
            assert.match(errorMessage, /^Hostname\/IP does not match certificate's altnames/);
        });

        it("finds no name", async () => {
            const { errorMessage } = await failureOf(CONNECT, { way: () => ({ lost: "name" }) });
            assert.equal(errorMessage, `getaddrinfo ENOTFOUND ${HOST}`);
        });

        it("is refused", async () => {
            const { errorMessage } = await failureOf(CONNECT, { way: () => ({ lost: "refused" }) });
            assert.equal(errorMessage, `connect ECONNREFUSED ${HOST}:5432`);
        });

        it("waits for ever when a packet is lost", async () => {
            const { errorMessage } = await failureOf(CONNECT, {
                way: () => ({ lost: "packet" }),
                start: { timeLimitSeconds: 100, speed: 50 },
            });
            assert.equal(errorMessage, "Task timed out after 100.00 seconds");
        });

        it("gives up after as long as Linux does", async () => {
            const { errorMessage } = await failureOf(CONNECT, {
                way: () => ({ lost: "packet" }),
                start: { timeLimitSeconds: 200, speed: 50 },
            });
            assert.equal(errorMessage, `connect ETIMEDOUT ${HOST}:5432`);
        });

        it("connects to an address that it has looked up as to the name", async () => {
            const code = `
                const dns = require("node:dns"), net = require("node:net");
                exports.handler = async () => {
                    const { address } = await dns.promises.lookup("${HOST}");
                    const all = await new Promise((resolve, reject) => dns.lookup("${HOST}", { all: true }, (e, found) => e ? reject(e) : resolve(found)));
                    const socket = net.connect({ host: address, port: 5432 });
                    await require("node:events").once(socket, "connect");
                    return [address === all[0].address, await dns.promises.resolveSrv("x").catch(({ code }) => code)];
                };`;
            const asked: string[] = [];
            const way = ({ host, port }: Question): Way => {
                asked.push(`${host}:${port ?? ""}`);
                return { port: portOf() };
            };
            assert.deepEqual(await resultOf(code, { way }), [true, "ENOTIMP"]);
            assert.deepEqual(asked, [`${HOST}:`, `${HOST}:`, `${HOST}:5432`]);
        });
    });
});
