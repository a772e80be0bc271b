import { strict as assert } from "node:assert";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient, AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
    AnalyzeDiagnostic,
    AnalyzerHandshakeRequest,
    AnalyzerInfo,
    AnalyzeRequest,
    AnalyzeResponse,
    AnalyzerStackConfigureRequest,
    AnalyzerStackConfigureResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { listen } from "../../../../simulator/engine/language-host/grpc";
import { PolicyProxy, type StartPack } from "../../../../simulator/engine/language-host/policy-proxy";

describe("PolicyProxy", () => {
    let pack: grpc.Server;
    let proxy: PolicyProxy | undefined;
    let client: AnalyzerClient | undefined;

    /** Which connection each call came by. */
    let callers: string[];

    beforeEach(() => {
        pack = new grpc.Server();
        callers = [];
    });
    afterEach(() => {
        client?.close();
        proxy?.close();
        pack.forceShutdown();
    });

    /** A pack that finds the type of each resource objectionable. */
    async function startPack(more: grpc.UntypedServiceImplementation = {}): Promise<number> {
        pack.addService(AnalyzerService, {
            ...more,
            getAnalyzerInfo: (_: unknown, reply: grpc.sendUnaryData<AnalyzerInfo>) => {
                reply(null, new AnalyzerInfo().setName("objections"));
            },
            analyze: (call: grpc.ServerUnaryCall<AnalyzeRequest, AnalyzeResponse>, reply: grpc.sendUnaryData<AnalyzeResponse>) => {
                callers.push(call.getPeer());
                if (call.request.getType() === "broken") reply({ code: grpc.status.UNKNOWN, details: "the policy threw" });
                else reply(null, new AnalyzeResponse().setDiagnosticsList([new AnalyzeDiagnostic().setMessage(call.request.getType())]));
            },
        });
        return listen(pack);
    }

    const configureStack = (
        call: grpc.ServerUnaryCall<AnalyzerStackConfigureRequest, AnalyzerStackConfigureResponse>,
        reply: grpc.sendUnaryData<AnalyzerStackConfigureResponse>,
    ) => {
        callers.push(call.getPeer());
        reply(null, new AnalyzerStackConfigureResponse());
    };

    async function connect(start: StartPack): Promise<AnalyzerClient> {
        proxy = new PolicyProxy(start);
        client = new AnalyzerClient(`127.0.0.1:${await proxy.listen()}`, grpc.credentials.createInsecure());
        return client;
    }

    const call = <Answer>(send: (reply: (error: grpc.ServiceError | null, answer: Answer) => void) => void): Promise<Answer> =>
        new Promise((resolve, reject) => {
            send((error, answer) => {
                if (error === null) resolve(answer);
                else reject(error);
            });
        });

    async function objectionTo(analyzer: AnalyzerClient, type: string): Promise<string | undefined> {
        const answer = await call<AnalyzeResponse>((reply) => analyzer.analyze(new AnalyzeRequest().setType(type), reply));
        return answer.getDiagnosticsList()[0]?.getMessage();
    }

    it("starts the pack once, with the stack that the engine names", async () => {
        const stacks: (string | undefined)[] = [];
        const analyzer = await connect((stack) => {
            stacks.push(stack?.getStack());
            return startPack();
        });
        await call((reply) => analyzer.handshake(new AnalyzerHandshakeRequest(), reply));
        assert.deepEqual(stacks, []);
        await call((reply) => analyzer.configureStack(new AnalyzerStackConfigureRequest().setStack("dev"), reply));
        const info = await call<AnalyzerInfo>((reply) => analyzer.getAnalyzerInfo(new Empty(), reply));
        assert.equal(info.getName(), "objections");
        assert.deepEqual(stacks, ["dev"]);
    });

    it("starts the pack without a stack when the engine only looks at it", async () => {
        const stacks: (string | undefined)[] = [];
        const analyzer = await connect((stack) => {
            stacks.push(stack?.getStack());
            return startPack();
        });
        await call((reply) => analyzer.getAnalyzerInfo(new Empty(), reply));
        assert.deepEqual(stacks, [undefined]);
    });

    it("passes calls, answers and errors on", async () => {
        const analyzer = await connect(() => startPack());
        assert.equal(await objectionTo(analyzer, "aws:s3/bucket:Bucket"), "aws:s3/bucket:Bucket");
        await assert.rejects(objectionTo(analyzer, "broken"), { code: grpc.status.UNKNOWN, details: "the policy threw" });
        await assert.rejects(
            call((reply) => analyzer.cancel(new Empty(), reply)),
            { code: grpc.status.UNIMPLEMENTED },
        );
    });

    it("gives the engine a connection to the pack itself once the stack is configured", async () => {
        const analyzer = await connect(() => startPack({ configureStack }));
        await call((reply) => analyzer.configureStack(new AnalyzerStackConfigureRequest(), reply));
        assert.deepEqual(await Promise.all(["a", "b"].map((type) => objectionTo(analyzer, type))), ["a", "b"]);
        assert.equal(await objectionTo(analyzer, "c"), "c");
        const [ofProxy, ...ofEngine] = callers;
        assert.equal(ofEngine.length, 3);
        assert.equal(new Set(ofEngine).size, 1);
        assert.notEqual(ofEngine[0], ofProxy);
    });

    it("answers calls that are under way when the pack takes over", async () => {
        const analyzer = await connect(() => startPack({ configureStack }));
        const configured = call((reply) => analyzer.configureStack(new AnalyzerStackConfigureRequest(), reply));
        assert.deepEqual(await Promise.all(["a", "b"].map((type) => objectionTo(analyzer, type))), ["a", "b"]);
        await configured;
    });

    it("fails each call when the pack does not start", async () => {
        const analyzer = await connect(() => Promise.reject(new Error("the policy pack ended")));
        const expected = { code: grpc.status.UNKNOWN, details: "the policy pack ended" };
        await assert.rejects(
            call((reply) => analyzer.configureStack(new AnalyzerStackConfigureRequest(), reply)),
            expected,
        );
        await assert.rejects(
            call((reply) => analyzer.getAnalyzerInfo(new Empty(), reply)),
            expected,
        );
    });
});
