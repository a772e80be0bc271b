/**
 * How a picture looks.
 *
 * Kinds of line differ in width and pattern as well as in colour, so that the picture can be read without seeing red and green; the colours
 * are two that differ in brightness for everybody.
 */
import type { AreaKind, LineKind, PlaceKind } from "./picture";

/** Attributes of Graphviz: https://graphviz.org/doc/info/attrs.html */
export type Attributes = Readonly<Record<string, string>>;

/** The widest font that Graphviz knows the letters of: what it fits into a box then fits in any other. */
export const FONT = "Verdana";

const BLOCKED = "#b00020";
const REACHED = "#5f9e8f";
const UNKNOWN = "#8a5a00";
const QUIET = "#c9ced3";
const INK = "#1f2933";

export const BASE = {
    graph: {
        rankdir: "LR",
        bgcolor: "white",
        fontname: FONT,
        fontsize: "14",
        fontcolor: INK,
        labelloc: "t",
        nodesep: "0.15",
        ranksep: "0.6",
        pad: "0.2",
    },
    node: {
        shape: "box",
        style: "filled,rounded",
        fillcolor: "white",
        color: "#7b8794",
        fontname: FONT,
        fontsize: "10",
        fontcolor: INK,
        margin: "0.12,0.06",
        height: "0.3",
    },
    edge: { fontname: FONT, fontsize: "9" },
} as const;

export const LINES: Readonly<Record<LineKind, Attributes & { readonly color: string }>> = {
    blocked: { color: BLOCKED, penwidth: "3.5", arrowhead: "normal", arrowsize: "0.7", weight: "3" },
    lost: { color: BLOCKED, penwidth: "1.2", style: "dotted", arrowhead: "empty", arrowsize: "0.6" },
    unknown: { color: UNKNOWN, penwidth: "2", style: "dashed", arrowhead: "normal", arrowsize: "0.7" },
    asked: { color: "#00695c", penwidth: "3.5", arrowhead: "normal", arrowsize: "0.7", weight: "3" },
    reached: { color: REACHED, penwidth: "1", arrowhead: "normal", arrowsize: "0.5" },
    quiet: { color: QUIET, penwidth: "0.8", arrowhead: "normal", arrowsize: "0.4" },
    none: { style: "invis", color: "white" },
};

/** What the legend explains, in its order. */
export const LEGEND: readonly (readonly [LineKind, string])[] = [
    ["blocked", "blocked: ends at the code of what is broken"],
    ["lost", "what is not reached because of it"],
    ["unknown", "not known: cannot be decided"],
    ["asked", "the path asked about: reached"],
    ["reached", "reached"],
    ["quiet", "paths not asked about"],
];

export const AREAS: Readonly<Record<AreaKind | "legend", Attributes>> = {
    vpc: { ...area("#52606d", "#ffffff", "12"), penwidth: "1.5", margin: "14" },
    tier: { ...area("#9fb3c8", "#f3f6f9", "11"), margin: "10" },
    subnet: { ...area("#9fb3c8", "#e6edf5", "10"), style: "filled,rounded,dashed" },
    group: area("#cbd2d9", "#fafafa", "11"),
    legend: area("#e4e7eb", "#ffffff", "10"),
};

function area(color: string, fillcolor: string, fontsize: string): Attributes {
    return { style: "filled,rounded", color, fillcolor, fontsize, fontname: FONT, labeljust: "l", margin: "8" };
}

const PLACES: Readonly<Record<PlaceKind, Attributes>> = {
    workload: { fillcolor: "#dbeafe", color: "#3e6ea8" },
    table: { fillcolor: "#ffffff", style: "filled", margin: "0.02,0.02" },
    gateway: { fillcolor: "#fff4d6", color: "#a0803c" },
    endpoint: { fillcolor: "#ece5fb", color: "#7a62b0" },
    store: { shape: "cylinder", style: "filled", fillcolor: "#e3f0ea", color: "#55806c", margin: "0.15,0.08" },
    server: { fillcolor: "#e3f0ea", color: "#55806c" },
    outside: {},
    fault: { shape: "octagon", style: "filled", fillcolor: "#fde7ea", color: BLOCKED, penwidth: "2", margin: "0.02,0.02" },
    doubt: { shape: "octagon", style: "filled,dashed", fillcolor: "#fff7e0", color: UNKNOWN, margin: "0.02,0.02" },
    note: { shape: "plaintext", style: "", margin: "0.02,0.02" },
};

export function placeAttributes(kind: PlaceKind, isMarked: boolean): Attributes {
    return { ...PLACES[kind], ...(isMarked && { color: BLOCKED, penwidth: "2.5" }) };
}
