import * as path from "node:path";
import type { ServerUnaryCall } from "@grpc/grpc-js";
import { RunResponse, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { resolveFrom } from "../packages";
import { describeEnd, type ChildProcesses } from "./child-processes";
import { optionsOf, runtimeOptions, typescriptEnvironment } from "./runtime-options";

/** Exit code of `@pulumi/pulumi/cmd/run` after it has shown the error itself. */
const ERROR_ALREADY_SHOWN = 32;

/** Bundled beside this host. */
const BEFORE_PROGRAM = path.join(__dirname, "before-program.js");

/** What Node.js is started with. */
export interface NodeCommand {
    readonly args: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
}

/**
 * The command that runs a Pulumi program.
 *
 * @param engineAddress where the program sends its log lines
 * @throws Error when the program has no `@pulumi/pulumi` installed, or an option is invalid
 */
export function programCommand(request: RunRequest, engineAddress: string): NodeCommand {
    const info = request.getInfo();
    const programDirectory = info?.getProgramDirectory() ?? request.getPwd();
    const options = runtimeOptions(optionsOf(info));
    return {
        args: [
            ...["--require", BEFORE_PROGRAM],
            ...options.nodeArguments,
            resolveFrom(programDirectory, "@pulumi/pulumi/cmd/run"),
            ...["--monitor", request.getMonitorAddress(), "--engine", engineAddress],
            ...["--organization", request.getOrganization(), "--project", request.getProject(), "--stack", request.getStack()],
            ...["--pwd", request.getPwd(), "--root-directory", info?.getRootDirectory() ?? programDirectory],
            ...["--parallel", String(request.getParallel()), "--query-mode", String(request.getQuerymode())],
            ...(request.getDryrun() ? ["--dry-run"] : []),
            info?.getEntryPoint() ?? request.getProgram(),
            ...request.getArgsList(),
        ],
        environment: {
            ...typescriptEnvironment(options),
            PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        },
    };
}

/** Runs the program until it ends or the engine cancels the call. Its output goes where this process's output goes: to the engine. */
export function runProgram(
    call: ServerUnaryCall<RunRequest, RunResponse>,
    engineAddress: string,
    children: ChildProcesses,
): Promise<RunResponse> {
    const { args, environment } = programCommand(call.request, engineAddress);
    return new Promise((resolve, reject) => {
        const child = children.startNode(args, { env: { ...process.env, ...environment }, stdio: ["ignore", "inherit", "inherit"] });
        call.on("cancelled", () => child.kill("SIGTERM"));
        child.once("error", reject);
        child.once("close", (code, signal) => {
            const response = new RunResponse();
            if (code === ERROR_ALREADY_SHOWN) response.setBail(true);
            else if (code !== 0) response.setError(`the program ended with ${describeEnd(code, signal)}`);
            resolve(response);
        });
    });
}
