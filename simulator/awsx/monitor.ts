/** The engine over gRPC, as the component sees it: the resource monitor, and the log. */
import * as grpc from "@grpc/grpc-js";
import { version as awsVersion } from "@pulumi/aws/package.json";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/resource_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ProviderError } from "../provider/errors";
import { fromWire, toWire } from "../provider/marshal";
import { UNKNOWN, type Properties } from "../provider/values";
import type { Engine } from "./construct";
import type { Registered, Registration } from "./registration";

const MESSAGE_LIMIT_BYTES = 400 * 1024 * 1024;
const OPTIONS = { "grpc.max_receive_message_length": MESSAGE_LIMIT_BYTES, "grpc.max_send_message_length": MESSAGE_LIMIT_BYTES };

/** A call that the engine did not answer: it is shutting down, and has told the reason itself. */
export class EngineGone extends Error {}

/**
 * Registers what a component consists of.
 *
 * Children ask for the version of the aws package that is installed, as the program's own aws resources do: both then share one default
 * provider. (The real awsx asks for the version that it was built with, and so for a second aws plugin; without a version, the engine
 * would start a second provider too, under the name `default`.)
 */
export class MonitorEngine implements Engine {
    private readonly monitor: ResourceMonitorClient;
    private readonly awsProvider: string;

    constructor(
        private readonly request: ConstructRequest,
        private readonly log: EngineLog,
    ) {
        this.monitor = new ResourceMonitorClient(request.getMonitorendpoint(), grpc.credentials.createInsecure(), OPTIONS);
        this.awsProvider = request.getProvidersMap().get("aws") ?? "";
    }

    async registerComponent(type: string, name: string): Promise<Registered> {
        const request = this.newRequest({
            type,
            name,
            custom: false,
            parent: this.request.getParent(),
            inputs: {},
            dependencies: this.request.getDependenciesList(),
            propertyDependencies: {},
        });
        request.setAliasesList(this.request.getAliasesList());
        this.request.getProvidersMap().forEach((provider: string, name: string) => request.getProvidersMap().set(name, provider));
        return this.send(request);
    }

    readonly register = (registration: Registration): Promise<Registered> => {
        return this.send(this.newRequest(registration).setProvider(this.awsProvider).setVersion(awsVersion));
    };

    async completeComponent(urn: string): Promise<void> {
        const request = new rpc.RegisterResourceOutputsRequest().setUrn(urn).setOutputs(toWire({}));
        await answered<Empty>((done) => this.monitor.registerResourceOutputs(request, done));
    }

    async invoke(token: string, args: Properties): Promise<Properties> {
        const request = new rpc.ResourceInvokeRequest().setTok(token).setArgs(toWire(args));
        request.setProvider(this.awsProvider).setVersion(awsVersion);
        const response = await answered<rpc.ResourceInvokeResponse>((done) => this.monitor.invoke(request, done));
        const [failure] = response.getFailuresList();
        if (failure !== undefined) throw new ProviderError(`${token}: ${failure.getReason()}`);
        return fromWire(response.getReturn());
    }

    warn(message: string, urn: string): Promise<void> {
        return this.log.write(LogSeverity.WARNING, message, urn);
    }

    close(): void {
        this.monitor.close();
    }

    private newRequest(registration: Registration): rpc.RegisterResourceRequest {
        const request = new rpc.RegisterResourceRequest()
            .setType(registration.type)
            .setName(registration.name)
            .setCustom(registration.custom)
            .setParent(registration.parent)
            .setObject(toWire(registration.inputs))
            .setDependenciesList([...registration.dependencies])
            .setSupportspartialvalues(true)
            .setAliasspecs(true);
        for (const [property, urns] of Object.entries(registration.propertyDependencies)) {
            const dependencies = new rpc.RegisterResourceRequest.PropertyDependencies().setUrnsList([...urns]);
            request.getPropertydependenciesMap().set(property, dependencies);
        }
        // Children are protected with their component, as in Pulumi's SDK: the component alone has nothing to lose.
        if (this.request.getProtect() === true) request.setProtect(true);
        return request;
    }

    private async send(request: rpc.RegisterResourceRequest): Promise<Registered> {
        const response = await answered<rpc.RegisterResourceResponse>((done) => this.monitor.registerResource(request, done));
        const id = response.getId();
        return { urn: response.getUrn(), id: id === "" ? UNKNOWN : id, outputs: fromWire(response.getObject()) };
    }
}

/** What people see while the engine runs. */
export class EngineLog {
    private readonly engine: EngineClient;

    /** @param address of the engine, which it gives to each plugin as the first argument */
    constructor(address: string) {
        this.engine = new EngineClient(address, grpc.credentials.createInsecure());
    }

    error(message: string): Promise<void> {
        return this.write(LogSeverity.ERROR, message, "");
    }

    async write(severity: LogSeverity, message: string, urn: string): Promise<void> {
        const request = new LogRequest().setSeverity(severity).setMessage(message).setUrn(urn);
        await answered<Empty>((done) => this.engine.log(request, done));
    }
}

function answered<Response>(call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
        call((error, response) => {
            if (error === null) resolve(response);
            else reject(new EngineGone(error.details));
        });
    });
}
