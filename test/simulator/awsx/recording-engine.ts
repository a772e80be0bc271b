/**
 * An engine that writes down what a component asks of it, in the words of the recordings.
 *
 * Children are answered with their inputs and the computed values that the component reads: ids, `allocationId` of an Elastic IP, and
 * nothing for `ipv6CidrBlock` of the VPC. A computed value is its own name, for example `${aws:ec2/vpc:Vpc::net.id}`.
 */
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

export const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const STACK = "pulumi:pulumi:Stack::project-dev";
const URN_PREFIX = "urn:pulumi:dev::project::";
export const STACK_URN = `${URN_PREFIX}${STACK}`;

export interface RecordedRegistration {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly parent: string;
    readonly inputs: unknown;
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

export interface Behaviour {
    /** In the preview of a new stack no resource has an id. */
    readonly idsKnown: boolean;
    /** Answers come late, and in another order than the questions. */
    readonly randomDelays?: boolean;
    /** A resource that the engine does not register, as `type::name`; and what it says instead. */
    readonly failing?: { readonly resource: string; readonly error: string };
}

export class RecordingEngine {
    readonly requests: rpc.RegisterResourceRequest[] = [];
    readonly registrations: RecordedRegistration[] = [];
    readonly outputs: { resource: string; outputs: unknown; afterRegistrations: number }[] = [];
    readonly invokes: { token: string; args: unknown }[] = [];
    readonly invokeRequests: rpc.ResourceInvokeRequest[] = [];
    readonly logs: { severity: string; message: string; urn?: string }[] = [];
    private readonly server = new grpc.Server();
    private readonly types = new Map<string, string>();
    private address = "";

    constructor(private readonly behaviour: Behaviour) {}

    /** @returns the address of both the resource monitor and the log */
    async start(): Promise<string> {
        this.server.addService(ResourceMonitorService, {
            registerResource: this.answering((request: rpc.RegisterResourceRequest) => this.register(request)),
            registerResourceOutputs: this.answering((request: rpc.RegisterResourceOutputsRequest) => {
                const outputs = normalized(request.getOutputs()?.toJavaScript());
                this.outputs.push({ resource: shortName(request.getUrn()), outputs, afterRegistrations: this.registrations.length });
                return new Empty();
            }),
            invoke: this.answering((request: rpc.ResourceInvokeRequest) => {
                this.invokeRequests.push(request);
                this.invokes.push({ token: request.getTok(), args: normalized(request.getArgs()?.toJavaScript()) });
                const names = ["us-east-1a", "us-east-1b", "us-east-1c"];
                return new rpc.ResourceInvokeResponse().setReturn(Struct.fromJavaScript({ names }));
            }),
        });
        this.server.addService(EngineService, {
            log: this.answering((request: LogRequest) => {
                const severity =
                    Object.entries(LogSeverity)
                        .find(([, value]) => value === request.getSeverity())?.[0]
                        .toLowerCase() ?? "";
                const urn = request.getUrn() === "" ? {} : { urn: shortName(request.getUrn()) };
                this.logs.push({ severity, message: request.getMessage(), ...urn });
                return new Empty();
            }),
        });
        this.address = await listen(this.server);
        return this.address;
    }

    stop(): void {
        this.server.forceShutdown();
    }

    private register(request: rpc.RegisterResourceRequest): rpc.RegisterResourceResponse {
        const [type, name] = [request.getType(), request.getName()];
        const resource = `${type}::${name}`;
        if (this.behaviour.failing?.resource === resource) throw new Error(this.behaviour.failing.error);
        const inputs = request.getObject()?.toJavaScript() ?? {};
        const propertyDependencies: Record<string, string[]> = {};
        request.getPropertydependenciesMap().forEach((dependencies: rpc.RegisterResourceRequest.PropertyDependencies, property: string) => {
            propertyDependencies[property] = dependencies.getUrnsList().map(shortName).sort();
        });
        this.requests.push(request);
        this.registrations.push({
            type,
            name,
            custom: request.getCustom(),
            parent: shortName(request.getParent()),
            inputs: normalized(inputs),
            dependencies: request.getDependenciesList().map(shortName).sort(),
            propertyDependencies,
        });
        const parentTypes = this.types.get(request.getParent());
        const types = parentTypes === undefined ? type : `${parentTypes}$${type}`;
        const urn = `${URN_PREFIX}${types}::${name}`;
        this.types.set(urn, types);
        const computed = Object.fromEntries(computedProperties(type).map((each) => [each, this.computed(resource, each)]));
        const response = new rpc.RegisterResourceResponse().setUrn(urn).setObject(Struct.fromJavaScript({ ...inputs, ...computed }));
        return request.getCustom() && this.behaviour.idsKnown ? response.setId(`\${${resource}.id}`) : response;
    }

    private computed(resource: string, property: string): string {
        if (!this.behaviour.idsKnown) return UNKNOWN_STRING;
        return property === "ipv6CidrBlock" ? "" : `\${${resource}.${property}}`;
    }

    private answering<Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
        return ({ request }, callback) => {
            const reply = () => {
                try {
                    callback(null, answer(request));
                } catch (error) {
                    callback({ code: grpc.status.UNAVAILABLE, details: (error as Error).message });
                }
            };
            if (this.behaviour.randomDelays === true) setTimeout(reply, Math.random() * 5);
            else reply();
        };
    }
}

export async function listen(server: grpc.Server): Promise<string> {
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
            if (error === null) resolve(bound);
            else reject(error);
        });
    });
    return `127.0.0.1:${port}`;
}

/** `type::name`, as the recordings write a resource. */
export function shortName(urn: string): string {
    const [types = "", ...name] = urn.slice(URN_PREFIX.length).split("::");
    return `${types.slice(types.lastIndexOf("$") + 1)}::${name.join("::")}`;
}

/** A value of the wire as the recordings write it. */
export function normalized(value: unknown): unknown {
    if (value === UNKNOWN_STRING) return "<unknown>";
    if (Array.isArray(value)) return value.map(normalized);
    if (typeof value !== "object" || value === null) return value;
    if ("urn" in value && "id" in value) return { ref: shortName(value.urn as string), id: normalized(value.id) };
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normalized(member)]));
}

function computedProperties(type: string): string[] {
    if (type === "aws:ec2/vpc:Vpc") return ["ipv6CidrBlock"];
    return type === "aws:ec2/eip:Eip" ? ["allocationId"] : [];
}
