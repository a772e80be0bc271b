import type { SimulateCommand } from "./arguments";

export interface EngineFiles {
    readonly projectFolder: string;
    /** Configuration of the simulated stack. */
    readonly configFile: string;
    /** Folder of the policy pack; undefined when none judges. */
    readonly policyPack: string | undefined;
}

/** The engine's command line. `up` previews first, as it does for real, so that a violated policy creates nothing. */
export function engineArguments(command: SimulateCommand, files: EngineFiles): string[] {
    return [
        command.name,
        "--non-interactive",
        ...(command.name === "preview" ? [] : ["--yes"]),
        ...["--stack", command.stack, "--cwd", files.projectFolder, "--config-file", files.configFile],
        ...(files.policyPack === undefined ? [] : ["--policy-pack", files.policyPack]),
        ...(command.json && command.name === "preview" ? ["--json"] : []),
        // A killed engine leaves creations of which it never heard the end. Pulumi asks about them, and nobody can answer here; what AWS did
        // create all the same stays visible in the account.
        ...(command.name === "refresh" ? ["--clear-pending-creates"] : []),
        ...command.engineFlags,
    ];
}
