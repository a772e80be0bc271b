/** `npm run prove`: shows which workloads of a deployed stack reach what they need. See `prove/arguments.ts` for its arguments. */
import * as path from "node:path";
import { prove } from "../policy-pack/reachability/decide";
import { graphOfState } from "../policy-pack/reachability/from-pulumi";
import { parseArguments, UsageError, USAGE } from "./prove/arguments";
import { answer } from "./prove/answer";
import { draw } from "./prove/draw";
import { exportState, readState, StateError } from "./prove/state";

const ROOT = path.resolve(__dirname, "..");
const BLOCKED_EXIT_CODE = 1;
/** Not 1, so that a job which asks whether something is blocked is not answered by a typing error. */
const NO_ANSWER_EXIT_CODE = 2;

async function main(): Promise<number> {
    const command = parseArguments(process.argv.slice(2));
    if (command === "help") {
        console.log(USAGE);
        return 0;
    }
    const { source, svg, why } = command;
    const state = "file" in source ? readState(source.file) : await exportState(source.stack, ROOT, process.env);
    const proof = prove(graphOfState(state));
    const { text, isBlocked } = answer(proof, command);
    console.log(text);
    if (svg !== undefined) {
        await draw(proof, svg, why);
        console.error(`Picture: ${svg}`);
    }
    return isBlocked ? BLOCKED_EXIT_CODE : 0;
}

main().then(
    (exitCode) => {
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        // What is not for the person at the keyboard is a defect, and keeps its stack.
        console.error(error instanceof UsageError || error instanceof StateError ? `prove: ${error.message}` : error);
        process.exitCode = NO_ANSWER_EXIT_CODE;
    },
);
