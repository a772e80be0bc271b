import { isEngine } from "../../simulator/engine/engine";
import { engineOnPath } from "../../simulator/engine/path-engine";
import { exportState, readState, StateError } from "../prove/state";
import type { VerifyCommand } from "./arguments";

/**
 * The state of the stack: from its file, or from the pulumi on the PATH.
 *
 * @param folder folder of the program
 * @param environment where pulumi and its login are found
 * @throws StateError when there is no pulumi, it has no such stack, or the file is no state
 */
export async function stateOf({ stack, file }: VerifyCommand, folder: string, environment: NodeJS.ProcessEnv): Promise<unknown> {
    if (file !== undefined) return readState(file);
    const engine = await engineOnPath(environment);
    if (isEngine(engine)) return exportState(stack, folder, environment);
    throw new StateError(
        `no Pulumi to run (${engine.what}: ${engine.problem}). Install it (https://www.pulumi.com/docs/iac/download-install/), or export the ` +
            "state where there is one, and pass it: npm run verify -- --file state.json",
    );
}
