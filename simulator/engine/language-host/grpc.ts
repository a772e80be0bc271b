import * as grpc from "@grpc/grpc-js";

/** Messages carry whole stacks; this is the limit that Pulumi's own parts set, 400 MiB. */
export const GRPC_OPTIONS: grpc.ChannelOptions = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };

/** Starts a server on a free port of this machine. @returns the port */
export function listen(server: grpc.Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
            if (error === null) resolve(port);
            else reject(error);
        });
    });
}
