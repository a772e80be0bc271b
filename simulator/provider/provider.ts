/**
 * A resource provider without its transport: what the gRPC server in this folder serves, and what tests call directly.
 *
 * Each method is one call of Pulumi's provider protocol, with marshalled values unpacked. A thrown Error becomes the error that the
 * engine shows.
 *
 * @see https://www.pulumi.com/docs/iac/guides/building-extending/providers/implementers/
 */
import type { Properties } from "./values";

/** The resource that a call is about. */
export interface ResourceReference {
    readonly urn: string;
    /** Type token, for example `aws:ec2/subnet:Subnet`. */
    readonly type: string;
    /** Logical name in the program. */
    readonly name: string;
}

export interface CheckRequest extends ResourceReference {
    /** Checked inputs of the previous deployment; undefined for a new resource. */
    readonly olds: Properties | undefined;
    readonly news: Properties;
    /** From the engine: the same for the preview and the update of one deployment, so that both make the same name. */
    readonly randomSeed: Uint8Array;
}

export interface CheckFailure {
    /** Path of the property, for example `ingress[0].fromPort`; empty when it is the resource as a whole. */
    readonly property: string;
    readonly reason: string;
}

export interface CheckResult {
    readonly inputs: Properties;
    readonly failures: readonly CheckFailure[];
}

export type DifferenceKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffRequest extends ResourceReference {
    readonly id: string;
    readonly oldInputs: Properties;
    readonly oldOutputs: Properties;
    readonly news: Properties;
    /** Property paths that the program wants left alone. */
    readonly ignoreChanges: readonly string[];
}

export interface DiffResult {
    /** Differences by property path; empty when there is none. */
    readonly differences: ReadonlyMap<string, DifferenceKind>;
    /** Top-level properties among them. */
    readonly changed: readonly string[];
    /** Properties that need a new resource; empty when the change is made in place. */
    readonly replaces: readonly string[];
    /** The old resource must go first, because both would have the same physical name. */
    readonly deleteBeforeReplace: boolean;
}

export interface CreateRequest extends ResourceReference {
    readonly inputs: Properties;
    /** In a preview nothing is created: the outputs are what is known of them, the rest is UNKNOWN. */
    readonly preview: boolean;
}

export interface CreateResult {
    /** Empty in a preview. */
    readonly id: string;
    readonly outputs: Properties;
}

export interface UpdateRequest extends ResourceReference {
    readonly id: string;
    readonly oldInputs: Properties;
    readonly oldOutputs: Properties;
    readonly news: Properties;
    readonly ignoreChanges: readonly string[];
    readonly preview: boolean;
}

export interface ReadRequest extends ResourceReference {
    readonly id: string;
    /** Inputs and outputs in Pulumi's state; undefined for an import. */
    readonly inputs: Properties | undefined;
    readonly outputs: Properties | undefined;
}

/** What there is now; undefined when the resource is gone. */
export type ReadResult = { readonly id: string; readonly inputs: Properties; readonly outputs: Properties } | undefined;

export interface DeleteRequest extends ResourceReference {
    readonly id: string;
    readonly outputs: Properties;
}

export interface InvokeResult {
    readonly results: Properties;
    readonly failures: readonly CheckFailure[];
}

type Eventually<T> = T | Promise<T>;

export interface Provider {
    /** Package name, for example `aws`. */
    readonly name: string;
    /** Version of the package that it stands in for. */
    readonly version: string;
    checkConfig(config: Properties): Eventually<CheckResult>;
    /** Called once, before any resource; never with unknown values in what the provider needs. */
    configure(config: Properties): Eventually<void>;
    check(request: CheckRequest): Eventually<CheckResult>;
    diff(request: DiffRequest): Eventually<DiffResult>;
    create(request: CreateRequest): Eventually<CreateResult>;
    /** @returns the new outputs */
    update(request: UpdateRequest): Eventually<Properties>;
    read(request: ReadRequest): Eventually<ReadResult>;
    delete(request: DeleteRequest): Eventually<void>;
    invoke(token: string, args: Properties): Eventually<InvokeResult>;
}
