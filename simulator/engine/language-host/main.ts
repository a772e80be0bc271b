/**
 * Starts the language host: the process through which the engine runs Node.js programs and policy packs.
 *
 * The engine starts it with its own address as the last argument and reads the port from the first line of standard output.
 */
import { ChildProcesses } from "./child-processes";
import { serveLanguageHost } from "./host";
import { whenParentEnds } from "./parent";

async function main(): Promise<void> {
    const engineAddress = process.argv
        .slice(2)
        .filter((argument) => !argument.startsWith("-"))
        .pop();
    if (engineAddress === undefined) {
        throw new Error("the language host is started by the Pulumi engine, with the engine's address as its argument");
    }
    const children = new ChildProcesses();
    const end = (): never => {
        children.kill();
        process.exit(0);
    };
    // The engine ends its plugins with SIGINT; one that was killed cannot, and would leave programs and packs running.
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
    whenParentEnds(end);
    const port = await serveLanguageHost(engineAddress, children);
    process.stdout.write(`${port}\n`);
}

main().catch((error: unknown) => {
    process.stderr.write(`pulumi-language-nodejs: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
});
