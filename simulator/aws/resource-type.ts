/**
 * How one AWS resource type is simulated.
 *
 * What can be said in a table is said in tables: `facts/` (what is required, computed, defaulted, what forces replacement, how names
 * are made) and `shapes/` (every property there is). The plugin applies them to all types alike, before and after the functions here.
 * A module under `services/` adds what only behaviour can say: the computed values, and what AWS refuses.
 */
import type { Properties, Value } from "../provider/values";
import type { Account, StoredResource } from "./account";
import type { Wait } from "./waits";

/** What every call is given. No value in it is unknown: previews never reach these functions. */
export interface Call {
    readonly account: Account;
    /** Region of the resource, for example `us-east-1`. */
    readonly region: string;
    /** Logical name in the program; for seeding ids and for messages. */
    readonly name: string;
    /** For work that takes longer than the account may be held. */
    readonly wait: Wait;
}

export interface CreateCall extends Call {
    /** Checked inputs: autoname and defaults are in, unknown properties and missing ones were refused already. */
    readonly inputs: Properties;
}

export interface UpdateCall extends CreateCall {
    /** The resource as the account holds it now. */
    readonly current: StoredResource;
    /** Top-level inputs that differ from the previous deployment. */
    readonly changed: ReadonlySet<string>;
}

export interface DeleteCall extends Call {
    readonly current: StoredResource;
}

/** A value that a computed property gets; see {@link ResourceType.create}. */
export type Computed = Readonly<Record<string, Value | undefined>>;

export interface Created {
    /** The provider's id, in AWS's form: `subnet-0a1b...` (`account.newId("subnet")`), an ARN, or a name, as the real provider has it. */
    readonly id: string;
    /** Every computed property, and every optional one that AWS fills in when it is left out. */
    readonly computed: Computed;
}

export interface ResourceType {
    /** Pulumi's type token, for example `aws:ec2/subnet:Subnet`. */
    readonly token: string;

    /**
     * What tells a resource from others of its type, where the provider's id does not: the key of an object may be in many buckets. It is
     * also what the resource is imported by. Left out: the id.
     */
    storedAs?(id: string, properties: Properties): string;

    /**
     * List properties whose order means nothing (sets in the provider's schema), as dotted paths without indices, for example
     * `vpcConfig.subnetIds`. A change of order in them is no difference.
     */
    readonly sets?: readonly string[];

    /** String properties that hold JSON: differences in layout and key order are no difference. Dotted paths as in `sets`. */
    readonly json?: readonly string[];

    /**
     * Texts that the provider compares by meaning in a way of its own; both are given, neither is unknown. Dotted paths as in `sets`.
     */
    readonly equal?: Readonly<Record<string, (old: string, next: string) => boolean>>;

    /**
     * Computed properties that change with an update, so that its preview shows them unknown: with any change (a version number), or with
     * that of certain properties alone (an address, with the name in it).
     */
    readonly changesOnUpdate?: Readonly<Record<string, "any change" | readonly string[]>>;

    /**
     * The conditional replacements that the facts list under `forcesReplacementWhen`.
     * @returns the top-level input properties whose change needs a new resource
     */
    replaceWhen?(olds: Properties, news: Properties): readonly string[];

    /**
     * The exceptions under `forcesReplacementWhen` to what `forcesReplacement` lists: changes that the provider suppresses.
     * @returns the top-level input properties whose difference is none
     */
    keepsWhen?(olds: Properties, news: Properties): readonly string[];

    /**
     * What the real provider or AWS refuses by the inputs alone, known already in a preview. Values may be `UNKNOWN` here, and here only.
     * @returns problems, each with the property it is about
     */
    check?(inputs: Properties): readonly { property: string; reason: string }[];

    /**
     * Creates the resource.
     * @throws Refusal when AWS would refuse (name clash, missing reference, overlap, limit ...)
     */
    create(call: CreateCall): Created;

    /**
     * Changes the resource in place. Left out: every input can change and nothing computed follows.
     * @returns the computed properties that differ now
     * @throws Refusal
     */
    update?(call: UpdateCall): Computed;

    /**
     * Refuses a deletion that AWS would refuse (in use, protected, not empty), and does what goes with it (final snapshot, recovery window).
     * Left out: the resource is simply removed.
     * @returns "removed" (the default), or "kept" when AWS keeps the resource for a time: the function has marked it with `account.schedule`
     * @throws Refusal
     */
    delete?(call: DeleteCall): "removed" | "kept";

    /** Properties as a refresh reports them, where they differ from what is stored (status, counts). Left out: what is stored. */
    read?(call: DeleteCall): Computed;
}

/** How one data source (invoke) is answered. */
export interface DataSource {
    /** For example `aws:index/getRegion:getRegion`. */
    readonly token: string;
    /** @throws Refusal when AWS finds nothing, or too much */
    answer(call: { readonly account: Account; readonly region: string; readonly args: Properties }): Properties;
}

/** What a file under `services/` exports as `service`. */
export interface Service {
    /** AWS's name of the service, for example "Amazon EC2 (network)". */
    readonly name: string;
    readonly resourceTypes: readonly ResourceType[];
    readonly dataSources?: readonly DataSource[];
}
