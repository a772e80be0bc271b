/** What the proof is given: the resources as a stored state, and as a first preview, in the form that `pulumi stack export` has. */
import { factsOf } from "../../simulator/aws/facts";
import type { Graph } from "../../policy-pack/reachability/graph";
import { graphOfState } from "../../policy-pack/reachability/from-pulumi";
import type { Deployed, Deployment } from "../simulator/aws/harness";
import { referredIn, resolved, type Input, type Inputs } from "./declarations";
import { urnOf, type Simulated } from "./deploy";

/** The text that the engine sends in the place of a value that is not known. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** After a refresh: everything is known, and references are ids alone. */
export function storedState(simulated: Simulated): Graph {
    return graphOfState({ resources: storedResources(simulated) });
}

function storedResources({ aws, resources }: Simulated) {
    return [...resources.values()].flatMap((resource) => {
        const now = refreshed(aws, resource);
        return now === undefined ? [] : [{ urn: now.urn, name: now.name, type: now.type, id: now.id, outputs: now.outputs }];
    });
}

function refreshed(aws: Deployment, resource: Deployed): Deployed | undefined {
    const isKnown = aws.stored(resource.type).some(({ id }) => id === resource.id);
    return isKnown && resource.id === `${resource.name}-id` ? resource : aws.read(resource);
}

/** As {@link storedState}, with what the engine keeps beside the ids: where each input came from. */
export function engineState(simulated: Simulated): Graph {
    const types = new Map(simulated.declarations.map(({ name, type }) => [name, type]));
    const inputsOf = new Map(simulated.declarations.map(({ name, inputs }) => [name, inputs]));
    return graphOfState({
        resources: storedResources(simulated).map((stored) => ({
            ...stored,
            propertyDependencies: dependenciesOf(inputsOf.get(stored.name) ?? {}, types),
        })),
    });
}

/** URNs of what each input came from. */
function dependenciesOf(inputs: Inputs, types: ReadonlyMap<string, string>): Readonly<Record<string, readonly string[]>> {
    const urnsIn = (input: Input | undefined) => referredIn(input).map(({ name }) => urnOf({ type: types.get(name) ?? "", name }));
    return Object.fromEntries(Object.entries(inputs).map(([property, input]) => [property, urnsIn(input)]));
}

/** Before anything exists: no id and nothing that AWS computes is known, but where each value comes from is. */
export function firstPreview({ declarations }: Simulated): Graph {
    const types = new Map(declarations.map(({ name, type }) => [name, type]));
    return graphOfState({
        resources: declarations.map(({ type, name, inputs }) => {
            const { computed = [], optionalComputed = [] } = factsOf(type) ?? {};
            const later = ["id", "region", ...computed, ...optionalComputed].filter((property) => !property.includes("."));
            const unknown = Object.fromEntries(later.map((property) => [property, UNKNOWN_TEXT]));
            const propertyDependencies = dependenciesOf(inputs, types);
            return {
                urn: urnOf({ type, name }),
                type,
                outputs: { ...unknown, ...resolved(inputs, () => UNKNOWN_TEXT) },
                propertyDependencies,
            };
        }),
    });
}
