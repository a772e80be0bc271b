import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { pipeline } from "node:stream";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerHandshakeResponse, AnalyzerStackConfigureRequest, AnalyzerStackConfigureResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { GRPC_OPTIONS } from "./grpc";

/** Starts the real pack for a stack, or for none, and resolves to its port on this machine. */
export type StartPack = (stack: AnalyzerStackConfigureRequest | undefined) => Promise<number>;

type Reply = (error: Partial<grpc.StatusObject> | null, bytes?: Buffer) => void;

interface RunningPack {
    readonly port: number;
    readonly client: grpc.Client;
}

/** How long calls that are under way may take when the pack takes over. */
const HAND_OVER_MS = 60_000;

/**
 * Stands between the engine and a policy pack, and starts the pack as soon as the stack is known.
 *
 * It answers the two calls that come before the pack can run. Then it asks the engine to connect anew (HTTP/2's GOAWAY), and that
 * connection is the pack's own: there is a call or two for each resource, and each would cost as much again on its way through a second
 * server and client. Where no stack is named, calls are passed on as the bytes they are.
 */
export class PolicyProxy {
    private readonly server = new grpc.Server(GRPC_OPTIONS);
    private readonly ownConnections = this.server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    private readonly sockets = new Set<Socket>();
    private readonly entrance = createServer((socket) => {
        this.accept(socket);
    });
    private pack: Promise<RunningPack> | undefined;
    private isHandedOver = false;

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
        return new Promise((resolve, reject) => {
            this.entrance.once("error", reject).listen(0, "127.0.0.1", () => {
                resolve((this.entrance.address() as AddressInfo).port);
            });
        });
    }

    close(): void {
        this.entrance.close();
        for (const socket of this.sockets) socket.destroy();
        this.server.forceShutdown();
    }

    private accept(socket: Socket): void {
        socket.setNoDelay();
        this.sockets.add(socket);
        socket.once("close", () => this.sockets.delete(socket));
        if (!this.isHandedOver) this.ownConnections.injectConnection(socket);
        else
            void this.pack?.then(({ port }) => {
                relay(socket, port);
            });
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
            if (error !== null && error.code !== grpc.status.UNIMPLEMENTED) {
                reply(error);
                return;
            }
            reply(null, response ?? Buffer.from(new AnalyzerStackConfigureResponse().serializeBinary()));
            this.isHandedOver = true;
            this.ownConnections.drain(HAND_OVER_MS);
        });
    }

    private pass(path: string, bytes: Buffer, reply: Reply): void {
        this.pack ??= this.start(undefined);
        this.pack.then(
            ({ client }) => client.makeUnaryRequest(path, unchanged, unchanged, bytes, reply),
            (error: unknown) => {
                reply({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
            },
        );
    }

    private async start(stack: AnalyzerStackConfigureRequest | undefined): Promise<RunningPack> {
        const port = await this.startPack(stack);
        return { port, client: new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), GRPC_OPTIONS) };
    }
}

/** Carries bytes both ways until either side ends; what ended it, each side learns from its own connection. */
function relay(socket: Socket, port: number): void {
    const pack = connect(port, "127.0.0.1").setNoDelay();
    pipeline(socket, pack, socket, () => {
        pack.destroy();
    });
}

function unchanged(bytes: Buffer): Buffer {
    return bytes;
}
