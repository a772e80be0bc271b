import { NAMESPACE } from "./schema";

/** One way to mend a problem: a command to copy, and what it costs or entails. */
export interface Repair {
    command: string;
    note?: string;
}

/** What is wrong with a configuration: what was found and what is allowed, and the ways to mend it, the likeliest first. */
export interface Problem {
    /** Stable name of the rule or check. */
    id: string;
    finding: string;
    repairs: readonly Repair[];
}

/** The setting as an operator writes it: `librechat:natGateways`. */
export function keyOf(name: string): string {
    return `${NAMESPACE}:${name}`;
}

/** A setting and its value as a message shows them. */
export function shown(name: string, value: unknown): string {
    return `${keyOf(name)} = ${String(value)}`;
}

/** The command that gives a setting a value. */
export function setCommand(name: string, value: string | number | boolean): string {
    return `pulumi config set ${keyOf(name)} ${value}`;
}

/** The command that gives one entry of an object or a list a value: `entry` is `.issuer` or `[0]`. */
export function setEntryCommand(name: string, entry: string, value: string): string {
    return `pulumi config set --path '${keyOf(name)}${entry}' ${value}`;
}

/** The command that stores a secret; without a value on its line it asks for it, which keeps it out of the shell's history. */
export function setSecretCommand(name: string): string {
    return `pulumi config set --secret ${keyOf(name)}`;
}

/** The same for one secret of an object of secrets: `entry` is `.OPENAI_API_KEY`. */
export function setSecretEntryCommand(name: string, entry: string): string {
    return `pulumi config set --path --secret '${keyOf(name)}${entry}'`;
}

/** The command that takes a setting away, so that its default holds. */
export function removeCommand(name: string): string {
    return `pulumi config rm ${keyOf(name)}`;
}

/**
 * Writes problems for people, one text each, ending in the command or commands that mend it.
 *
 * Two problems often have a repair in common; what it costs is said where it first appears.
 */
export function describeProblems(problems: readonly Problem[]): string[] {
    const explained = new Set<string>();
    return problems.map(({ finding, repairs }) => {
        const lines = repairs.map(({ command, note }) => {
            const line = note === undefined || explained.has(command) ? command : `${command}  # ${note}`;
            explained.add(command);
            return line;
        });
        if (lines.length === 0) return finding;
        return lines.length === 1
            ? `${finding} Run: ${lines.join("")}`
            : [`${finding} Choose one:`, ...lines.map((line) => `  ${line}`)].join("\n");
    });
}
