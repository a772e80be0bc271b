import { parseArgs } from "node:util";
import { UsageError } from "../prove/arguments";

export interface VerifyCommand {
    /** Name of the stack, for messages and for pulumi. */
    readonly stack: string;
    /** File with the stack's exported state, where there is no pulumi to ask; undefined: pulumi exports it. */
    readonly file: string | undefined;
    readonly json: boolean;
}

export const USAGE = `npm run verify -- [options]

  -s, --stack NAME    verify the deployed stack NAME (default: dev)
  -f, --file FILE     read its state from FILE, as "pulumi stack export" wrote it, instead of asking pulumi
      --json          write rows of JSON to standard output
  -h, --help          show this text

Runs the self-check of the deployment again, and asks AWS for services, targets, certificates, alarms and databases, with the
credentials that the AWS CLI would use. Changes nothing. Ends with 1 when anything is wrong or cannot be known, and 0 otherwise.`;

const OPTIONS = {
    stack: { type: "string", short: "s" },
    file: { type: "string", short: "f" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
} as const;

/** @throws UsageError naming the argument */
export function parseArguments(args: readonly string[]): VerifyCommand | "help" {
    const { help, stack, file, json } = read(args);
    return help === true ? "help" : { stack: stack ?? "dev", file, json: json === true };
}

function read(args: readonly string[]) {
    try {
        return parseArgs({ args: [...args], options: OPTIONS }).values;
    } catch (error) {
        // Node.js names the argument and says what is wrong with it.
        if (error instanceof TypeError) throw new UsageError(`${error.message.split(". ")[0] ?? ""}; see --help`);
        throw error;
    }
}
