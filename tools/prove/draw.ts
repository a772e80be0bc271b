import { writeFileSync } from "node:fs";
import type { Proof } from "../../policy-pack/reachability/decide";
import { UsageError } from "./arguments";
import { dotOf } from "./drawing/dot";
import { pictureOf, type Question } from "./drawing/drawing";
import { svgOf } from "./drawing/svg";

/**
 * Draws a proof into a file.
 *
 * @param why the paths that alone are emphasised; default: what is blocked
 * @throws UsageError when the file cannot be written
 */
export async function draw(proof: Proof, file: string, why?: Question): Promise<void> {
    const svg = await svgOf(dotOf(pictureOf(proof, why)));
    try {
        writeFileSync(file, svg);
    } catch (error) {
        throw new UsageError(`--svg ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
        });
    }
}
