import { strict as assert } from "node:assert";
import { MongoClient } from "mongodb";

import { documentDbUri } from "../../../components/data/documentdb-uri";
import type { Credentials } from "../../../lambda/shared/credentials";
import { STEPS } from "../../../lambda/shared/rotation-event";
import { twinOf } from "../../../lambda/shared/twin";
import { failureOf } from "../database-runs";
import { APPLICATION_SECRET_ARN } from "../secrets";
import { aroundCommands } from "./documentdb-runs";
import { DocumentDbFixture, settled, type Stack } from "./fixture";

/** Code AuthenticationFailed. */
const REFUSED = 18;

/** All of a first rotation: the boundaries at which it can be interrupted. */
const COMMANDS = ["usersInfo", "createUser", "usersInfo", "ping", "buildInfo", "ping", "find", "delete"];

describe("rotation of LibreChat's password on a stand-in for DocumentDB", function () {
    this.timeout(240_000);
    const fixture = DocumentDbFixture.inDescribe();

    /** With the secret in the form in which a deployment writes it. */
    async function prepared(): Promise<Stack> {
        const stack = fixture.newStack();
        const { database } = stack.names;
        const place = { host: "localhost", port: fixture.server.port, database };
        const { username } = stack.runs.secrets.application();
        const credentials = { username, password: "FirstPassword0123456789" };
        const uri = documentDbUri({ ...credentials, ...place, tlsCaFile: fixture.authority.certificateFile });
        stack.runs.secrets.replace(APPLICATION_SECRET_ARN, credentials);
        stack.runs.secrets.set(APPLICATION_SECRET_ARN, JSON.stringify({ ...credentials, ...place, port: String(place.port), uri }));
        await stack.runs.run();
        return stack;
    }

    const uriIn = ({ runs }: Stack) => (JSON.parse(runs.secrets.textOf(APPLICATION_SECRET_ARN)) as { uri: string }).uri;

    it("gives the secret to the twin and back, and leaves the user of running tasks alone", async () => {
        const { runs, names } = await prepared();
        const first = runs.secrets.application();
        await runs.rotate();
        const second = runs.secrets.application();
        assert.equal(second.username, twinOf(names.user));
        assert.match(second.password, /^[A-Za-z0-9]{40}$/);
        assert.deepEqual([await fixture.logIn(first), await fixture.logIn(second)], ["logged in", "logged in"]);
        await runs.rotate();
        const third = runs.secrets.application();
        assert.equal(third.username, names.user);
        const logins = [await fixture.logIn(first), await fixture.logIn(second), await fixture.logIn(third)];
        assert.deepEqual(logins, [REFUSED, "logged in", "logged in"]);
    });

    it("gives both users exactly the same rights", async () => {
        const stack = await prepared();
        await stack.runs.rotate();
        const twin = twinOf(stack.names.user);
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
        assert.deepEqual(await fixture.users(twin), settled({ ...stack, names: { ...stack.names, user: twin } }));
    });

    it("keeps an open connection working through a rotation, and new tasks start with the new connection string", async () => {
        const stack = await prepared();
        const running = await new MongoClient(uriIn(stack)).connect();
        try {
            const documents = running.db().collection("conversations");
            await documents.insertOne({ title: "before" });
            await stack.runs.rotate();
            await documents.insertOne({ title: "after" });
            const started = await new MongoClient(uriIn(stack)).connect();
            try {
                assert.equal(await started.db().collection("conversations").countDocuments(), 2);
            } finally {
                await started.close();
            }
        } finally {
            await running.close();
        }
    });

    it("writes the connection string as a deployment does, but for user and password", async () => {
        const stack = await prepared();
        const before = uriIn(stack);
        await stack.runs.rotate();
        const { username, password } = stack.runs.secrets.application();
        assert.equal(uriIn(stack), before.replace(`//${stack.names.user}:FirstPassword0123456789@`, `//${username}:${password}@`));
        assert.deepEqual(Object.keys(JSON.parse(stack.runs.secrets.textOf(APPLICATION_SECRET_ARN)) as object), [
            "username",
            "password",
            "host",
            "port",
            "database",
            "uri",
        ]);
    });

    it("does each step again without harm, before and after the others", async () => {
        const { runs } = await prepared();
        const versionId = runs.secrets.begin(APPLICATION_SECRET_ARN);
        const outcomes: string[] = [];
        for (const step of STEPS) {
            for (let time = 0; time < 2; time++) outcomes.push((await runs.step(step, versionId)).outcome);
        }
        assert.deepEqual(outcomes, ["done", "nothing to do", "done", "nothing to do", "done", "done", "done", "nothing to do"]);
    });

    it("makes these commands in a first rotation", async () => {
        const { runs } = await prepared();
        const commands: string[] = [];
        const around = aroundCommands((_index, send, name) => {
            commands.push(name);
            return send();
        });
        await runs.rotate({ around });
        assert.deepEqual(commands, COMMANDS);
    });

    /** The running tasks keep their user, new ones get the twin, and both may do the same. */
    async function demandRotated(stack: Stack, before: Credentials, boundary: number): Promise<void> {
        const after = stack.runs.secrets.application();
        assert.deepEqual({ boundary, username: after.username }, { boundary, username: twinOf(before.username) });
        assert.deepEqual([await fixture.logIn(before), await fixture.logIn(after)], ["logged in", "logged in"]);
        assert.deepEqual(await fixture.users(after.username), settled({ ...stack, names: { ...stack.names, user: after.username } }));
    }

    it("reaches the same end when the server restarts before any command", async () => {
        for (let boundary = 0; boundary < COMMANDS.length; boundary++) {
            const stack = await prepared();
            const before = stack.runs.secrets.application();
            const around = aroundCommands(async (index, send) => {
                if (index === boundary) {
                    await fixture.server.crash();
                    await fixture.server.start();
                }
                return send();
            });
            await stack.runs.rotate({ around });
            await demandRotated(stack, before, boundary);
        }
    });

    it("reaches the same end when the function dies after any command, before its answer, and the step is called again", async () => {
        for (let boundary = 0; boundary < COMMANDS.length; boundary++) {
            const stack = await prepared();
            const before = stack.runs.secrets.application();
            const around = aroundCommands(async (index, send) => {
                const answer = await send();
                if (index === boundary) throw new Error("the function was stopped");
                return answer;
            });
            const versionId = stack.runs.secrets.begin(APPLICATION_SECRET_ARN);
            const failed: string[] = [];
            for (const step of STEPS) {
                await stack.runs.step(step, versionId, { around }).catch(() => {
                    failed.push(step);
                    return stack.runs.step(step, versionId);
                });
            }
            assert.equal(failed.length, 1);
            await demandRotated(stack, before, boundary);
        }
    });

    it("is found as it has to be by the next deployment, whichever user is in the secret", async () => {
        const { runs, summary } = await prepared();
        await runs.rotate();
        const { username: user } = runs.secrets.application();
        assert.deepEqual(await runs.run({ action: "update" }), { action: "update", ...summary, user, done: [] });
    });

    it("names the new cluster in the secret after the old one was replaced", async () => {
        const stack = await prepared();
        await stack.runs.rotate();
        const text = stack.runs.secrets.textOf(APPLICATION_SECRET_ARN);
        stack.runs.secrets.set(APPLICATION_SECRET_ARN, text.replaceAll("localhost", "old.example"));
        await stack.runs.run({ environment: { ROTATED_JOB: JSON.stringify(stack.runs.event) } });
        assert.equal(stack.runs.secrets.textOf(APPLICATION_SECRET_ARN), text);
    });

    it("fails the test, and changes nothing for tasks, when the password is not the cluster's", async () => {
        const { runs, names } = await prepared();
        const versionId = runs.secrets.begin(APPLICATION_SECRET_ARN);
        await runs.step("createSecret", versionId);
        assert.match(
            await failureOf(runs.step("testSecret", versionId)),
            /and 4 attempts\. Last seen: authentication \(Authentication failed\.\)/,
        );
        assert.equal(runs.secrets.application().username, names.user);
    });

    it("lets no password out", () => {
        fixture.demandNoPasswordPutOut();
    });
});
