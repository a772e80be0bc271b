/** What is known of each resource type and data source of the real provider, as tables; `facts/README.md` says where they are from. */
import autonaming from "./facts/autonaming.json";
import dataIdentity from "./facts/data-identity.json";
import edgeOperations from "./facts/edge-operations.json";
import additions from "./facts/additions.json";
import networkCompute from "./facts/network-compute.json";

/** Property paths are Pulumi's; a dot leads into a nested block, list positions are left out: `vpcConfig.subnetIds`. */
export interface Facts {
    readonly kind?: "dataSource";
    readonly required?: readonly string[];
    readonly forcesReplacement?: readonly string[];
    /** Replacement that depends on more than the property; a type's `replaceWhen` or `keepsWhen` decides. */
    readonly forcesReplacementWhen?: readonly { readonly prop: string; readonly when: string }[];
    /** Outputs only. */
    readonly computed?: readonly string[];
    /** Inputs that get a value when they are left out. */
    readonly optionalComputed?: readonly string[];
    /** A note about Terraform's own default may follow in brackets: see {@link defaultsOf}. */
    readonly defaults?: Readonly<Record<string, boolean | number | string>>;
    readonly validation?: Readonly<Record<string, string>>;
    readonly conflicts?: readonly (readonly string[])[];
    readonly requiredTogether?: readonly (readonly string[])[];
    readonly exactlyOneOf?: readonly (readonly string[])[];
    readonly atLeastOneOf?: readonly (readonly string[])[];
    /** A property and what must be given with it. */
    readonly requiredWith?: Readonly<Record<string, readonly string[]>>;
    /** Inputs that AWS takes and never gives back, so that no state holds them. */
    readonly writeOnly?: readonly string[];
    /** What the documentation says and nobody read in the source: nothing is held to it. */
    readonly unverified?: readonly string[];
}

/** How Pulumi names a type physically. */
export interface Autonaming {
    /** The property that holds the physical name; null when there is none. */
    readonly property: string | null;
    readonly maxLength: number | null;
    readonly transform: string;
    readonly autonamed: boolean;
    readonly deleteBeforeReplace?: boolean;
}

const FACTS = { ...networkCompute, ...additions, ...dataIdentity, ...edgeOperations } as unknown as Readonly<
    Record<string, Facts | undefined>
>;
const AUTONAMING = autonaming as unknown as Readonly<Record<string, Autonaming | undefined>>;

/** Tokens of all resource types and data sources that there are facts about. */
export const TOKENS_WITH_FACTS: readonly string[] = Object.keys(FACTS);

/** @returns undefined when nothing is known of the token */
export function factsOf(token: string): Facts | undefined {
    return FACTS[token];
}

/** Values that the provider fills in, by path. */
export function defaultsOf({ defaults = {} }: Facts): readonly (readonly [path: string, value: boolean | number | string])[] {
    return Object.entries(defaults).map(([path, value]) => [
        path,
        typeof value === "string" ? value.replace(/ \(Terraform: .*\)$/, "") : value,
    ]);
}

/** @returns undefined when the type is not in the table */
export function autonamingOf(token: string): Autonaming | undefined {
    return AUTONAMING[token];
}
