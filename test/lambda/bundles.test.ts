import { strict as assert } from "node:assert";
import { deflateRawSync } from "node:zlib";

import { bundleFunction } from "../components/data/initialiser";

/** What a zip file has for each file in it besides the data: two headers with the name, and the end of the directory. */
const ZIP_OVERHEAD_BYTES = 30 + 46 + 22 + 2 * "index.js".length;

for (const name of ["init-postgres", "init-docdb"]) {
    describe(`the bundle of ${name}`, () => {
        it("is under 1 MB as it is uploaded", () => {
            const zippedBytes = deflateRawSync(bundleFunction(name)).length + ZIP_OVERHEAD_BYTES;
            assert.ok(zippedBytes < 1_000_000, `${zippedBytes} bytes`);
        });
    });
}
