import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** The `runtime.options` of Pulumi.yaml or PulumiPolicy.yaml that bear on how Node.js is started. */
export interface RuntimeOptions {
    /** Whether TypeScript is compiled while the program runs. Default: yes. */
    readonly typescript: boolean;
    /** The tsconfig file, relative to the program. Default: tsconfig.json when there is one. */
    readonly tsconfig: string | undefined;
    /** Arguments for Node.js itself, ahead of the program. */
    readonly nodeArguments: readonly string[];
}

const PACKAGE_MANAGERS = ["auto", "npm", "yarn", "pnpm", "bun"];

/**
 * Reads the options as Pulumi's own language host does; ones that it does not know are left to others.
 *
 * @throws Error naming the option, the value found and what is allowed
 * @see https://www.pulumi.com/docs/iac/concepts/projects/project-file/#runtime-options
 */
export function runtimeOptions(options: Readonly<Record<string, unknown>>): RuntimeOptions {
    const { typescript = true, tsconfig, nodeargs = "", packagemanager = "auto" } = options;
    if (typeof typescript !== "boolean") throw invalid("typescript", typescript, "true or false");
    if (tsconfig !== undefined && typeof tsconfig !== "string") throw invalid("tsconfig", tsconfig, "the path of a file");
    if (typeof nodeargs !== "string") throw invalid("nodeargs", nodeargs, "a line of arguments for node");
    if (typeof packagemanager !== "string" || !PACKAGE_MANAGERS.includes(packagemanager)) {
        throw invalid("packagemanager", packagemanager, `one of ${PACKAGE_MANAGERS.join(", ")}`);
    }
    return { typescript, tsconfig, nodeArguments: splitArguments(nodeargs) };
}

/** The options that came with a request; none when the project names a runtime without options. */
export function optionsOf(info: ProgramInfo | undefined): Readonly<Record<string, unknown>> {
    return info?.getOptions()?.toJavaScript() ?? {};
}

/** Environment by which `@pulumi/pulumi` learns how to treat TypeScript. */
export function typescriptEnvironment({ typescript, tsconfig }: RuntimeOptions): Record<string, string> {
    return {
        ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
        ...(tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    };
}

/** Splits a line into arguments: blanks separate, single and double quotes keep blanks. */
export function splitArguments(line: string): string[] {
    const words = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
    return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function invalid(option: string, value: unknown, allowed: string): Error {
    return new Error(`runtime option ${option} = ${JSON.stringify(value)}: ${allowed} is allowed`);
}
