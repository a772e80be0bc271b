import { prove } from "../../../policy-pack/reachability/decide";
import type { Graph } from "../../../policy-pack/reachability/graph";
import { pictureOf, type Question } from "../../../tools/prove/drawing/drawing";
import type { Area, Picture, Place } from "../../../tools/prove/drawing/picture";

/** The picture of what the proof says about a network. */
export function drawn(graph: Graph, why?: Question): Picture {
    return pictureOf(prove(graph), why);
}

/** All boxes, whatever frame they are in. */
export function placesOf(areas: readonly Area[]): Place[] {
    return areas.flatMap((area) => [...area.places, ...placesOf(area.areas)]);
}

/** The frames around a box, from the outside in. */
export function framesOf(areas: readonly Area[], place: string): string[] {
    for (const { id, places, areas: inner } of areas) {
        if (places.some((each) => each.id === place)) return [id];
        const found = framesOf(inner, place);
        if (found.length > 0) return [id, ...found];
    }
    return [];
}

/** Lines that are seen, as `from -> to: kind`. */
export function linesOf({ lines }: Picture): string[] {
    return lines
        .filter(({ kind }) => kind !== "none")
        .map(({ from, port, to, kind }) => `${from}${port === undefined ? "" : `:${port}`} -> ${to}: ${kind}`);
}
