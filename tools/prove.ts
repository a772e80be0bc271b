/** `npm run prove`: shows which workloads of a deployed stack reach what they need. See `prove/arguments.ts` for its arguments. */
import * as path from "node:path";
import { prove } from "../policy-pack/reachability/decide";
import { graphOfState } from "../policy-pack/reachability/from-pulumi";
import { parseArguments, UsageError, USAGE } from "./prove/arguments";
import { answer } from "./prove/answer";
import { exportState, readState } from "./prove/state";

const ROOT = path.resolve(__dirname, "..");
const USAGE_EXIT_CODE = 2;

async function main(): Promise<number> {
    const command = parseArguments(process.argv.slice(2));
    if (command === "help") {
        console.log(USAGE);
        return 0;
    }
    const { source } = command;
    const state = "file" in source ? readState(source.file) : await exportState(source.stack, ROOT);
    const { text, isBlocked } = answer(prove(graphOfState(state)), command);
    console.log(text);
    return isBlocked ? 1 : 0;
}

main().then(
    (exitCode) => {
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        console.error(error instanceof Error ? `prove: ${error.message}` : error);
        process.exitCode = error instanceof UsageError ? USAGE_EXIT_CODE : 1;
    },
);
