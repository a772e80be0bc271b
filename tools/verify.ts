/** `npm run verify`: whether a deployed stack is in order now. See `verify/arguments.ts` for its arguments. */
import * as path from "node:path";
import { UsageError } from "./prove/arguments";
import { StateError } from "./prove/state";
import { parseArguments, USAGE } from "./verify/arguments";
import { awsOf, clientsOf, CredentialsError } from "./verify/aws";
import { inventoryOf } from "./verify/inventory";
import { isVerified, table } from "./verify/row";
import { stateOf } from "./verify/state";
import { verify } from "./verify/verify";

const ROOT = path.resolve(__dirname, "..");
/** Not 1, so that a job which asks whether something is wrong is not answered by a typing error. */
const NO_ANSWER_EXIT_CODE = 2;
const PAGE_TIMEOUT_MS = 10_000;

async function main(): Promise<number> {
    const command = parseArguments(process.argv.slice(2));
    if (command === "help") {
        console.log(USAGE);
        return 0;
    }
    const inventory = inventoryOf(await stateOf(command, ROOT, process.env), command.stack);
    const aws = awsOf(await clientsOf(inventory.region));
    const rows = await verify(inventory, { aws, statusOf, now: new Date() });
    console.log(command.json ? JSON.stringify(rows, undefined, 2) : table(rows));
    return isVerified(rows) ? 0 : 1;
}

async function statusOf(url: string): Promise<number> {
    return (await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) })).status;
}

main().then(
    (exitCode) => {
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        // What is not for the person at the keyboard is a defect, and keeps its stack.
        const isForPeople = [UsageError, StateError, CredentialsError].some((kind) => error instanceof kind);
        console.error(isForPeople ? `verify: ${(error as Error).message}` : error);
        process.exitCode = NO_ANSWER_EXIT_CODE;
    },
);
