/** Serves a provider to the Pulumi engine: a process that prints its port and answers gRPC calls until the engine ends it. */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Provider } from "./provider";
import { serviceOf } from "./service";

/** What the engine itself allows; a state with many functions' code in it is large. */
const MESSAGE_LIMIT_BYTES = 400 * 1024 * 1024;

const PARENT_CHECK_MS = 1_000;

/**
 * Starts the server and prints its port on the first line, which is how the engine finds it.
 *
 * The process ends with the engine: normally the engine kills it; when the engine itself was killed, the parent process changes.
 *
 * @param more calls of the protocol that a {@link Provider} does not have, or that are to be answered otherwise; left out: none
 */
export function serve(provider: Provider, more: grpc.UntypedServiceImplementation = {}): void {
    const server = new grpc.Server({
        "grpc.max_receive_message_length": MESSAGE_LIMIT_BYTES,
        "grpc.max_send_message_length": MESSAGE_LIMIT_BYTES,
    });
    server.addService(ResourceProviderService, { ...serviceOf(provider), ...more });
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) {
            console.error(`the ${provider.name} plugin cannot listen on a port of this machine: ${error.message}`);
            process.exit(1);
        }
        console.log(port);
    });
    endWithParent();
}

function endWithParent(): void {
    const parent = process.ppid;
    setInterval(() => {
        if (process.ppid !== parent) process.exit(0);
    }, PARENT_CHECK_MS).unref();
}
