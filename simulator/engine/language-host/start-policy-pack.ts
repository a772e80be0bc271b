/**
 * Runs a policy pack that is JavaScript already, as `@pulumi/pulumi/cmd/run-policy-pack` does, but without loading what it does not
 * need first: TypeScript, ts-node and npm's package manager are most of the time until the pack answers.
 *
 * A process of its own; the last argument is the pack's folder.
 */
import { createRequire } from "node:module";
import * as path from "node:path";
import { deferRarelyUsedModules } from "./late-modules";

/** What Pulumi's own script hands to the part of it that runs the pack. */
interface Run {
    readonly run: (options: {
        argv: { _: readonly string[] };
        typeScript: boolean;
        programStarted: () => void;
        reportLoggedError: (error: unknown) => void;
    }) => Promise<unknown>;
}

/** By which Pulumi's hosts know that the process has said itself why it ends. */
const ENDED_WITH_A_MESSAGE = 32;

const directory = process.argv[process.argv.length - 1] ?? process.cwd();
const require = createRequire(path.join(directory, "package.json"));
deferRarelyUsedModules(require.resolve("@pulumi/pulumi"));
const { run } = require("@pulumi/pulumi/cmd/run-policy-pack/run") as Run;

// A pack that cannot be loaded is reported by the handlers that `run` sets up for errors that nobody catches.
void run({
    argv: { _: [directory] },
    typeScript: false,
    programStarted: () => undefined,
    reportLoggedError: () => {
        process.exitCode = ENDED_WITH_A_MESSAGE;
    },
});
