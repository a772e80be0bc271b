/** `npm run simulate`: deploys to a simulated AWS on this machine. See `simulate/arguments.ts` for its arguments. */
import { parseArguments, UsageError, USAGE } from "./simulate/arguments";
import { runCommand } from "./simulate/command";

const USAGE_EXIT_CODE = 2;

async function main(): Promise<number> {
    const command = parseArguments(process.argv.slice(2));
    if (command === "help") {
        console.log(USAGE);
        return 0;
    }
    return runCommand(command);
}

main().then(
    (exitCode) => {
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        console.error(error instanceof Error ? `simulate: ${error.message}` : error);
        process.exitCode = error instanceof UsageError ? USAGE_EXIT_CODE : 1;
    },
);
