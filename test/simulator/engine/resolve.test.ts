import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { engineFolder } from "../../../simulator/engine/build";
import { resolveEngine } from "../../../simulator/engine/resolve";
import { temporaryFolder } from "./folder";

const ROOT = path.resolve(__dirname, "../../..");
const INSTALL = "Install Pulumi (https://www.pulumi.com/docs/iac/download-install/) or Go (https://go.dev/dl/), and run this again.";
const UNREACHABLE =
    "the release that the npm package pulumi downloads: https://get.pulumi.com/install.sh cannot be reached (getaddrinfo ENOTFOUND get.pulumi.com)";

describe("resolveEngine", () => {
    const folder = temporaryFolder();
    const realFetch = globalThis.fetch;

    beforeEach(() => {
        const cause = new Error("getaddrinfo ENOTFOUND get.pulumi.com");
        globalThis.fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    });
    afterEach(() => {
        globalThis.fetch = realFetch;
    });

    const cache = () => path.join(folder.path, "cache");
    const prints = (text: string) => `#!/bin/sh\necho "${text}"\n`;

    /** A program on the simulated PATH. */
    function program(file: string, text: string): string {
        return folder.write(file, text, 0o755);
    }

    function officialRelease(bin: string, version: string): string {
        program(`${bin}/pulumi-language-nodejs`, prints("1234"));
        return program(`${bin}/pulumi`, prints(version));
    }

    function builtEarlier(): string {
        return program(path.relative(folder.path, path.join(engineFolder(ROOT, cache()), "pulumi")), prints("v3.259.0"));
    }

    function downloadedEarlier(): string {
        const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "node_modules/pulumi/package.json"), "utf8")) as { version: string };
        return program(`cache/pulumi/versions/${version}/bin/pulumi`, prints(`v${version}`));
    }

    /** A Go that says its version and, asked to build, writes what it was called with. */
    function go(version: string, build = 'echo "$@" > "$8"; chmod +x "$8"'): void {
        program("bin/go", `#!/bin/sh\nif [ "$1" = version ]; then echo "go version go${version} linux/amd64"; else ${build}; fi\n`);
    }

    async function resolve(environment: NodeJS.ProcessEnv = {}) {
        const lines: string[] = [];
        const given = { PATH: `${folder.path}/bin:/usr/bin:/bin`, ...environment };
        const engine = await resolveEngine({ root: ROOT, cache: cache() }, given, (line) => lines.push(line));
        return { file: engine.file, lines };
    }

    it("takes a release on the PATH before anything else", async () => {
        const file = officialRelease("bin", "v3.252.0");
        downloadedEarlier();
        builtEarlier();
        assert.deepEqual(await resolve(), { file, lines: [] });
    });

    it("follows a link to a release", async () => {
        const release = officialRelease("opt/pulumi", "v3.270.0");
        fs.mkdirSync(path.join(folder.path, "bin"));
        fs.symlinkSync(release, path.join(folder.path, "bin/pulumi"));
        assert.deepEqual(await resolve(), { file: path.join(folder.path, "bin/pulumi"), lines: [] });
    });

    it("passes over the command of the npm package, also where it is installed for all users", async () => {
        const shim = officialRelease("node_modules/pulumi", "v3.270.0");
        officialRelease("project/node_modules/.bin", "v3.270.0");
        fs.mkdirSync(path.join(folder.path, "bin"));
        fs.symlinkSync(shim, path.join(folder.path, "bin/pulumi"));
        const file = builtEarlier();
        const PATH = `${folder.path}/project/node_modules/.bin:${folder.path}/bin:/usr/bin:/bin`;
        assert.deepEqual(await resolve({ PATH }), { file, lines: [] });
    });

    it("passes over a release that is too old, and says so", async () => {
        const old = officialRelease("bin", "v3.251.9");
        const file = builtEarlier();
        const line = `an official release of pulumi on the PATH: ${old} is version 3.251.9; 3.252.0 or newer is needed`;
        assert.deepEqual(await resolve(), { file, lines: [line] });
    });

    it("passes over a pulumi without a language host, and says so", async () => {
        const bare = program("bin/pulumi", prints("v3.270.0"));
        const file = builtEarlier();
        const line = `an official release of pulumi on the PATH: ${bare} has no pulumi-language-nodejs beside it; an official release has`;
        assert.deepEqual(await resolve(), { file, lines: [line] });
    });

    it("takes what was downloaded before what was built", async () => {
        const file = downloadedEarlier();
        builtEarlier();
        assert.deepEqual(await resolve(), { file, lines: [] });
    });

    it("takes what was built before it downloads", async () => {
        const file = builtEarlier();
        assert.deepEqual(await resolve(), { file, lines: [] });
    });

    it("builds when nothing can be downloaded, and says why", async () => {
        go("1.25.0");
        const { file, lines } = await resolve();
        assert.equal(file, path.join(engineFolder(ROOT, cache()), "pulumi"));
        const building = "building the Pulumi engine from source: about 4 minutes on 2 cores, once per machine";
        assert.deepEqual(lines, [UNREACHABLE, building, "done after 0:00"]);
        assert.match(
            fs.readFileSync(file, "utf8"),
            /^build -trimpath -tags osusergo,grpcnotrace -ldflags -s -w -X .*Version=v3\.259\.0 -o /,
        );
        assert.deepEqual(fs.readdirSync(path.dirname(file)).sort(), ["pulumi", "pulumi-language-nodejs"]);
        assert.deepEqual(fs.readdirSync(path.dirname(path.dirname(file))), [path.basename(path.dirname(file))]);
    });

    it("builds once when two calls need an engine at the same time", async () => {
        go("1.26.8", `echo built >> "${folder.path}/builds"; sleep 1; echo engine > "$8"; chmod +x "$8"`);
        const both = await Promise.all([resolve({ LIBRECHAT_AWS_ENGINE: "build" }), resolve({ LIBRECHAT_AWS_ENGINE: "build" })]);
        assert.equal(both[0].file, both[1].file);
        assert.equal(fs.readFileSync(path.join(folder.path, "builds"), "utf8"), "built\n");
        assert.ok(both.some(({ lines }) => lines.includes("another process is building the Pulumi engine; waiting for it")));
    });

    it("leaves nothing behind when a build fails", async () => {
        go("1.26.8", 'echo half > "$8"; echo "module lookup disabled" >&2; exit 1');
        await assert.rejects(resolve({ LIBRECHAT_AWS_ENGINE: "build" }), {
            message: [
                "No Pulumi engine could be found or made. Tried:",
                '  - an engine built from source with Go: "go build" failed:\n    module lookup disabled',
                INSTALL,
            ].join("\n"),
        });
        assert.deepEqual(fs.readdirSync(path.join(cache(), "engine")), []);
    });

    it("fails with everything that was tried", async () => {
        go("1.24.9");
        await assert.rejects(resolve(), {
            message: [
                "No Pulumi engine could be found or made. Tried:",
                "  - an official release of pulumi on the PATH: none found",
                `  - ${UNREACHABLE}`,
                "  - an engine built from source with Go: go is version 1.24.9; Go 1.25.0 or newer is needed (https://go.dev/dl/)",
                INSTALL,
            ].join("\n"),
        });
    });

    it("fails without any Go", async () => {
        await assert.rejects(resolve({ LIBRECHAT_AWS_ENGINE: "build", PATH: folder.path }), {
            message: [
                "No Pulumi engine could be found or made. Tried:",
                "  - an engine built from source with Go: no go on the PATH; Go 1.25.0 or newer is needed (https://go.dev/dl/)",
                INSTALL,
            ].join("\n"),
        });
    });

    it("takes the way that is asked for, and no other", async () => {
        officialRelease("bin", "v3.270.0");
        const downloaded = downloadedEarlier();
        const built = builtEarlier();
        assert.equal((await resolve({ LIBRECHAT_AWS_ENGINE: "download" })).file, downloaded);
        assert.equal((await resolve({ LIBRECHAT_AWS_ENGINE: "build" })).file, built);
        await assert.rejects(resolve({ LIBRECHAT_AWS_ENGINE: "path", PATH: "/nowhere" }), {
            message: `No Pulumi engine could be found or made. Tried:\n  - an official release of pulumi on the PATH: none found\n${INSTALL}`,
        });
    });

    it("takes the file that is asked for, if it is fit", async () => {
        const file = officialRelease("elsewhere", "v3.260.0");
        assert.deepEqual(await resolve({ LIBRECHAT_AWS_ENGINE: file }), { file, lines: [] });
        await assert.rejects(resolve({ LIBRECHAT_AWS_ENGINE: "/nowhere/pulumi" }), {
            message: [
                "No Pulumi engine could be found or made. Tried:",
                "  - LIBRECHAT_AWS_ENGINE = /nowhere/pulumi: /nowhere/pulumi is no program that may be run",
                INSTALL,
            ].join("\n"),
        });
    });

    it("fails for a way that does not exist", async () => {
        await assert.rejects(resolve({ LIBRECHAT_AWS_ENGINE: "docker" }), {
            message: "LIBRECHAT_AWS_ENGINE = docker: path, download, build or the absolute path of a pulumi program is allowed",
        });
    });
});
