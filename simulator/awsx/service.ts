/** The awsx provider: Construct, and refusals of everything that is not a component. */
import * as grpc from "@grpc/grpc-js";
import { version } from "@pulumi/awsx/package.json";
import {
    ConstructResponse,
    ProviderHandshakeResponse,
    type ConstructRequest,
    type ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { ProviderError, textOfError } from "../provider/errors";
import { fromWire, toWire } from "../provider/marshal";
import type { CheckResult, Provider } from "../provider/provider";
import type { Properties } from "../provider/values";
import { construct, VPC_TYPE, type Constructed } from "./construct";
import { EngineGone, MonitorEngine, type EngineLog } from "./monitor";

/**
 * The calls that only a provider of components answers, or answers otherwise.
 *
 * @param log where refusals are shown; the engine is silent about why a Construct failed unless it is told
 */
export function componentCalls(log: EngineLog): grpc.UntypedServiceImplementation {
    const handler: grpc.handleUnaryCall<ConstructRequest, ConstructResponse> = ({ request }, callback) => {
        constructAnswer(request, log).then(
            (response) => {
                callback(null, response);
            },
            async (error: unknown) => {
                const details = error instanceof EngineGone ? error.message : textOfError(error);
                if (!(error instanceof EngineGone)) await log.error(`Error: ${details}`).catch(ignoreAfterShutdown);
                callback({ code: grpc.status.UNKNOWN, details });
            },
        );
    };
    return { handshake, construct: handler };
}

/** The engine lets only a plugin that takes secrets construct components. An argument of a VPC that is one is refused when it arrives. */
const handshake: grpc.handleUnaryCall<ProviderHandshakeRequest, ProviderHandshakeResponse> = (_, callback) => {
    callback(null, new ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(false).setAcceptOutputs(false));
};

async function constructAnswer(request: ConstructRequest, log: EngineLog): Promise<ConstructResponse> {
    const engine = new MonitorEngine(request, log);
    try {
        const fromArguments: Record<string, readonly string[]> = {};
        request.getInputdependenciesMap().forEach((dependencies: ConstructRequest.PropertyDependencies, argument: string) => {
            fromArguments[argument] = dependencies.getUrnsList();
        });
        const inputs = fromWire(request.getInputs());
        return toResponse(await construct(engine, request.getType(), request.getName(), inputs, fromArguments));
    } finally {
        engine.close();
    }
}

function toResponse({ urn, outputs, dependencies }: Constructed): ConstructResponse {
    const response = new ConstructResponse().setUrn(urn).setState(toWire(outputs));
    for (const [output, urns] of Object.entries(dependencies)) {
        response.getStatedependenciesMap().set(output, new ConstructResponse.PropertyDependencies().setUrnsList([...urns]));
    }
    return response;
}

/** The log is a courtesy: when the engine is gone there is nobody left to read it, and the reply carries the text as well. */
function ignoreAfterShutdown(error: unknown): void {
    if (!(error instanceof EngineGone)) throw error;
}

/** awsx consists of components, which the engine never checks, creates or deletes through the provider. */
export class AwsxProvider implements Provider {
    readonly name = "awsx";
    readonly version = version;

    readonly check = refuse;
    readonly diff = refuse;
    readonly create = refuse;
    readonly update = refuse;
    readonly read = refuse;
    readonly delete = refuse;

    checkConfig(config: Properties): CheckResult {
        return { inputs: config, failures: [] };
    }

    configure(): void {
        // Components take their settings from the providers of their children.
    }

    invoke(token: string): never {
        return refuse({ type: token });
    }
}

function refuse({ type }: { readonly type: string }): never {
    throw new ProviderError(`${type}: the simulated awsx provider knows only ${VPC_TYPE}; build the rest from @pulumi/aws resources`);
}
