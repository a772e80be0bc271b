import * as path from "node:path";
import type { ServerWritableStream } from "@grpc/grpc-js";
import { RunPluginResponse, type RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { resolveFrom } from "../packages";
import { describeEnd, type ChildProcesses } from "./child-processes";
import { PolicyProxy } from "./policy-proxy";
import { optionsOf, runtimeOptions, typescriptEnvironment } from "./runtime-options";

/** Bundled beside this host. */
const START_POLICY_PACK = path.join(__dirname, "start-policy-pack.js");

type PluginCall = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/**
 * Runs a policy pack for as long as the engine keeps the call open.
 *
 * `@pulumi/policy` learns project, stack and configuration from its environment, and the engine tells them only once the pack is
 * running. A {@link PolicyProxy} stands in for the pack until then: its port is what the engine reads from the pack's output.
 */
export function runPolicyPack(call: PluginCall, children: ChildProcesses): void {
    const output = new PluginOutput(call);
    const proxy = new PolicyProxy((stack) => startPack(call, stack, output, children));
    call.on("cancelled", () => {
        proxy.close();
    });
    proxy.listen().then(
        (port) => {
            output.stdout(Buffer.from(`${port}\n`));
        },
        (error: unknown) => {
            output.fail(error);
        },
    );
}

/** Starts the pack's process and resolves to the port it listens on. */
function startPack(
    call: PluginCall,
    stack: AnalyzerStackConfigureRequest | undefined,
    output: PluginOutput,
    children: ChildProcesses,
): Promise<number> {
    const request = call.request;
    const directory = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
    const options = runtimeOptions(optionsOf(request.getInfo()));
    const runner = options.typescript ? resolveFrom(directory, "@pulumi/pulumi/cmd/run-policy-pack") : START_POLICY_PACK;
    return new Promise((resolve, reject) => {
        // Pulumi's own host hands nodeargs to the pack, after the script: they are no arguments of Node.js here.
        const child = children.startNode([runner, ...options.nodeArguments, ...request.getArgsList(), directory], {
            cwd: directory,
            env: { ...environmentOf(request.getEnvList()), ...typescriptEnvironment(options), ...stackEnvironment(stack) },
            stdio: ["ignore", "pipe", "pipe"],
        });
        call.on("cancelled", () => child.kill("SIGTERM"));
        const head: Buffer[] = [];
        const readPort = (chunk: Buffer): void => {
            head.push(chunk);
            const text = Buffer.concat(head).toString();
            const end = text.indexOf("\n");
            if (end < 0) return;
            child.stdout?.off("data", readPort).on("data", (rest: Buffer) => {
                output.stdout(rest);
            });
            const port = Number(text.slice(0, end));
            if (Number.isInteger(port)) resolve(port);
            else
                reject(
                    new Error(
                        `the policy pack in ${directory} wrote "${text.slice(0, end)}" before its port; nothing may be written earlier`,
                    ),
                );
        };
        child.stdout?.on("data", readPort);
        child.stderr?.on("data", (chunk: Buffer) => {
            output.stderr(chunk);
        });
        child.once("error", reject);
        child.once("close", (code, signal) => {
            reject(new Error(`the policy pack in ${directory} ended with ${describeEnd(code, signal)} before it was ready`));
            output.end(code ?? 1);
        });
    });
}

/** What `@pulumi/pulumi` reads in a pack in place of a stack's configuration file. Nothing when a pack is only looked at, for publishing. */
function stackEnvironment(stack: AnalyzerStackConfigureRequest | undefined): Record<string, string> {
    if (stack === undefined) return {};
    return {
        PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
        PULUMI_NODEJS_PROJECT: stack.getProject(),
        PULUMI_NODEJS_STACK: stack.getStack(),
        PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().toArray())),
    };
}

function environmentOf(lines: readonly string[]): Record<string, string> {
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** The pack's output and exit code as the engine receives them; silent once the call is over. */
class PluginOutput {
    constructor(private readonly call: PluginCall) {}

    stdout(bytes: Buffer): void {
        this.send(new RunPluginResponse().setStdout(bytes));
    }

    stderr(bytes: Buffer): void {
        this.send(new RunPluginResponse().setStderr(bytes));
    }

    end(exitCode: number): void {
        this.send(new RunPluginResponse().setExitcode(exitCode));
        this.call.end();
    }

    fail(error: unknown): void {
        this.stderr(Buffer.from(`${error instanceof Error ? error.message : String(error)}\n`));
        this.end(1);
    }

    private send(response: RunPluginResponse): void {
        if (!this.call.cancelled && this.call.writable) this.call.write(response);
    }
}
