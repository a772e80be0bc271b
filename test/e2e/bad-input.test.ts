import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { simulate } from "../../tools/simulate/run";
import { SimulatedStack } from "./simulated-stack";

describe("bad input ends with one clear message, and nothing is lost", function () {
    this.timeout(300_000);
    const dev = new SimulatedStack("dev");
    const file = path.join(dev.stateDir, "accounts", "librechat.dev.json");
    after(() => {
        dev.remove();
    });

    it("a missing secret: names the setting and the command, and no resource is registered", async () => {
        const preview = await dev.run("preview", "--config", "librechat:mongo=external", "--no-policy");
        assert.notEqual(preview.exitCode, 0);
        assert.match(preview.stdout, /librechat:mongo = external.*librechat:mongoUri.*pulumi config set --secret librechat:mongoUri/s);
        assert.doesNotMatch(preview.stdout, /aws:[a-z0-9]+:/);
    });

    it("a secret that is wrong: its value is nowhere in the output", async () => {
        const preview = await dev.run(
            "preview",
            "--config",
            "librechat:mongo=external",
            "--config",
            "librechat:mongoUri=hunter2-not-a-uri",
        );
        assert.notEqual(preview.exitCode, 0);
        assert.match(preview.stdout, /librechat:mongoUri/);
        assert.doesNotMatch(preview.stdout + preview.stderr, /hunter2/);
    });

    it("a stack without a file: says which file is missing", async () => {
        const { exitCode, stderr } = await simulate(["up", "--stack", "nowhere"], { stateDir: dev.stateDir });
        assert.notEqual(exitCode, 0);
        assert.match(stderr, /Pulumi\.nowhere\.yaml/);
    });

    it("an engine that is not there: says so", async () => {
        const env = { LIBRECHAT_AWS_ENGINE: path.join(dev.stateDir, "no-such-engine") };
        const { exitCode, stderr } = await simulate(["preview"], { stateDir: dev.stateDir, env });
        assert.notEqual(exitCode, 0);
        assert.match(stderr, /no-such-engine/);
    });

    it("an interrupted deployment: what was created is known, and the next call finishes it", async () => {
        const interrupt = new AbortController();
        const up = simulate(["up"], {
            stateDir: dev.stateDir,
            interrupt: interrupt.signal,
            env: { LIBRECHAT_SIMULATED_TIME_SCALE: "0.02" },
        });
        await untilResourcesExist();
        interrupt.abort();
        assert.notEqual((await up).exitCode, 0);
        const partly = (await dev.account()).length;
        assert.ok(partly > 0, "the interrupt came before the first resource");

        const again = await dev.run("up");
        assert.equal(again.exitCode, 0, again.stdout + again.stderr);
        assert.ok((await dev.account()).length > partly);
    });

    it("a damaged account: is named, and left as it is", async () => {
        const whole = readFileSync(file, "utf8");
        writeFileSync(file, whole.slice(0, 1000));
        const { exitCode, stdout, stderr } = await dev.run("account");
        assert.notEqual(exitCode, 0);
        assert.match(stdout + stderr, /librechat\.dev\.json/);
        assert.equal(readFileSync(file, "utf8"), whole.slice(0, 1000));
        writeFileSync(file, whole);
    });

    it("then everything is destroyed", async () => {
        const destroy = await dev.run("destroy");
        assert.equal(destroy.exitCode, 0, destroy.stdout + destroy.stderr);
        assert.deepEqual(await dev.account(), []);
    });

    async function untilResourcesExist(): Promise<void> {
        for (;;) {
            if ((await dev.account()).length > 20) return;
            await new Promise((resolve) => setTimeout(resolve, 200));
        }
    }
});
