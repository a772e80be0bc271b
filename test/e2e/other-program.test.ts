import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { simulate } from "../../tools/simulate/run";

const ROOT = path.join(__dirname, "..", "..");

describe("simulating another Pulumi program", function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-other-"));
    const stateDir = path.join(folder, "state");
    const run = (...args: string[]) => simulate([...args, "--cwd", folder, "--stack", "test"], { stateDir, cwd: ROOT });
    const write = (code: string) => {
        writeFileSync(path.join(folder, "index.js"), `const aws = require("@pulumi/aws");\n${code}\n`);
    };

    const configure = (settings: object) => {
        writeFileSync(path.join(folder, "Pulumi.test.yaml"), JSON.stringify({ config: { "aws:region": "eu-west-1", ...settings } }));
    };

    before(() => {
        symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
        writeFileSync(
            path.join(folder, "Pulumi.yaml"),
            JSON.stringify({ name: "other", runtime: { name: "nodejs", options: { typescript: false } } }),
        );
        configure({});
        writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "other", main: "index.js" }));
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    it("deploys it under its own project, without a word about types that are fully modelled", async () => {
        write(`exports.bucket = new aws.s3.Bucket("files", { forceDestroy: true }).bucket;`);
        const up = await run("up", "--no-policy");
        assert.equal(up.exitCode, 0, up.stdout + up.stderr);
        assert.match(up.stdout, /bucket: "files-[0-9a-f]{7}"/);
        assert.match(up.stdout, /Account: .*other\.test\.json/);
        assert.equal(up.stderr, "");
    });

    it("is judged by the policy pack: its bucket is open", async () => {
        const preview = await run("preview");
        assert.notEqual(preview.exitCode, 0);
        assert.match(preview.stdout, /\[mandatory\].*s3-bucket-require-public-access-block/);
    });

    it("is given stand-ins for its secrets, which are secrets too", async () => {
        configure({ "other:token": { secure: "v1:abc:def" }, "other:keys": { one: { secure: "v1:ghi:jkl" } } });
        write(`
            const pulumi = require("@pulumi/pulumi");
            const config = new pulumi.Config();
            exports.areSecrets = ["other:token", "other:keys"].map(pulumi.runtime.isConfigSecret).join();
            exports.token = config.requireSecret("token");
            exports.keys = config.requireSecretObject("keys");`);
        const { exitCode, stdout, stderr } = await run("preview", "--no-policy", "--secret", "keys.one=hunter22");
        assert.equal(exitCode, 0, stdout + stderr);
        assert.match(stdout, /areSecrets *: *"true,true"/);
        assert.match(stdout, /token *: *\[secret\]/);
        assert.match(stdout, /keys *: *\[secret\]/);
        assert.doesNotMatch(stdout + stderr, /hunter22/);
        assert.match(stderr, /a stand-in is used for other:token \(give a value with --secret KEY=VALUE\)/);
        configure({});
    });

    it("refuses a type that it does not know, naming it", async () => {
        write(`new aws.gamelift.Alias("players", { routingStrategy: { type: "SIMPLE", fleetId: "fleet-1" } });`);
        const preview = await run("preview", "--no-policy");
        assert.notEqual(preview.exitCode, 0);
        assert.match(preview.stdout, /aws:gamelift\/alias:Alias is a resource type that the simulated AWS does not know/);
    });

    it("refuses a property that does not exist, naming the nearest", async () => {
        write(`new aws.s3.Bucket("files", { forceDestroi: true });`);
        const preview = await run("preview", "--no-policy");
        // The SDK drops what it does not know, so the program deploys unchanged; nested properties reach the provider.
        assert.equal(preview.exitCode, 0, preview.stdout);
        write(`new aws.lb.TargetGroup("web", { healthCheck: { paths: "/" } });`);
        const nested = await run("preview", "--no-policy");
        assert.notEqual(nested.exitCode, 0);
        assert.match(nested.stdout, /healthCheck.*paths.*path/s);
    });

    it("is destroyed", async () => {
        const destroy = await run("destroy");
        assert.equal(destroy.exitCode, 0, destroy.stdout);
    });
});
