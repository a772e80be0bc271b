import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder } from "../../../simulator/engine/cache";
import { compileCache, engineEnvironment } from "../../../simulator/engine/environment";
import { directDependencies, installedVersion } from "../../../simulator/engine/packages";
import { formatElapsed } from "../../../simulator/engine/progress";
import { encryptionSalt, idsInState, stackExists } from "../../../simulator/engine/stack";
import { accountFile, prepareWorkspace, workspaceOf } from "../../../simulator/engine/workspace";
import { temporaryFolder } from "./folder";

describe("the workspace of the simulator", () => {
    const folder = temporaryFolder();

    /** A repository with a bundle for each plugin, which prints its name. */
    function repository(name: string): string {
        for (const plugin of ["aws", "awsx", "random"])
            folder.write(`${name}/simulator/bin/${plugin}.js`, `console.log("${name} ${plugin}");`);
        return path.join(folder.path, name);
    }

    function install(packageName: string, version: string): void {
        folder.write(`program/node_modules/${packageName}/package.json`, JSON.stringify({ name: packageName, version }));
    }

    it("lies in the repository, unless it is put elsewhere", () => {
        assert.equal(workspaceOf("/repository", {}).folder, "/repository/.simulated");
        const workspace = workspaceOf("/repository", { LIBRECHAT_SIMULATED_DIR: "/elsewhere" });
        assert.deepEqual(workspace, { root: "/repository", folder: "/elsewhere", home: "/elsewhere/home", backend: "/elsewhere/backend" });
        assert.equal(accountFile(workspace, "app", "dev"), "/elsewhere/accounts/app.dev.json");
    });

    it("holds plugins in the versions that the program has, and no others", () => {
        install("@pulumi/aws", "7.48.0");
        install("@pulumi/random", "4.21.2");
        const workspace = workspaceOf(repository("one"), {});
        prepareWorkspace(workspace, path.join(folder.path, "program"));
        const plugins = path.join(workspace.home, "plugins");
        assert.deepEqual(fs.readdirSync(plugins).sort(), ["resource-aws-v7.48.0", "resource-random-v4.21.2"]);
        assert.equal(execFileSync(path.join(plugins, "resource-aws-v7.48.0/pulumi-resource-aws"), { encoding: "utf8" }), "one aws\n");
    });

    it("follows a repository that has moved", () => {
        install("@pulumi/awsx", "3.9.0");
        const environment = { LIBRECHAT_SIMULATED_DIR: path.join(folder.path, "state") };
        const program = path.join(folder.path, "program");
        prepareWorkspace(workspaceOf(repository("before"), environment), program);
        fs.renameSync(repository("before"), path.join(folder.path, "gone"));
        const workspace = workspaceOf(repository("after"), environment);
        prepareWorkspace(workspace, program);
        const plugin = path.join(workspace.home, "plugins/resource-awsx-v3.9.0/pulumi-resource-awsx");
        assert.equal(execFileSync(plugin, { encoding: "utf8" }), "after awsx\n");
    });

    it("fails without the bundles", () => {
        install("@pulumi/aws", "7.48.0");
        const message = `${folder.path}/simulator/bin/aws.js is missing; run "npm run build"`;
        assert.throws(
            () => {
                prepareWorkspace(workspaceOf(folder.path, {}), path.join(folder.path, "program"));
            },
            { message },
        );
    });

    it("knows the packages of a program, also from a folder above it", () => {
        install("@pulumi/aws", "7.48.0");
        folder.write("program/package.json", JSON.stringify({ dependencies: { "@pulumi/aws": "^7.0.0", "not-installed": "1.x" } }));
        assert.equal(installedVersion(path.join(folder.path, "program/deep/down"), "@pulumi/aws"), "7.48.0");
        assert.equal(installedVersion(folder.path, "@pulumi/aws"), undefined);
        assert.deepEqual(directDependencies(path.join(folder.path, "program")), [
            { name: "@pulumi/aws", version: "7.48.0" },
            { name: "not-installed", version: "1.x" },
        ]);
        assert.deepEqual(directDependencies(path.join(folder.path, "nowhere")), []);
    });

    it("tells a stack that was made from one that was not", () => {
        const stack = { workspace: workspaceOf(folder.path, {}), project: "app", name: "dev" };
        assert.equal(stackExists(stack), false);
        assert.equal(encryptionSalt(stack), undefined);
        assert.deepEqual(idsInState(stack), new Set());
        const resources = [{ type: "pulumi:pulumi:Stack" }, { type: "aws:ec2/vpc:Vpc", id: "vpc-1" }];
        folder.write(".simulated/backend/.pulumi/stacks/app/dev.json", JSON.stringify({ checkpoint: { latest: { resources } } }));
        folder.write(".simulated/stacks/app/Pulumi.dev.yaml", "encryptionsalt: v1:salt\n");
        assert.equal(stackExists(stack), true);
        assert.equal(encryptionSalt(stack), "v1:salt");
        assert.ok(idsInState(stack).has("aws:ec2/vpc:Vpc vpc-1"));
    });
});

describe("the environment of the engine", () => {
    const workspace = workspaceOf("/repository", {});

    it("has nothing of the caller's AWS or Pulumi set-up", () => {
        const caller = {
            AWS_PROFILE: "real",
            AWS_REGION: "eu-west-1",
            PULUMI_ACCESS_TOKEN: "token",
            PULUMI_STACK: "other",
            PATH: "/bin",
            HOME: "/home/me",
        };
        const { NODE_COMPILE_CACHE, ...environment } = engineEnvironment(caller, { workspace, cache: "/cache", account: "/account.json" });
        assert.equal(NODE_COMPILE_CACHE, compileCache("/cache", process.version)["NODE_COMPILE_CACHE"]);
        assert.deepEqual(environment, {
            PATH: `${path.dirname(process.execPath)}:/bin`,
            HOME: "/home/me",
            PULUMI_HOME: "/repository/.simulated/home",
            PULUMI_BACKEND_URL: "file:///repository/.simulated/backend",
            PULUMI_CONFIG_PASSPHRASE: "simulated",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            LIBRECHAT_LANGUAGE_HOST: "/repository/simulator/bin/language-host.js",
            LIBRECHAT_SIMULATED_ACCOUNT: "/account.json",
        });
    });

    it("keeps compiled code where Node.js can", () => {
        assert.deepEqual(compileCache("/cache", "v24.1.0"), { NODE_COMPILE_CACHE: "/cache/compiled" });
        assert.deepEqual(compileCache("/cache", "v22.1.0"), { NODE_COMPILE_CACHE: "/cache/compiled" });
        assert.deepEqual(compileCache("/cache", "v22.0.0"), {});
        assert.deepEqual(compileCache("/cache", "v20.19.0"), {});
    });

    it("has a cache where the user's caches are", () => {
        assert.equal(cacheFolder({ HOME: "/home/me" }), "/home/me/.cache/librechat-aws");
        assert.equal(cacheFolder({ HOME: "/home/me", XDG_CACHE_HOME: "/caches" }), "/caches/librechat-aws");
        assert.equal(cacheFolder({ HOME: "/home/me", XDG_CACHE_HOME: "relative" }), "/home/me/.cache/librechat-aws");
    });
});

describe("formatElapsed", () => {
    it("writes minutes and seconds", () => {
        assert.equal(formatElapsed(0), "0:00");
        assert.equal(formatElapsed(9_999), "0:09");
        assert.equal(formatElapsed(90_500), "1:30");
        assert.equal(formatElapsed(605_000), "10:05");
    });
});
