import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
    AboutResponse,
    DependencyInfo,
    GetProgramDependenciesResponse,
    GetRequiredPackagesResponse,
    GetRequiredPluginsResponse,
    LanguageHandshakeResponse,
    RunPluginResponse,
    type GetProgramDependenciesRequest,
    type RunPluginRequest,
    type RunRequest,
    type RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { directDependencies } from "../packages";
import type { ChildProcesses } from "./child-processes";
import { GRPC_OPTIONS, listen } from "./grpc";
import { runPolicyPack } from "./policy-pack";
import { runProgram } from "./program";

/** Version the host gives of itself: the one of the engine whose protocol it speaks. */
const HOST_VERSION = "3.259.0";

/**
 * Serves the part of Pulumi's language protocol that running programs and policy packs needs. Other calls (generating code, templates,
 * installing dependencies) are answered with UNIMPLEMENTED.
 *
 * @returns the port
 * @see https://github.com/pulumi/pulumi/blob/v3.259.0/proto/pulumi/language.proto
 */
export function serveLanguageHost(engineAddress: string, children: ChildProcesses): Promise<number> {
    const server = new grpc.Server(GRPC_OPTIONS);
    server.addService(LanguageRuntimeService, {
        handshake: answer(() => new LanguageHandshakeResponse()),
        getPluginInfo: answer(() => new PluginInfo().setVersion(HOST_VERSION)),
        // No list: the engine would install what it names before the program runs, and the plugins are in place already.
        getRequiredPackages: answer(() => new GetRequiredPackagesResponse()),
        getRequiredPlugins: answer(() => new GetRequiredPluginsResponse()),
        getProgramDependencies: answer(programDependencies),
        about: answer(() => new AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
        run: answer((call: grpc.ServerUnaryCall<RunRequest, RunResponse>) => runProgram(call, engineAddress, children)),
        runPlugin: (call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>) => {
            runPlugin(call, children);
        },
        cancel: answer(() => {
            children.stop();
            return new Empty();
        }),
    });
    return listen(server);
}

function runPlugin(call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>, children: ChildProcesses): void {
    if (call.request.getKind() === "analyzer") {
        runPolicyPack(call, children);
        return;
    }
    const reason = `this language host runs programs and policy packs, not plugins of kind "${call.request.getKind()}"; an official Pulumi release does`;
    call.write(new RunPluginResponse().setStderr(Buffer.from(`${reason}\n`)));
    call.write(new RunPluginResponse().setExitcode(1));
    call.end();
}

function programDependencies(call: grpc.ServerUnaryCall<GetProgramDependenciesRequest, GetProgramDependenciesResponse>) {
    const directory = call.request.getInfo()?.getProgramDirectory() ?? call.request.getPwd();
    const dependencies = directDependencies(directory).map(({ name, version }) => new DependencyInfo().setName(name).setVersion(version));
    return new GetProgramDependenciesResponse().setDependenciesList(dependencies);
}

/** Turns a function into a gRPC handler: what it throws becomes the call's error, with the message alone. */
function answer<Request, Response>(respond: (call: grpc.ServerUnaryCall<Request, Response>) => Response | Promise<Response>) {
    return (call: grpc.ServerUnaryCall<Request, Response>, reply: grpc.sendUnaryData<Response>): void => {
        Promise.resolve()
            .then(() => respond(call))
            .then(
                (response) => {
                    reply(null, response);
                },
                (error: unknown) => {
                    reply({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
                },
            );
    };
}
