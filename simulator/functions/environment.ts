import type { StoredResource } from "../aws/account";
import { blockOf, textOf } from "../aws/reading";
import { logGroupOf, memoryMiBOf } from "../aws/services/lambda-settings";

export interface FunctionEnvironmentArgs {
    readonly lambda: StoredResource;
    readonly codeFolder: string;
    /** An empty folder: for temporary files, and a home without settings of the machine's user. */
    readonly homeFolder: string;
    readonly logStream: string;
    readonly accessKeyId: string;
}

/**
 * The environment of a function: its own variables, and what Lambda sets. Nothing of this machine's environment is in it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionEnvironment(args: FunctionEnvironmentArgs): Record<string, string> {
    const { lambda, codeFolder, homeFolder } = args;
    const variables = blockOf(blockOf(lambda.properties, "environment") ?? {}, "variables") ?? {};
    const own = Object.entries(variables).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return {
        LANG: "en_US.UTF-8",
        TZ: ":UTC",
        PATH: "/usr/local/bin:/usr/bin:/bin",
        // Lambda sets neither; without them the code would meet the settings and temporary files of whoever simulates.
        HOME: homeFolder,
        TMPDIR: homeFolder,
        ...Object.fromEntries(own),
        _HANDLER: textOf(lambda.properties, "handler") ?? "",
        AWS_REGION: lambda.region,
        AWS_DEFAULT_REGION: lambda.region,
        AWS_EXECUTION_ENV: `AWS_Lambda_${textOf(lambda.properties, "runtime") ?? ""}`,
        AWS_LAMBDA_FUNCTION_NAME: lambda.id,
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMiBOf(lambda)),
        AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
        AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(lambda),
        AWS_LAMBDA_LOG_STREAM_NAME: args.logStream,
        AWS_ACCESS_KEY_ID: args.accessKeyId,
        AWS_SECRET_ACCESS_KEY: "simulated",
        AWS_SESSION_TOKEN: "simulated",
        LAMBDA_TASK_ROOT: codeFolder,
        LAMBDA_RUNTIME_DIR: "/var/runtime",
    };
}
