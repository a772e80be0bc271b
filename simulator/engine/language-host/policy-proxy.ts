import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerHandshakeResponse, AnalyzerStackConfigureRequest, AnalyzerStackConfigureResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { GRPC_OPTIONS, listen } from "./grpc";

/** Starts the real pack for a stack, or for none, and resolves to its port on this machine. */
export type StartPack = (stack: AnalyzerStackConfigureRequest | undefined) => Promise<number>;

type Reply = (error: Partial<grpc.StatusObject> | null, bytes?: Buffer) => void;

/**
 * Stands between the engine and a policy pack, and starts the pack as soon as the stack is known.
 *
 * It answers the two calls that come before the pack can run; all others are passed on as the bytes they are, which costs no
 * decoding of a whole stack's resources and holds for fields that this host does not know.
 */
export class PolicyProxy {
    private readonly server = new grpc.Server(GRPC_OPTIONS);
    private pack: Promise<grpc.Client> | undefined;

    constructor(private readonly startPack: StartPack) {
        const methods = Object.entries(AnalyzerService as grpc.ServiceDefinition);
        const asBytes = methods.map(([name, method]) => [name, { ...method, requestDeserialize: unchanged, responseSerialize: unchanged }]);
        const handlers = methods.map(([name, method]) => [name, this.handler(name, method.path)]);
        this.server.addService(
            Object.fromEntries(asBytes) as grpc.ServiceDefinition,
            Object.fromEntries(handlers) as grpc.UntypedServiceImplementation,
        );
    }

    /** @returns the port of the proxy */
    listen(): Promise<number> {
        return listen(this.server);
    }

    close(): void {
        this.server.forceShutdown();
    }

    private handler(name: string, path: string) {
        return (call: grpc.ServerUnaryCall<Buffer, Buffer>, reply: Reply): void => {
            switch (name) {
                case "handshake":
                    reply(null, Buffer.from(new AnalyzerHandshakeResponse().serializeBinary()));
                    return;
                case "configureStack":
                    this.configureStack(call.request, path, reply);
                    return;
                default:
                    this.pass(path, call.request, reply);
            }
        };
    }

    private configureStack(bytes: Buffer, path: string, reply: Reply): void {
        this.pack = this.start(AnalyzerStackConfigureRequest.deserializeBinary(bytes));
        this.pass(path, bytes, (error, response) => {
            // Packs built on an older @pulumi/policy do not know the call; they have the same facts in their environment.
            if (error?.code === grpc.status.UNIMPLEMENTED) {
                reply(null, Buffer.from(new AnalyzerStackConfigureResponse().serializeBinary()));
            } else {
                reply(error, response);
            }
        });
    }

    private pass(path: string, bytes: Buffer, reply: Reply): void {
        this.pack ??= this.start(undefined);
        this.pack.then(
            (pack) => pack.makeUnaryRequest(path, unchanged, unchanged, bytes, reply),
            (error: unknown) => {
                reply({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
            },
        );
    }

    private async start(stack: AnalyzerStackConfigureRequest | undefined): Promise<grpc.Client> {
        const port = await this.startPack(stack);
        return new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), GRPC_OPTIONS);
    }
}

function unchanged(bytes: Buffer): Buffer {
    return bytes;
}
