import { strict as assert } from "node:assert";

import { Deadline } from "../../../lambda/shared/clock";
import type { Credentials } from "../../../lambda/shared/credentials";
import { Redaction } from "../../../lambda/shared/redaction";
import { rotate, type RotationArgs } from "../../../lambda/shared/rotation";
import { isRotation, rotationRequestOf, STEPS, type Step } from "../../../lambda/shared/rotation-event";
import { secretsManagerTarget } from "../../../lambda/shared/target";
import { SecretStore } from "../../servers/secret-store";
import { APPLICATION_ARN, coded, FakeClock, MASTER_ARN } from "./fakes";

const TOKEN = "5f1c7e0a-3c8e-4b57-9d0d-0123456789ab";
const FIRST = { username: "rag_api", password: "first", host: "old.example", port: "5432", other: 7 };

describe("rotationRequestOf", () => {
    const event = { Step: "setSecret", SecretId: APPLICATION_ARN, ClientRequestToken: TOKEN };

    it("reads the four fields", () => {
        const request = { step: "setSecret", secretArn: APPLICATION_ARN, versionId: TOKEN };
        assert.deepEqual(rotationRequestOf(event, APPLICATION_ARN), { ...request, rotationToken: undefined });
        const withToken = rotationRequestOf({ ...event, RotationToken: "t" }, APPLICATION_ARN);
        assert.deepEqual(withToken, { ...request, rotationToken: "t" });
    });

    it("knows a rotation from an Invocation", () => {
        assert.deepEqual([isRotation(event), isRotation({ tf: { action: "create" } })], [true, false]);
    });

    it("refuses what is missing or wrong, and another secret", () => {
        assert.throws(() => rotationRequestOf({ Step: "create_secret", SecretId: MASTER_ARN }, APPLICATION_ARN), {
            message:
                'event.Step = "create_secret"; allowed: createSecret, setSecret, testSecret, finishSecret. ' +
                `event.SecretId = "${MASTER_ARN}"; allowed: ${APPLICATION_ARN}. ` +
                "event.ClientRequestToken = nothing; allowed: the id of a version, 32 to 64 characters.",
        });
        assert.throws(() => rotationRequestOf({ ...event, RotationToken: 1 }, APPLICATION_ARN), {
            message: "event.RotationToken; allowed: a text.",
        });
    });
});

