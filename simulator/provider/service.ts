/** Pulumi's provider protocol in terms of a {@link Provider}: unpacks each request, packs each answer. */
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { textOfError } from "./errors";
import { fromWire, toWire } from "./marshal";
import type { CheckFailure, CheckResult, DifferenceKind, DiffResult, Provider, ResourceReference } from "./provider";

/** Calls that are not listed answer "unimplemented", which the engine takes as "not needed". */
export function serviceOf(provider: Provider): grpc.UntypedServiceImplementation {
    return { ...lifecycleOf(provider), ...resourcesOf(provider) };
}

function lifecycleOf(provider: Provider): grpc.UntypedServiceImplementation {
    return {
        // Secrets, resource references and outputs are declined: the engine sends plain values and marks the answers secret itself.
        handshake: unary(() =>
            new rpc.ProviderHandshakeResponse().setAcceptSecrets(false).setAcceptResources(false).setAcceptOutputs(false),
        ),
        getPluginInfo: unary(() => new PluginInfo().setVersion(provider.version)),
        attach: unary(() => new Empty()),
        cancel: unary(() => new Empty()),
        getSchema: unary(() => new rpc.GetSchemaResponse().setSchema(JSON.stringify({ name: provider.name, version: provider.version }))),
        checkConfig: unary(async (request: rpc.CheckRequest) => checkResponse(await provider.checkConfig(fromWire(request.getNews())))),
        configure: unary(async (request: rpc.ConfigureRequest) => {
            await provider.configure(fromWire(request.getArgs()));
            return new rpc.ConfigureResponse().setSupportspreview(true);
        }),
        invoke: unary(async (request: rpc.InvokeRequest) => {
            const { results, failures } = await provider.invoke(request.getTok(), fromWire(request.getArgs()));
            return new rpc.InvokeResponse().setReturn(toWire(results)).setFailuresList(failures.map(failureMessage));
        }),
    };
}

function resourcesOf(provider: Provider): grpc.UntypedServiceImplementation {
    return {
        check: unary(async (request: rpc.CheckRequest) => {
            const olds = fromWire(request.getOlds());
            const result = await provider.check({
                ...referenceOf(request),
                olds: Object.keys(olds).length === 0 ? undefined : olds,
                news: fromWire(request.getNews()),
                randomSeed: Buffer.from(request.getRandomseed_asU8()),
            });
            return checkResponse(result);
        }),
        diff: unary(async (request: rpc.DiffRequest) => diffResponse(await provider.diff(changeOf(request)))),
        create: unary(async (request: rpc.CreateRequest) => {
            const inputs = fromWire(request.getProperties());
            const { id, outputs } = await provider.create({ ...referenceOf(request), inputs, preview: request.getPreview() });
            return new rpc.CreateResponse().setId(id).setProperties(toWire(outputs));
        }),
        update: unary(async (request: rpc.UpdateRequest) => {
            const outputs = await provider.update({ ...changeOf(request), preview: request.getPreview() });
            return new rpc.UpdateResponse().setProperties(toWire(outputs));
        }),
        read: unary(async (request: rpc.ReadRequest) => {
            const inputs = request.hasInputs() ? fromWire(request.getInputs()) : {};
            const isKnown = Object.keys(inputs).length > 0;
            const outputs = isKnown ? fromWire(request.getProperties()) : undefined;
            const result = await provider.read({
                ...referenceOf(request),
                id: request.getId(),
                inputs: isKnown ? inputs : undefined,
                outputs,
            });
            if (result === undefined) return new rpc.ReadResponse();
            return new rpc.ReadResponse().setId(result.id).setProperties(toWire(result.outputs)).setInputs(toWire(result.inputs));
        }),
        delete: unary(async (request: rpc.DeleteRequest) => {
            await provider.delete({ ...referenceOf(request), id: request.getId(), outputs: fromWire(request.getProperties()) });
            return new Empty();
        }),
    };
}

function unary<Request, Response>(work: (request: Request) => Response | Promise<Response>): grpc.handleUnaryCall<Request, Response> {
    return ({ request }, callback) => {
        Promise.resolve(request)
            .then(work)
            .then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback({ code: grpc.status.UNKNOWN, details: textOfError(error) });
                },
            );
    };
}

function referenceOf(request: { getUrn(): string; getType(): string; getName(): string }): ResourceReference {
    const urn = request.getUrn();
    const [, , types = "", ...name] = urn.split("::");
    // An engine before 3.136 says type and name only in the URN, after the types of the parents.
    return {
        urn,
        type: request.getType() === "" ? types.slice(types.lastIndexOf("$") + 1) : request.getType(),
        name: request.getName() === "" ? name.join("::") : request.getName(),
    };
}

function changeOf(request: rpc.DiffRequest | rpc.UpdateRequest) {
    return {
        ...referenceOf(request),
        id: request.getId(),
        oldInputs: fromWire(request.getOldInputs()),
        oldOutputs: fromWire(request.getOlds()),
        news: fromWire(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
    };
}

function checkResponse({ inputs, failures }: CheckResult): rpc.CheckResponse {
    return new rpc.CheckResponse().setInputs(toWire(inputs)).setFailuresList(failures.map(failureMessage));
}

function failureMessage({ property, reason }: CheckFailure): rpc.CheckFailure {
    return new rpc.CheckFailure().setProperty(property).setReason(reason);
}

const KINDS: Readonly<Record<DifferenceKind, rpc.PropertyDiff.Kind>> = {
    add: rpc.PropertyDiff.Kind.ADD,
    "add-replace": rpc.PropertyDiff.Kind.ADD_REPLACE,
    delete: rpc.PropertyDiff.Kind.DELETE,
    "delete-replace": rpc.PropertyDiff.Kind.DELETE_REPLACE,
    update: rpc.PropertyDiff.Kind.UPDATE,
    "update-replace": rpc.PropertyDiff.Kind.UPDATE_REPLACE,
};

function diffResponse({ differences, changed, replaces, deleteBeforeReplace }: DiffResult): rpc.DiffResponse {
    const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    const response = new rpc.DiffResponse()
        .setChanges(differences.size === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList([...changed])
        .setReplacesList([...replaces])
        .setDeletebeforereplace(deleteBeforeReplace)
        .setHasdetaileddiff(true);
    for (const [path, kind] of differences) {
        response.getDetaileddiffMap().set(path, new rpc.PropertyDiff().setKind(KINDS[kind]).setInputdiff(true));
    }
    return response;
}
