import { strict as assert } from "node:assert";

import { runBundle } from "../bundled-function";
import { SecretsManagerServer } from "../secrets-manager-server";
import { DocumentDbFixture, settled, type Stack } from "./fixture";

describe("init-docdb as it is deployed", function () {
    this.timeout(120_000);
    const fixture = DocumentDbFixture.inDescribe();
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
        const event = { ...stack.names, tf: { action: "create", prev_input: null } };
        const outcome = await runBundle("init-docdb", event, Object.fromEntries(given), remainingMs);
        outputs += `${outcome.output}${outcome.failure ?? ""}`;
        return outcome;
    }

    it("makes the user with the secrets that it reads itself", async () => {
        const first = await run();
        assert.deepEqual(first.result, { action: "create", ...stack.summary, done: ["createUser"] }, first.output);
        const second = await run();
        assert.deepEqual(second.result, { action: "create", ...stack.summary, done: [] }, second.output);
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
    });

    it("trusts only the region's authorities of RDS unless told otherwise", async () => {
        const { result, failure = "" } = await run({ DATABASE_CA_FILE: undefined }, 18_000);
        assert.equal(result, undefined);
        assert.match(failure, /was reached, but did not do the work in \d+ s and 1 attempt\. Last seen: TLS \(unable to verify/);
    });

    it("lets no password out, whatever it prints and whatever its errors carry", () => {
        assert.ok(outputs.includes("createUser") && outputs.includes("InitialisationError"));
        stack.runs.secrets.demandAbsentFrom(outputs);
    });
});
