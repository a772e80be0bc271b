import { strict as assert } from "node:assert";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { installed } from "../../../simulator/databases/install/installed";
import { runCommand } from "../../../simulator/databases/install/run-command";

describe("installed", function () {
    this.timeout(30_000);
    const usual = process.env["XDG_CACHE_HOME"];
    let cache: string;

    beforeEach(() => {
        cache = mkdtempSync(path.join(tmpdir(), "librechat-aws-cache-"));
        process.env["XDG_CACHE_HOME"] = cache;
    });

    afterEach(() => {
        if (usual === undefined) delete process.env["XDG_CACHE_HOME"];
        else process.env["XDG_CACHE_HOME"] = usual;
        rmSync(cache, { recursive: true });
    });

    const servers = () => readdirSync(path.join(cache, "librechat-aws", "servers"));
    const place = `thing-1.0-${process.platform}-${process.arch}`;

    function thing(fill: (draft: string) => Promise<void> | void) {
        return installed({ name: "thing-1.0", notice: "a moment", fill: async (draft) => fill(draft) });
    }

    it("fills the folder once, also for two runs at once", async () => {
        let fillings = 0;
        const fill = async (draft: string) => {
            fillings += 1;
            await sleep(100);
            writeFileSync(path.join(draft, "file"), "whole");
        };
        const folder = path.join(cache, "librechat-aws", "servers", place);
        assert.deepEqual(await Promise.all([thing(fill), thing(fill)]), [folder, folder]);
        assert.equal(await thing(fill), folder);
        assert.equal(fillings, 1);
        assert.equal(readFileSync(path.join(folder, "file"), "utf8"), "whole");
        assert.deepEqual(servers(), [place]);
    });

    it("leaves nothing behind that a later run would take for a whole one", async () => {
        const half = thing((draft) => {
            writeFileSync(path.join(draft, "file"), "half");
            throw new Error("no way to the registry");
        });
        await assert.rejects(half, { message: "no way to the registry" });
        assert.deepEqual(servers(), []);
        const folder = await thing((draft) => {
            assert.deepEqual(readdirSync(draft), []);
        });
        assert.ok(existsSync(folder));
    });
});

describe("runCommand", () => {
    const node = (program: string) => ({ file: process.execPath, args: ["-e", program], whenMissing: "Install Node.js." });

    it("returns what the command wrote", async () => {
        assert.equal(await runCommand(node("console.log('out'); console.error('aside')")), "out\n");
    });

    it("fails with the last lines that the command wrote", async () => {
        const program = "console.error('working'); console.error('no space left'); process.exitCode = 3";
        await assert.rejects(runCommand(node(program)), {
            message: `${process.execPath} -e ${program}: ended with 3\n    working\n    no space left`,
        });
    });

    it("says what to install when there is no such command", async () => {
        await assert.rejects(runCommand({ file: "no-such-command", args: [], whenMissing: "Install it." }), {
            message: "no-such-command could not be started: spawn no-such-command ENOENT. Install it.",
        });
    });
});