describe("rotate", () => {
    function setUp() {
        const secrets = new SecretStore();
        secrets.set(APPLICATION_ARN, JSON.stringify(FIRST));
        secrets.enableRotation(APPLICATION_ARN);
        const log: string[] = [];
        const calls: (readonly [string, Credentials])[] = [];
        const clock = new FakeClock();
        const run = { clock, deadline: new Deadline(clock, 60_000), redaction: new Redaction(), log: (line: string) => log.push(line) };
        const note = (name: string) => (pending: Credentials) => {
            calls.push([name, pending]);
            return Promise.resolve(true);
        };
        const args: Omit<RotationArgs, "request"> = {
            surroundings: {
                region: "eu-west-1",
                host: "db.example",
                port: 6432,
                masterSecretArn: MASTER_ARN,
                applicationSecretArn: APPLICATION_ARN,
                certificateFile: undefined,
            },
            versions: secrets,
            api: secretsManagerTarget("eu-west-1", "secretsmanager.eu-west-1.amazonaws.com", 443),
            user: "rag_api",
            set: note("set"),
            test: async (pending) => {
                await note("test")(pending);
            },
        };
        const step = (name: Step, versionId: string, changed: Partial<RotationArgs> = {}) => {
            const request = { step: name, secretArn: APPLICATION_ARN, versionId, rotationToken: undefined };
            return rotate(run, { ...args, request, ...changed });
        };
        return { secrets, log, calls, run, step };
    }

    it("makes the twin's credentials at the function's database, sets and tests them, and puts them in the place of the old", async () => {
        const { secrets, log, calls, step } = setUp();
        const versionId = secrets.begin(APPLICATION_ARN);
        for (const name of STEPS.slice(0, 3)) await step(name, versionId);
        assert.deepEqual(JSON.parse(secrets.textOf(APPLICATION_ARN)), FIRST);
        const pending = JSON.parse(secrets.textOf(APPLICATION_ARN, "AWSPENDING")) as typeof FIRST;
        assert.deepEqual(
            { ...pending, password: "" },
            { ...FIRST, username: "rag_api_clone", password: "", host: "db.example", port: "6432" },
        );
        assert.match(pending.password, /^[A-Za-z0-9]{40}$/);
        const credentials = { username: pending.username, password: pending.password };
        assert.deepEqual(calls, [
            ["set", credentials],
            ["test", credentials],
        ]);
        assert.deepEqual(await step("finishSecret", versionId), { step: "finishSecret", outcome: "done" });
        assert.deepEqual(JSON.parse(secrets.textOf(APPLICATION_ARN)), pending);
        assert.deepEqual(JSON.parse(secrets.textOf(APPLICATION_ARN, "AWSPREVIOUS")), FIRST);
        assert.deepEqual(
            log,
            STEPS.map((name) => `${name} of version ${versionId}: done`),
        );
    });

    it("tests the current value when Secrets Manager asks for that alone, as it does when rotation is turned on", async () => {
        const { secrets, calls, step } = setUp();
        const versionId = secrets.begin(APPLICATION_ARN);
        await secrets.put(APPLICATION_ARN, { versionId, text: JSON.stringify(FIRST), stage: "AWSPENDING" });
        await step("testSecret", versionId);
        assert.deepEqual(calls, [["test", { username: "rag_api", password: "first" }]]);
    });

    it("keeps the password that it made when it is called again, also after an answer was lost", async () => {
        const { secrets, step } = setUp();
        const versionId = secrets.begin(APPLICATION_ARN);
        let losses = 0;
        const versions = Object.assign(Object.create(secrets) as SecretStore, {
            put: async (...args: Parameters<SecretStore["put"]>) => {
                await secrets.put(...args);
                if (losses++ === 0) throw coded("ECONNRESET", "read ECONNRESET");
            },
        });
        await step("createSecret", versionId, { versions });
        assert.equal(losses, 2);
        const made = secrets.textOf(APPLICATION_ARN, "AWSPENDING");
        assert.deepEqual(await step("createSecret", versionId), { step: "createSecret", outcome: "nothing to do" });
        assert.equal(secrets.textOf(APPLICATION_ARN, "AWSPENDING"), made);
    });

    for (const name of STEPS) {
        it(`refuses ${name} for a secret that is not rotated, and for versions that are not staged`, async () => {
            const { secrets, step, calls } = setUp();
            const failure = (end: string) => ({ message: `secret ${APPLICATION_ARN} ${end}.` });
            await assert.rejects(step(name, TOKEN), failure(`has no version ${TOKEN}; call RotateSecret, which makes one`));
            const staged = (stages: Record<string, string[]>, rotationEnabled: boolean) =>
                Object.assign(Object.create(secrets) as SecretStore, { describe: () => Promise.resolve({ rotationEnabled, stages }) });
            const off = { versions: staged({ [TOKEN]: ["AWSPENDING"] }, false) };
            await assert.rejects(step(name, TOKEN, off), failure("is not enabled for rotation; call RotateSecret"));
            const old = { versions: staged({ [TOKEN]: ["AWSPREVIOUS"] }, true) };
            const neither = `has a version ${TOKEN} that is neither AWSPENDING nor AWSCURRENT; call RotateSecret for a new one`;
            await assert.rejects(step(name, TOKEN, old), failure(neither));
            const current = { versions: staged({ [TOKEN]: ["AWSCURRENT"] }, true) };
            assert.deepEqual(await step(name, TOKEN, current), { step: name, outcome: "nothing to do" });
            assert.deepEqual(calls, []);
        });
    }

    for (const name of ["setSecret", "testSecret"] as const) {
        it(`refuses ${name} before createSecret`, async () => {
            const { secrets, step } = setUp();
            const versionId = secrets.begin(APPLICATION_ARN);
            const message = `secret ${APPLICATION_ARN} has no value in version ${versionId}; createSecret comes before.`;
            await assert.rejects(step(name, versionId), { message });
        });
    }

    it("refuses to change the password of the user that running tasks have", async () => {
        const { secrets, step, calls } = setUp();
        const versionId = secrets.begin(APPLICATION_ARN);
        await secrets.put(APPLICATION_ARN, { versionId, text: JSON.stringify({ ...FIRST, password: "second" }), stage: "AWSPENDING" });
        await assert.rejects(step("setSecret", versionId), {
            message:
                `secret ${APPLICATION_ARN}: AWSPENDING and AWSCURRENT are both of user rag_api, whose password running tasks use. ` +
                "Remove the label AWSPENDING and rotate again.",
        });
        assert.deepEqual(calls, []);
    });

    it("refuses a secret of another user, and one without a current value", async () => {
        const { secrets, step } = setUp();
        secrets.set(APPLICATION_ARN, JSON.stringify({ ...FIRST, username: "somebody" }));
        await assert.rejects(step("createSecret", secrets.begin(APPLICATION_ARN)), {
            message:
                `secret ${APPLICATION_ARN} has username = "somebody"; allowed: "rag_api", whom the event names, and "rag_api_clone". ` +
                "Give the function the secret of that user.",
        });
        const empty = new SecretStore();
        empty.enableRotation(APPLICATION_ARN);
        await assert.rejects(step("createSecret", empty.begin(APPLICATION_ARN), { versions: empty }), {
            message: `secret ${APPLICATION_ARN} has no current value. Run pulumi up.`,
        });
    });

    it("knows all passwords that it must not tell", async () => {
        const { secrets, run, step } = setUp();
        const versionId = secrets.begin(APPLICATION_ARN);
        for (const name of STEPS) await step(name, versionId);
        const { password } = JSON.parse(secrets.textOf(APPLICATION_ARN)) as { password: string };
        assert.equal(run.redaction.redact(`first ${password}`), "[secret] [secret]");
    });
});
