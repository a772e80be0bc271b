/** Runs the awsx service in this process and calls Construct on it, as the engine would. */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConstructRequest, type ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { EngineLog } from "../../../simulator/awsx/monitor";
import { AwsxProvider, componentCalls } from "../../../simulator/awsx/service";
import { serviceOf } from "../../../simulator/provider/service";
import { listen, RecordingEngine, STACK_URN, type Behaviour } from "./recording-engine";

export interface Answer {
    readonly engine: RecordingEngine;
    readonly response?: ConstructResponse;
    readonly error?: grpc.ServiceError;
}

export interface Question {
    readonly type: string;
    readonly name: string;
    readonly args: Record<string, JavaScriptValue>;
    readonly dryRun: boolean;
    readonly behaviour: Behaviour;
    /** Adds options of the component. */
    readonly options?: (request: ConstructRequest) => void;
}

export async function askConstruct({ type, name, args, dryRun, behaviour, options }: Question): Promise<Answer> {
    const engine = new RecordingEngine(behaviour);
    const address = await engine.start();
    const server = new grpc.Server();
    server.addService(ResourceProviderService, { ...serviceOf(new AwsxProvider()), ...componentCalls(new EngineLog(address)) });
    const client = new ResourceProviderClient(await listen(server), grpc.credentials.createInsecure());
    const request = new ConstructRequest()
        .setMonitorendpoint(address)
        .setType(type)
        .setName(name)
        .setParent(STACK_URN)
        .setDryrun(dryRun)
        .setInputs(Struct.fromJavaScript(args));
    options?.(request);
    try {
        return await new Promise<Answer>((resolve) => {
            client.construct(request, (error, response) => {
                resolve(error === null ? { engine, response } : { engine, error });
            });
        });
    } finally {
        client.close();
        server.forceShutdown();
        engine.stop();
    }
}
