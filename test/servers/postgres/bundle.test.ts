import { strict as assert } from "node:assert";

import { STEPS } from "../../../lambda/shared/rotation-event";
import { runBundle } from "../bundled-function";
import { SecretsManagerServer } from "../secrets-manager-server";
import { APPLICATION_SECRET_ARN } from "../secrets";
import { PostgresFixture, SETTLED, type Stack } from "./fixture";
import { postgresState } from "./postgres-state";

describe("init-postgres as it is deployed", function () {
    this.timeout(120_000);
    const fixture = PostgresFixture.inDescribe();
    let stack: Stack;
    let secretsManager: SecretsManagerServer;
    let outputs = "";

    before(async () => {
        stack = fixture.newStack();
        secretsManager = await SecretsManagerServer.start(stack.runs.secrets);
    });

    after(() => secretsManager.stop());

    const created = () => ({ ...stack.runs.event, tf: { action: "create", prev_input: null } });

    async function run(environment: Readonly<Record<string, string | undefined>> = {}, remainingMs = 60_000, event: object = created()) {
        const all: Record<string, string | undefined> = { ...stack.runs.environment, AWS_ENDPOINT_URL: secretsManager.url, ...environment };
        const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
        const outcome = await runBundle("init-postgres", event, Object.fromEntries(given), remainingMs);
        outputs += `${outcome.output}${outcome.failure ?? ""}`;
        return outcome;
    }

    it("prepares the server with the secrets that it reads itself", async () => {
        const first = await run();
        assert.deepEqual(first.result, { action: "create", ...stack.summary, passwordSet: true }, first.output);
        const second = await run();
        assert.deepEqual(second.result, { action: "create", ...stack.summary, passwordSet: false }, second.output);
        assert.deepEqual(await postgresState(fixture.server, stack.names), SETTLED);
    });

    it("trusts only the region's authorities of RDS unless told otherwise", async () => {
        const { result, failure = "" } = await run({ DATABASE_CA_FILE: undefined });
        assert.equal(result, undefined);
        assert.match(failure, /was reached, but did not do the work in \d+ s and 1 attempt\. Last seen: TLS \(unable to verify/);
    });

    it("says when it is Secrets Manager that it cannot reach", async () => {
        const { failure = "" } = await run({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, 17_000);
        assert.match(failure, /Secrets Manager at 127\.0\.0\.1:1 was not reached in \d+ s and \d+ attempts\. Last seen: refused \(/);
    });

    it("rotates the password through the API of Secrets Manager", async () => {
        const before = stack.runs.secrets.application();
        const versionId = stack.runs.secrets.begin(APPLICATION_SECRET_ARN);
        const rotating = { ROTATED_JOB: JSON.stringify(stack.runs.event) };
        for (const step of STEPS) {
            const event = { Step: step, SecretId: APPLICATION_SECRET_ARN, ClientRequestToken: versionId, RotationToken: "token" };
            const { result, output } = await run(rotating, 60_000, event);
            assert.deepEqual(result, { step, outcome: "done" }, output);
        }
        const after = stack.runs.secrets.application();
        assert.deepEqual([before.username, after.username], [stack.names.role, `${stack.names.role}_clone`]);
        for (const login of [before, after]) assert.deepEqual(await fixture.asApplication(stack.names.database, login, []), []);
    });

    it("lets no password out, whatever it prints and whatever its errors carry", () => {
        assert.ok(outputs.includes("CREATE ROLE") && outputs.includes("InitialisationError"));
        stack.runs.secrets.demandAbsentFrom(outputs);
    });
});
