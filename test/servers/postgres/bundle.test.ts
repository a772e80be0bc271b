import { strict as assert } from "node:assert";

import { runBundle } from "../bundled-function";
import { SecretsManagerServer } from "../secrets-manager-server";
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

    async function run(environment: Readonly<Record<string, string | undefined>> = {}, remainingMs = 60_000) {
        const all: Record<string, string | undefined> = { ...stack.runs.environment, AWS_ENDPOINT_URL: secretsManager.url, ...environment };
        const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
        const event = { ...stack.runs.event, tf: { action: "create", prev_input: null } };
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

    it("lets no password out, whatever it prints and whatever its errors carry", () => {
        assert.ok(outputs.includes("CREATE ROLE") && outputs.includes("InitialisationError"));
        stack.runs.secrets.demandAbsentFrom(outputs);
    });
});
