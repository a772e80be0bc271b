import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../../../..");
const LATE_MODULES = path.join(ROOT, "simulator/engine/language-host/late-modules.ts");

/** Runs code in a process of its own, where nothing of Pulumi is loaded yet, and returns what it wrote as JSON. */
function run(code: string): unknown {
    const prologue = `const { deferRarelyUsedModules } = require(${JSON.stringify(LATE_MODULES)});
        const loaded = (name) => Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/"));
        const heavy = () => ["@npmcli/arborist", "typescript"].filter(loaded);
        const sdk = require.resolve("@pulumi/pulumi");`;
    // Not from the folder of the caller: what is measured is which modules this process itself has loaded.
    const args = ["--require", require.resolve("tsx/cjs"), "--eval", `${prologue}\n${code}`];
    return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
}

describe("deferRarelyUsedModules", () => {
    it("starts @pulumi/pulumi without npm's package manager and TypeScript, which it loads as a rule", () => {
        assert.deepEqual(run(`require(sdk); console.log(JSON.stringify(heavy().sort()));`), ["@npmcli/arborist", "typescript"]);
        assert.deepEqual(run(`deferRarelyUsedModules(sdk); require(sdk); console.log(JSON.stringify(heavy()));`), []);
    });

    it("serialises functions and finds the packages they need as ever, once a program asks for it", () => {
        const work = `const { runtime } = require(sdk);
            const greeting = "hello";
            Promise.all([runtime.serializeFunction(() => greeting), runtime.computeCodePaths({ extraIncludePackages: ["zod"] })]).then(
                ([{ text }, paths]) => console.log(JSON.stringify({ text, paths: [...paths.keys()], heavy: heavy().sort() })),
            );`;
        const deferred = run(`deferRarelyUsedModules(sdk); ${work}`) as { text: string; paths: string[]; heavy: string[] };
        assert.deepEqual(deferred, run(work));
        assert.match(deferred.text, /hello/);
        assert.ok(deferred.paths.includes("node_modules/zod"), `no zod in ${deferred.paths.join(", ")}`);
        assert.deepEqual(deferred.heavy, ["@npmcli/arborist", "typescript"]);
    });

    it("gives the real module to who asks for it after its first use", () => {
        const code = `deferRarelyUsedModules(sdk);
            const { serializeFunction } = require(sdk).runtime;
            const id = require.resolve("@pulumi/pulumi/runtime/closure/serializeClosure");
            const before = require(id);
            serializeFunction(() => 1).then(() => console.log(JSON.stringify([before === require(id), require(id) === require(id)])));`;
        assert.deepEqual(run(code), [false, true]);
    });

    it("leaves a module alone that is loaded already", () => {
        assert.deepEqual(
            run(`require(sdk); const n = Object.keys(require.cache).length; deferRarelyUsedModules(sdk);
            console.log(JSON.stringify(Object.keys(require.cache).length === n));`),
            true,
        );
    });

    it("changes nothing where @pulumi/pulumi is not", () => {
        assert.deepEqual(
            run(`const n = Object.keys(require.cache).length; deferRarelyUsedModules("/nowhere/index.js");
            console.log(JSON.stringify(Object.keys(require.cache).length === n));`),
            true,
        );
    });
});
