/** Every property that there is: inputs and outputs of the real provider's types, as the installed `@pulumi/aws` declares them. */
import dataIdentity from "./shapes/data-identity.json";
import edgeOperations from "./shapes/edge-operations.json";
import additions from "./shapes/additions.json";
import networkCompute from "./shapes/network-compute.json";

/**
 * A type in one word: `string`, `number`, `boolean`, `any`, `asset` (file or archive), `json` (text, or an object that becomes text);
 * `[]T` is a list, `{}T` a map, `#ec2.SubnetFilter` a block that {@link blockShape} describes.
 */
export type TypeName = string;

export interface BlockShape {
    readonly properties: Readonly<Record<string, TypeName>>;
    readonly required: readonly string[];
}

export interface ResourceShape {
    readonly inputs: BlockShape;
    /** Names of all properties of the resource, inputs included. */
    readonly outputs: readonly string[];
}

export interface DataSourceShape {
    readonly args: BlockShape;
    readonly results: readonly string[];
}

/** What one file in `shapes/` holds. */
export interface Shapes {
    readonly resources: Readonly<Record<string, ResourceShape>>;
    readonly dataSources: Readonly<Record<string, DataSourceShape>>;
    readonly blocks: Readonly<Record<string, BlockShape>>;
}

const ALL = [networkCompute, additions, dataIdentity, edgeOperations] as unknown as readonly Shapes[];

/** @returns undefined when there is no such resource type among those with facts */
export function resourceShape(token: string): ResourceShape | undefined {
    return ALL.map(({ resources }) => resources[token]).find((shape) => shape !== undefined);
}

/** @returns undefined when there is no such data source among those with facts */
export function dataSourceShape(token: string): DataSourceShape | undefined {
    return ALL.map(({ dataSources }) => dataSources[token]).find((shape) => shape !== undefined);
}

/**
 * @param name without the `#`, for example `ec2.SubnetFilter`
 * @throws Error when no shape file has it: they were not generated together
 */
export function blockShape(name: string): BlockShape {
    const block = ALL.map(({ blocks }) => blocks[name]).find((shape) => shape !== undefined);
    if (block === undefined) throw new Error(`shapes/ has no block ${name}; run npx tsx tools/shapes.ts`);
    return block;
}
