import { parseArgs } from "node:util";

export interface ProveCommand {
    /** Where the state comes from: a file with an export, or the stack of that name. */
    readonly source: { readonly file: string } | { readonly stack: string };
    readonly json: boolean;
    /** A workload and a need whose paths are shown hop by hop, whatever the verdict. */
    readonly why: { readonly workload: string; readonly need: string } | undefined;
    /** File for a picture of the network; undefined for none. */
    readonly svg: string | undefined;
}

/** The command line was not understood. */
export class UsageError extends Error {}

export const USAGE = `npm run prove -- [options]

  -s, --stack NAME           prove the deployed stack NAME (default: dev)
  -f, --file FILE            prove a stored state: what "pulumi stack export" wrote, or a file of the file backend
      --json                 write rows of JSON to standard output
      --why WORKLOAD NEED    show the path hop by hop, for example: --why librechat-service service:logs
      --svg FILE             draw the network into FILE, with what is blocked in red; with --why only the paths asked about stand out
  -h, --help                 show this text

Ends with 0 when nothing is blocked, 1 when something is, and 2 when there is no answer: the state cannot be had, or an argument is wrong.
What --why asks about counts alone.`;

/**
 * Reads the command line.
 *
 * @throws UsageError naming the argument and what is allowed
 */
export function parseArguments(args: readonly string[]): ProveCommand | "help" {
    const { values, positionals } = read(args);
    if (values.help === true) return "help";
    if (values.file !== undefined && values.stack !== undefined)
        throw new UsageError("--stack and --file: one of them is allowed, since both say what to prove");
    const [need, ...more] = positionals;
    if (more.length > 0 || (need !== undefined && values.why === undefined))
        throw new UsageError(`${String(more[0] ?? need)}: not understood; see --help`);
    if (values.why !== undefined && need === undefined)
        throw new UsageError(`--why ${values.why}: a need is missing after the workload, for example service:logs`);
    const why = values.why !== undefined && need !== undefined ? { workload: values.why, need } : undefined;
    const source = values.file !== undefined ? { file: values.file } : { stack: values.stack ?? "dev" };
    return { source, json: values.json === true, why, svg: values.svg };
}

function read(args: readonly string[]) {
    try {
        return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    } catch (error) {
        // Node.js names the option and says what is wrong with it.
        if (error instanceof TypeError) throw new UsageError(`${error.message.split(". ")[0] ?? ""}; see --help`);
        throw error;
    }
}

const OPTIONS = {
    stack: { type: "string", short: "s" },
    file: { type: "string", short: "f" },
    json: { type: "boolean" },
    why: { type: "string" },
    svg: { type: "string" },
    help: { type: "boolean", short: "h" },
} as const;
