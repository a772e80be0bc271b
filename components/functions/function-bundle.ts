import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";

export interface FunctionBundle {
    /** Path of the file. */
    readonly file: string;
    /** SHA-256 of its content, in hexadecimal digits: another one for other code. */
    readonly digest: string;
}

/**
 * A function's code as `npm run build` bundles it.
 *
 * @param code folder in `lambda/`
 * @param resource the component that needs it, which an error is shown at
 * @throws ResourceError when it was not bundled: the digest of a file that is not there would be no digest
 */
export function functionBundle(code: string, resource: pulumi.Resource): FunctionBundle {
    const file = path.join(__dirname, "..", "..", "lambda", code, "bin", "index.js");
    if (!existsSync(file)) {
        throw new pulumi.ResourceError(
            `lambda/${code}/bin/index.js is missing; it is made from lambda/${code}. Run: npm run build`,
            resource,
            true,
        );
    }
    return { file, digest: createHash("sha256").update(readFileSync(file)).digest("hex") };
}
