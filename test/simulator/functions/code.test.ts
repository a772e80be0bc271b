import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { StoredResource } from "../../../simulator/aws/account";
import { runCommand } from "../../../simulator/databases/install/run-command";
import { unpackCode } from "../../../simulator/functions/code";
import type { Value } from "../../../simulator/provider/values";

describe("the code of a function", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "librechat-code-"));
        mkdirSync(path.join(folder, "program", "dist"), { recursive: true });
        writeFileSync(path.join(folder, "program", "dist", "index.js"), "one");
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    const lambda = (code: Value): StoredResource => ({
        type: "aws:lambda/function:Function",
        id: "init",
        region: "us-east-1",
        properties: { code },
    });
    const unpack = (code: Value) => unpackCode(path.join(folder, "code"), lambda(code), path.join(folder, "program"));
    const asset = (more: object) => ({ asset: "archive", hash: "abc", ...more }) as unknown as Value;
    const index = (unpacked: string) => readFileSync(path.join(unpacked, "index.js"), "utf8");

    it("is a folder, relative to the program", async () => {
        assert.equal(index(await unpack(asset({ path: "dist" }))), "one");
    });

    it("is texts, files and folders by name", async () => {
        const unpacked = await unpack(
            asset({
                assets: {
                    "index.js": { asset: "text", hash: "1", text: "two" },
                    "lib/copy.js": { asset: "file", hash: "2", path: path.join(folder, "program", "dist", "index.js") },
                    more: { asset: "archive", hash: "3", path: "dist" },
                },
            }),
        );
        assert.equal(index(unpacked), "two");
        assert.equal(readFileSync(path.join(unpacked, "lib", "copy.js"), "utf8"), "one");
        assert.equal(index(path.join(unpacked, "more")), "one");
    });

    it("is a ZIP file", async () => {
        const zip = path.join(folder, "code.zip");
        const args = ["-m", "zipfile", "--create", zip, path.join(folder, "program", "dist", "index.js")];
        await runCommand({ file: "python3", args, whenMissing: "Install Python 3" });
        assert.equal(index(await unpack(asset({ path: zip }))), "one");
    });

    it("stays what was uploaded when the file changes, and is unpacked once", async () => {
        const first = await unpack(asset({ path: "dist" }));
        writeFileSync(path.join(folder, "program", "dist", "index.js"), "changed");
        assert.equal(await unpack(asset({ path: "dist" })), first);
        assert.equal(index(first), "one");
        assert.equal(index(await unpack(asset({ path: "dist", hash: "def" }))), "changed");
        assert.deepEqual(readdirSync(path.join(folder, "code")).sort(), ["abc", "def"]);
    });

    const advice =
        "to run a function the simulator needs its files: text, a file, a folder or a ZIP file on this machine. " +
        "Give it such code, or simulate without --databases real";
    const unseen: [string, Value, (folder: string) => string][] = [
        ["in S3", null, () => "in S3 or an image"],
        ["at a URL", asset({ uri: "https://example.com/code.zip" }), () => "at https://example.com/code.zip"],
        ["gone", asset({ path: "gone" }), (parent) => `in ${path.join(parent, "program", "gone")}, which is not there any more`],
    ];
    for (const [name, code, where] of unseen) {
        it(`is refused when it is ${name}`, async () => {
            await assert.rejects(unpack(code), { message: `the code of function init is ${where(folder)}; ${advice}` });
            assert.deepEqual(readdirSync(folder).includes("code") ? readdirSync(path.join(folder, "code")) : [], []);
        });
    }
});
