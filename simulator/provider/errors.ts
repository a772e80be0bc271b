/** Errors of a provider, and what the engine shows of them. */

/** Something that a person can act on: its message is shown as it is. Any other Error is a fault of the simulator. */
export class ProviderError extends Error {}

/** What the engine prints; a fault of the simulator comes with its stack, since only that says where it is. */
export function textOfError(error: unknown): string {
    if (error instanceof ProviderError) return error.message;
    return `fault of the simulator, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
