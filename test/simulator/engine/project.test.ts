import { strict as assert } from "node:assert";
import * as path from "node:path";
import { findProject, readStackConfig } from "../../../simulator/engine/project";
import { temporaryFolder } from "./folder";

describe("findProject", () => {
    const folder = temporaryFolder();

    it("finds the project of a folder inside it", () => {
        folder.write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
        folder.write("src/deep/index.ts", "");
        const expected = { name: "app", folder: folder.path, stackConfigFolder: folder.path, configKeys: [] };
        assert.deepEqual(findProject(path.join(folder.path, "src/deep")), expected);
    });

    it("reads a runtime with options, the folder of the stacks and the keys that have a value", () => {
        const lines = ["name: app", "runtime:", "  name: nodejs", "  options: { typescript: false }", "stackConfigDir: stacks"];
        folder.write("Pulumi.yml", [...lines, "config:", "  aws:region: eu-west-1", ""].join("\n"));
        assert.deepEqual(findProject(folder.path), {
            name: "app",
            folder: folder.path,
            stackConfigFolder: path.join(folder.path, "stacks"),
            configKeys: ["aws:region"],
        });
    });

    it("fails where there is no project", () => {
        const message = `${folder.path}: no Pulumi.yaml there or in a folder above; name a Pulumi project with --cwd`;
        assert.throws(() => findProject(folder.path), { message });
    });

    it("fails for a program in another language", () => {
        const file = folder.write("Pulumi.yaml", "name: app\nruntime: python\n");
        assert.throws(() => findProject(folder.path), {
            message: `${file}: runtime = python; the simulator runs programs with runtime nodejs`,
        });
    });

    it("fails without a name", () => {
        const file = folder.write("Pulumi.yaml", "runtime: nodejs\n");
        assert.throws(() => findProject(folder.path), { message: `${file}: name is missing` });
    });
});

describe("readStackConfig", () => {
    const folder = temporaryFolder();

    it("reads the stack's file", () => {
        folder.write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
        folder.write("Pulumi.dev.yaml", "config: {}\n");
        assert.equal(readStackConfig(findProject(folder.path), "dev"), "config: {}\n");
    });

    it("takes a project without any such file for one without settings", () => {
        folder.write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
        assert.equal(readStackConfig(findProject(folder.path), "dev"), "");
    });

    it("fails for a stack without a file, naming those that have one", () => {
        folder.write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
        folder.write("Pulumi.prod.yaml", "");
        folder.write("Pulumi.dev.yaml", "");
        const message = `--stack staging: there is no Pulumi.staging.yaml in ${folder.path}; dev and prod can be simulated`;
        assert.throws(() => readStackConfig(findProject(folder.path), "staging"), { message });
    });
});
