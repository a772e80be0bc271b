/** Tries an update on an account in memory, in the order in which the engine makes one. */
import { ProviderError } from "../../../simulator/provider/errors";
import type { Deployed } from "../../simulator/aws/harness";
import { resolved, type Declaration } from "../declarations";
import { create, valueIn, type Simulated } from "../deploy";

/**
 * Whether AWS takes an update of a deployed program; some settings cannot be changed any more once others are.
 *
 * @param deployed is changed
 */
export function isTaken({ aws, declarations: before, resources }: Simulated, after: readonly Declaration[]): boolean {
    const now = new Map<string, Deployed>(resources);
    const kept = new Set(after.map(({ name }) => name));
    try {
        for (const declaration of after) now.set(declaration.name, stepped(declaration));
        for (const { name, isRecord } of [...before].reverse()) {
            const old = now.get(name);
            if (old !== undefined && isRecord !== true && !kept.has(name)) aws.delete(old);
        }
        return true;
    } catch (error) {
        if (error instanceof ProviderError) return false;
        throw error;
    }

    function stepped(declaration: Declaration): Deployed {
        const old = now.get(declaration.name);
        if (old === undefined || declaration.isRecord === true) return create(aws, declaration, now);
        const inputs = resolved(declaration.inputs, valueIn(now));
        if (aws.diff(old, inputs).replaces.length === 0) return aws.update(old, inputs);
        aws.delete(old);
        return create(aws, declaration, now);
    }
}
