import { strict as assert } from "node:assert";

import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { acceptErrorHooks } from "./error-hooks";
import { computedOutputsOf, type ComputedOutputs, type Properties } from "./provider-outputs";

/**
 * Runs a piece of the program against mocks and keeps every registration.
 *
 * Not proved by such a test: that AWS accepts the values, what a change replaces, and the order of a deployment.
 */
export interface Registration {
    urn: string;
    /** Type token, such as `aws:rds/instance:Instance`. */
    type: string;
    name: string;
    /** URN of the parent; undefined at the top of the stack. */
    parent: string | undefined;
    /** False for components. */
    custom: boolean;
    /** As sent to the engine: a secret is an envelope, see `secretValue`; what is unknown in a preview satisfies `isUnknownValue`. */
    inputs: Properties;
    protect: boolean;
    retainOnDelete: boolean;
    deleteBeforeReplace: boolean;
    ignoreChanges: string[];
    /** URNs behind `dependsOn` and all inputs; a component counts as itself and as its children. */
    dependencies: string[];
    /** Names of the outputs which the engine is told to encrypt. */
    additionalSecretOutputs: string[];
    /** URNs by input. */
    propertyDependencies: Record<string, string[]>;
    /** What a component passed to `registerOutputs`; undefined when it passed nothing. */
    outputs: Properties | undefined;
}

export interface RecordOptions {
    /** Runs as a preview: ids and computed outputs are unknown. Default: no. */
    preview?: boolean;
    /** Answers of data sources by token, such as `aws:index/getRegion:getRegion`. Any other call fails the recording. */
    calls?: Record<string, (inputs: Properties) => Properties>;
    /** Computed outputs by type, instead of those in provider-outputs.ts. */
    outputs?: Record<string, ComputedOutputs>;
    /** Default: librechat. */
    project?: string;
    /** Default: dev. */
    stack?: string;
}

export class Recording<T> {
    constructor(
        readonly result: T,
        readonly registrations: readonly Registration[],
    ) {}

    ofType(type: string): Registration[] {
        return this.registrations.filter((registration) => registration.type === type);
    }

    /** The only resource of a type; with a name, the one of that name. */
    one(type: string, name?: string): Registration {
        const found = this.ofType(type).filter((registration) => name === undefined || registration.name === name);
        const [only] = found;
        assert.ok(
            only && found.length === 1,
            `${found.length} resources of type ${type}${name === undefined ? "" : ` named ${name}`}; one is wanted`,
        );
        return only;
    }

    /** How many resources there are of each type, components included: the exact list catches an extra resource too. */
    counts(): Record<string, number> {
        const counts: Record<string, number> = {};
        for (const { type } of this.registrations) {
            counts[type] = (counts[type] ?? 0) + 1;
        }
        return counts;
    }
}

/** @throws the first error of a constructor or of the mocks, for example of a data source without an answer in `options.calls` */
export async function record<T>(build: () => T | Promise<T>, options: RecordOptions = {}): Promise<Recording<T>> {
    const registrations: Registration[] = [];
    const failures: Error[] = [];
    await pulumi.runtime.setMocks(mocksOf(options, failures), options.project ?? "librechat", options.stack ?? "dev", options.preview);
    acceptErrorHooks();
    listen(registrations);
    const result = await build();
    // Registrations are promises nobody holds: without this wait the test would read a half-filled list.
    await pulumi.runtime.disconnect();
    if (failures[0] !== undefined) {
        throw failures[0];
    }
    return new Recording(result, registrations);
}

function mocksOf(options: RecordOptions, failures: Error[]): pulumi.runtime.Mocks {
    return {
        call: ({ token, inputs }) => {
            const answer = options.calls?.[token];
            if (answer === undefined) {
                const failure = new Error(`The data source ${token} was called, and options.calls of record() has no answer for it.`);
                failures.push(failure);
                throw failure;
            }
            return answer(inputs as Properties);
        },
        newResource: ({ type, name, custom, inputs }) => {
            const given = inputs as Properties;
            const isComponent = custom !== true && !type.startsWith("awsx:");
            if (isComponent) {
                return { id: undefined, state: {} };
            }
            if (options.preview === true) {
                return { id: undefined, state: given };
            }
            const plain = secretValue(given) as Properties;
            const computed = options.outputs?.[type]?.(plain, name) ?? computedOutputsOf(type, plain, name);
            return { id: idOf(type, name, computed), state: { ...given, ...sealed(computed, secretOutputs[type] ?? []) } };
        },
    };
}

