/** What the proof is given: the resources as a stored state, and as a first preview, in the form that `pulumi stack export` has. */
import { factsOf } from "../../simulator/aws/facts";
import type { Graph } from "../../policy-pack/reachability/graph";
import { graphOfState } from "../../policy-pack/reachability/from-pulumi";
import type { Deployed, Deployment } from "../simulator/aws/harness";
import { referredIn, resolved } from "./declarations";
import { urnOf, type Simulated } from "./deploy";

/** The text that the engine sends in the place of a value that is not known. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** After a refresh: everything is known, and references are ids alone. */
export function storedState({ aws, resources }: Simulated): Graph {
    return graphOfState({
        resources: [...resources.values()].flatMap((resource) => {
            const now = refreshed(aws, resource);
            return now === undefined ? [] : [{ urn: now.urn, type: now.type, id: now.id, outputs: now.outputs }];
        }),
    });
}

function refreshed(aws: Deployment, resource: Deployed): Deployed | undefined {
    const isKnown = aws.stored(resource.type).some(({ id }) => id === resource.id);
    return isKnown && resource.id === `${resource.name}-id` ? resource : aws.read(resource);
}

/** Before anything exists: no id and nothing that AWS computes is known, but where each value comes from is. */
export function firstPreview({ declarations }: Simulated): Graph {
    const types = new Map(declarations.map(({ name, type }) => [name, type]));
    return graphOfState({
        resources: declarations.map(({ type, name, inputs }) => {
            const { computed = [], optionalComputed = [] } = factsOf(type) ?? {};
            const later = ["id", "region", ...computed, ...optionalComputed].filter((property) => !property.includes("."));
            const unknown = Object.fromEntries(later.map((property) => [property, UNKNOWN_TEXT]));
            const propertyDependencies = Object.fromEntries(
                Object.entries(inputs).map(([property, input]) => [
                    property,
                    referredIn(input).map((reference) => urnOf({ type: types.get(reference.name) ?? "", name: reference.name })),
                ]),
            );
            return {
                urn: urnOf({ type, name }),
                type,
                outputs: { ...unknown, ...resolved(inputs, () => UNKNOWN_TEXT) },
                propertyDependencies,
            };
        }),
    });
}
