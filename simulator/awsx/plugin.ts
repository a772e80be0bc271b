/** The process `pulumi-resource-awsx`. */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./monitor";
import { awsxService } from "./service";

const PARENT_CHECK_MS = 1_000;

/** The engine finds the plugin by the port on the first line of its output, and normally kills it in the end. */
function serve(engineAddress: string): void {
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(ResourceProviderService, awsxService(new EngineLog(engineAddress)));
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) throw new Error(`the awsx plugin cannot listen on a port of this machine: ${error.message}`);
        console.log(port);
    });
    const engine = process.ppid;
    // An engine that was killed cannot kill its plugins: they see that by their new parent.
    setInterval(() => {
        if (process.ppid !== engine) process.exit(0);
    }, PARENT_CHECK_MS).unref();
}

const [engineAddress] = process.argv.slice(2);
if (engineAddress === undefined) {
    console.error("pulumi-resource-awsx is started by the Pulumi engine, which gives its address; run npm run simulate instead");
    process.exitCode = 1;
} else {
    serve(engineAddress);
}