/** The engine encrypts these outputs because the SDK asks for it; under mocks nobody does, and a leak would not show. */
const secretOutputs: Record<string, string[]> = {
    "random:index/randomBytes:RandomBytes": ["hex", "base64"],
    "random:index/randomPassword:RandomPassword": ["result", "bcryptHash"],
};

function sealed(outputs: Properties, secrets: readonly string[]): Properties {
    return Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => [
            key,
            secrets.includes(key) ? { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value } : value,
        ]),
    );
}

/** Types whose id is another property than AWS's own short id. */
function idOf(type: string, name: string, computed: Properties): string {
    const property = {
        "aws:secretsmanager/secret:Secret": "arn",
        "aws:iam/role:Role": "name",
        "aws:s3/bucket:Bucket": "bucket",
        "aws:lambda/function:Function": "name",
        "aws:docdb/cluster:Cluster": "clusterIdentifier",
    }[type];
    return property === undefined ? `${name}-id` : String(computed[property]);
}

/** The mocks are told type, name and inputs only; what else is registered is read where it passes by. */
function listen(registrations: Registration[]): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, answer) => {
        register(request, (error, response) => {
            if (response !== undefined) {
                registrations.push(registrationOf(request, response.getUrn()));
            }
            answer(error, response);
        });
    };
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResourceOutputs = (request, answer) => {
        const registration = registrations.find(({ urn }) => urn === request.getUrn());
        const outputs = propertiesOf(request.getOutputs());
        if (registration !== undefined && Object.keys(outputs).length > 0) {
            registration.outputs = outputs;
        }
        registerOutputs(request, answer);
    };
}

function registrationOf(request: RegisterResourceRequest, urn: string): Registration {
    const dependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((urns, property) => {
        dependencies[property] = urns.getUrnsList();
    });
    return {
        urn,
        type: request.getType(),
        name: request.getName(),
        parent: request.getParent() === "" ? undefined : request.getParent(),
        custom: request.getCustom(),
        inputs: propertiesOf(request.getObject()),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplace(),
        ignoreChanges: request.getIgnorechangesList(),
        dependencies: request.getDependenciesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        propertyDependencies: dependencies,
        outputs: undefined,
    };
}

/** The part of Pulumi's mock monitor that is listened to. */
interface Monitor {
    registerResource(request: RegisterResourceRequest, answer: (error: unknown, response?: RegisterResourceResponse) => void): void;
    registerResourceOutputs(request: RegisterResourceOutputsRequest, answer: (error: unknown, response?: unknown) => void): void;
}

function propertiesOf(struct: ReturnType<RegisterResourceRequest["getObject"]>): Properties {
    return struct === undefined ? {} : pulumi.runtime.deserializeProperties(struct);
}

/** True for a value that travels encrypted to the engine. One secret anywhere inside makes the whole property secret. */
export function isSecretValue(value: unknown): value is { value: unknown } {
    return (
        typeof value === "object" &&
        value !== null &&
        (value as Properties)[pulumi.runtime.specialSigKey] === pulumi.runtime.specialSecretSig
    );
}

/** True for an input that cannot be known in a preview. */
export function isUnknownValue(value: unknown): boolean {
    return pulumi.isUnknown(value);
}

/** The value with every secret envelope opened. */
export function secretValue(value: unknown): unknown {
    if (isSecretValue(value)) {
        return secretValue(value.value);
    }
    if (Array.isArray(value)) {
        return value.map(secretValue);
    }
    if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, secretValue(inner)]));
    }
    return value;
}

/**
 * The value of an output.
 *
 * @throws when it is unknown, as in a preview: without this check the promise would never settle
 */
export async function unwrap<T>(value: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
    const output = pulumi.output(value) as unknown as { isKnown: Promise<boolean>; promise(): Promise<pulumi.Unwrap<T>> };
    assert.ok(await output.isKnown, "the output is unknown in this preview");
    return output.promise();
}

/** Whether the engine would store the output encrypted. */
export function isSecretOutput(value: pulumi.Output<unknown>): Promise<boolean> {
    return pulumi.isSecret(value);
}
