import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configurationContainer } from "../../../components/application/configuration-container";

describe("configurationContainer: files for an application that has none", () => {
    it("writes each file from a variable of its own, as root, and ends", () => {
        assert.deepEqual(configurationContainer("librechat:1", { "librechat.yaml": "version: 1\n", "database-ca.pem": "PEM" }), {
            name: "configuration",
            image: "librechat:1",
            essential: false,
            user: "0",
            command: [
                "sh",
                "-c",
                `printf %s "$FILE_0" > /configuration/database-ca.pem && printf %s "$FILE_1" > /configuration/librechat.yaml`,
            ],
            environment: { FILE_0: "PEM", FILE_1: "version: 1\n" },
            secrets: {},
            mounts: [{ volume: "configuration", path: "/configuration", readOnly: false }],
        });
    });

    it("gives the application the same bytes in a real shell", () => {
        const folder = mkdtempSync(join(tmpdir(), "configuration-"));
        const content = "quotes ' \" `date` $HOME %s \\n\nlast line without a newline";
        const { command, environment } = configurationContainer("librechat:1", { file: content });
        const script = command![2]!.replaceAll("/configuration", folder);
        execFileSync("sh", ["-c", script], { env: { ...process.env, ...environment } });
        assert.equal(readFileSync(join(folder, "file"), "utf8"), content);
        rmSync(folder, { recursive: true });
    });
});
