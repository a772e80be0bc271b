import { parseArgs } from "node:util";

/** What `npm run simulate` can do: four commands of `pulumi`, a look at the account, and its databases to connect to. */
export const COMMANDS = ["up", "preview", "destroy", "refresh", "account", "databases"] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface SimulateCommand {
    readonly name: CommandName;
    /** Stack to simulate; default: dev. */
    readonly stack: string;
    /** `--config` as written, in order. */
    readonly config: readonly string[];
    /** `--secret` as written, in order. */
    readonly secrets: readonly string[];
    /** Folder of the program; undefined for this repository's. */
    readonly cwd: string | undefined;
    /** Whether the policy pack judges the deployment; default: yes. */
    readonly policy: boolean;
    /** Whether functions run their code against real databases; default: packets are forwarded, and no code runs. */
    readonly realDatabases: boolean;
    /** Whether standard output is for a program to read; default: no. */
    readonly json: boolean;
    /** Flags after `--`, for the engine alone. */
    readonly engineFlags: readonly string[];
}

/** The command line was not understood. */
export class UsageError extends Error {}

export const USAGE = `npm run simulate -- [${COMMANDS.join("|")}] [options] [-- flags of pulumi]

  -s, --stack NAME          stack to simulate: NAME is that of a Pulumi.NAME.yaml (default: dev)
  -c, --config KEY=VALUE    a setting for this call only; may be repeated
      --secret KEY=VALUE    the same for a secret setting; give no real secret
  -C, --cwd DIR             simulate the Pulumi program in DIR instead of this repository's
      --databases real      run the code of functions, against PostgreSQL, DocumentDB and Redis on this machine (linux-x64)
      --no-policy           leave the policy pack out
      --json                write JSON to standard output
  -h, --help                show this text

Without a command: up. The command databases starts the databases of a stack that was deployed with --databases real, shows how to connect to
them, and ends them at Ctrl-C. Nothing is ever created in AWS.`;

const OPTIONS = {
    stack: { type: "string", short: "s" },
    config: { type: "string", short: "c", multiple: true },
    secret: { type: "string", multiple: true },
    cwd: { type: "string", short: "C" },
    databases: { type: "string" },
    "no-policy": { type: "boolean" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line.
 *
 * @param args what follows the script's name
 * @throws UsageError naming the argument, what is allowed and an example
 */
export function parseArguments(args: readonly string[]): SimulateCommand | "help" {
    const end = args.includes("--") ? args.indexOf("--") : args.length;
    const own = args.slice(0, end);
    const engineFlags = args.slice(end + 1);
    const { values, positionals, tokens } = parseArgs({ args: own, options: OPTIONS, strict: false, tokens: true });
    for (const token of tokens) if (token.kind === "option") checkOption(token);
    if (values.help === true) return "help";

    const [name = "up", ...others] = positionals;
    if (!isCommand(name)) throw new UsageError(`${name}: unknown command; ${COMMANDS.join(", ")} are the commands`);
    if (others.length > 0) throw new UsageError(`${others.join(" ")}: one command is allowed, and ${name} is given already`);
    if ((name === "account" || name === "databases") && engineFlags.length > 0)
        throw new UsageError(`-- ${engineFlags.join(" ")}: ${name} does not run pulumi, so it takes no flags of pulumi`);
    return {
        name,
        stack: stackName(lastText(values.stack) ?? "dev"),
        config: (values.config ?? []).map(String),
        secrets: (values.secret ?? []).map(String),
        cwd: lastText(values.cwd),
        policy: values["no-policy"] !== true,
        realDatabases: areDatabasesReal(lastText(values.databases)),
        json: values.json === true,
        engineFlags,
    };
}

interface OptionToken {
    readonly name: string;
    readonly rawName: string;
    readonly value: string | undefined;
    readonly inlineValue: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken): void {
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS] : undefined;
    if (option === undefined) {
        const known = Object.keys(OPTIONS).map((each) => `--${each}`);
        throw new UsageError(`${rawName}: unknown option; ${known.join(", ")} are the options, and flags of pulumi follow after --`);
    }
    if (option.type === "boolean" && value !== undefined) throw new UsageError(`${rawName}=${value}: ${rawName} takes no value`);
    const isNextOption = inlineValue === false && value?.startsWith("-") === true;
    if (option.type === "string" && (value === undefined || value === "" || isNextOption))
        throw new UsageError(`${rawName}: a value is missing; see --help`);
}

function areDatabasesReal(databases: string | undefined): boolean {
    if (databases === undefined || databases === "real") return databases === "real";
    throw new UsageError(`--databases ${databases}: real is allowed; left out, functions run no code`);
}

function stackName(name: string): string {
    // The rule of Pulumi itself, which names files by stacks: https://www.pulumi.com/docs/iac/concepts/stacks/#create-stack
    if (/^[A-Za-z0-9_.-]{1,100}$/.test(name)) return name;
    throw new UsageError(
        `--stack ${name}: letters, digits, hyphens, underscores and periods are allowed, 100 at most, without an organization`,
    );
}

function lastText(value: string | boolean | undefined): string | undefined {
    return typeof value === "string" ? value : undefined;
}

function isCommand(name: string): name is CommandName {
    return (COMMANDS as readonly string[]).includes(name);
}
