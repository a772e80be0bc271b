/** Creates a list of resources in an account in memory, through the simulator's own provider, so that AWS's refusals hold. */
import { Refusal } from "../../simulator/aws/refusal";
import { SERVICES } from "../../simulator/aws/services/index";
import { ProviderError } from "../../simulator/provider/errors";
import type { Value } from "../../simulator/provider/values";
import { deployment, type Deployed, type Deployment } from "../simulator/aws/harness";
import { resolved, trimmed, type Declaration, type Reference } from "./declarations";

/** Types that the simulated AWS creates; the virtual network also reads some that it does not. */
const CREATED: ReadonlySet<string> = new Set(SERVICES.flatMap(({ resourceTypes }) => resourceTypes.map(({ token }) => token)));

/** Where programs of the generator are. */
export const REGION = "us-east-1";

export interface Simulated {
    readonly aws: Deployment;
    readonly region: string;
    /** What AWS took, without what cannot be without the others. */
    readonly declarations: readonly Declaration[];
    /** The same by name, as Pulumi's state would hold it. */
    readonly resources: ReadonlyMap<string, Deployed>;
    /** What AWS said of the others. */
    readonly refusals: readonly string[];
}

/** Deploys what AWS takes of a program. */
export function deploy(program: readonly Declaration[]): Simulated {
    const aws = deployment();
    const resources = new Map<string, Deployed>();
    const gone = new Set<string>();
    const refusals: string[] = [];
    const declarations = program.flatMap((declaration) => {
        const kept = trimmed(declaration, gone);
        const created = kept && orRefused(() => create(aws, kept, resources), refusals);
        if (kept === undefined || created === undefined) {
            gone.add(declaration.name);
            return [];
        }
        resources.set(kept.name, created);
        return [kept];
    });
    return { aws, region: REGION, declarations: updated(aws, declarations, resources, refusals), resources, refusals };
}

/** Makes the later changes; one that AWS refuses leaves the resource as it was. */
function updated(
    aws: Deployment,
    declarations: readonly Declaration[],
    resources: Map<string, Deployed>,
    refusals: string[],
): readonly Declaration[] {
    return declarations.map((declaration) => {
        const { later, name } = declaration;
        const before = resources.get(name);
        if (later === undefined || before === undefined) return declaration;
        const inputs = { ...declaration.inputs, ...later };
        const after = orRefused(() => aws.update(before, resolved(inputs, valueIn(resources))), refusals);
        if (after === undefined) return declaration;
        resources.set(name, after);
        return { ...declaration, inputs };
    });
}

/** Creates one resource. Throws a ProviderError when AWS or the provider refuses. */
export function create(aws: Deployment, { type, name, inputs, isRecord }: Declaration, resources: ReadonlyMap<string, Deployed>): Deployed {
    const values = resolved(inputs, valueIn(resources));
    if (isRecord !== true && CREATED.has(type)) return aws.create(type, name, values);
    const id = `${name}-id`;
    const region = REGION;
    aws.store.transact((account) => {
        account.put({ type, id, region, properties: { ...values, region } });
    });
    return { urn: urnOf({ type, name }), type, name, id, inputs: values, outputs: { ...values, region, id } };
}

export function urnOf({ type, name }: Pick<Declaration, "type" | "name">): string {
    return `urn:pulumi:test::simulator::${type}::${name}`;
}

/** Outputs of what there is so far. */
export function valueIn(resources: ReadonlyMap<string, Deployed>): (reference: Reference) => Value {
    return ({ name, output }) => {
        const found = resources.get(name);
        const value = output === "id" ? found?.id : found?.outputs[output];
        if (value === undefined) throw new Error(`${name} is declared after what refers to its ${output}`);
        return value;
    };
}

/** Nothing when AWS or the provider refuses; any other error is a fault of the generator. */
function orRefused<T>(call: () => T, refusals: string[]): T | undefined {
    try {
        return call();
    } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        refusals.push(error instanceof Refusal ? `${error.service} ${error.operation} ${error.code}` : error.message);
        return undefined;
    }
}
