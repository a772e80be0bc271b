import type { SimulateCommand } from "./arguments";

export interface EngineFiles {
    readonly projectFolder: string;
    /** Configuration of the simulated stack. */
    readonly configFile: string;
    /** Folder of the policy pack. */
    readonly policyPack: string;
}

/** The engine's command line. `up` previews first, as it does for real, so that a violated policy creates nothing. */
export function engineArguments(command: SimulateCommand, files: EngineFiles): string[] {
    const runsProgram = command.name === "up" || command.name === "preview";
    return [
        command.name,
        "--non-interactive",
        ...(command.name === "preview" ? [] : ["--yes"]),
        ...["--stack", command.stack, "--cwd", files.projectFolder, "--config-file", files.configFile],
        // Packs judge what a program asks for; destroy and refresh do not run the program, and know no such flag.
        ...(runsProgram && command.policy ? ["--policy-pack", files.policyPack] : []),
        ...(command.json && command.name === "preview" ? ["--json"] : []),
        ...command.engineFlags,
    ];
}
