/** Draws with Graphviz, which comes as WebAssembly: the same picture on every machine, and nothing to install. */
import { FONT } from "./style";

/** Narrower fonts for machines without the widest one; what fits into the boxes with that one then fits in these. */
const FONTS = `${FONT}, DejaVu Sans, Geneva, Arial, sans-serif`;

/** @param dot a picture in the language of Graphviz */
export async function svgOf(dot: string): Promise<string> {
    const { instance } = await import("@viz-js/viz");
    const viz = await instance();
    // Graphviz knows the widths of one font only by its exact name, not in a list.
    return viz.renderString(dot, { format: "svg" }).replaceAll(`font-family="${FONT}"`, `font-family="${FONTS}"`);
}
