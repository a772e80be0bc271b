import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportState, readState, StateError } from "../../../tools/prove/state";

const VPC = { urn: "urn:pulumi:test::test::aws:ec2/vpc:Vpc::net", type: "aws:ec2/vpc:Vpc" };

describe("npm run prove: the state", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "prove-state-"));
    after(() => {
        rmSync(folder, { recursive: true });
    });

    function written(content: unknown, name = "state.json"): string {
        const file = path.join(folder, name);
        writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
        return file;
    }

    for (const [what, state] of Object.entries({
        "an export": { version: 3, deployment: { resources: [VPC] } },
        "an export with features of newer engines": { version: 4, deployment: { resources: [VPC] } },
        "a file of the file backend": { version: 3, checkpoint: { stack: "dev", latest: { resources: [VPC] } } },
        "a bare list of resources": { resources: [VPC] },
    })) {
        it(`reads ${what}`, () => {
            assert.deepEqual(readState(written(state)), state);
        });
    }

    const refusals: [string, unknown, (file: string) => string][] = [
        ["no JSON", "{", (file) => `--file ${file} = no JSON; wanted is the output of: pulumi stack export`],
        ["another JSON", [1], (file) => `--file ${file} = no list of resources; wanted is the output of: pulumi stack export`],
        ["null", "null", (file) => `--file ${file} = no list of resources; wanted is the output of: pulumi stack export`],
        [
            "resources that are no list",
            { version: 3, deployment: { resources: {} } },
            (file) => `--file ${file} = no list of resources; wanted is the output of: pulumi stack export`,
        ],
        [
            "an empty stack",
            { version: 3, deployment: { manifest: {} } },
            (file) =>
                `--file ${file} has no resources, so there is nothing to prove; export a stack that was deployed: pulumi stack export`,
        ],
        [
            "a version that is not known",
            { version: 7, deployment: { resources: [VPC] } },
            (file) => `--file ${file}: version = 7; 3 and 4 are understood: export it with a current pulumi`,
        ],
    ];
    for (const [what, content, message] of refusals) {
        it(`refuses ${what}`, () => {
            const file = written(content);
            assert.throws(() => readState(file), new StateError(message(file)));
        });
    }

    it("refuses a file that is not there, and a folder", () => {
        const file = path.join(folder, "none.json");
        const wanted = "wanted is the output of: pulumi stack export";
        assert.throws(() => readState(file), new StateError(`--file ${file} cannot be read: no such file or directory; ${wanted}`));
        assert.throws(
            () => readState(folder),
            new StateError(`--file ${folder} cannot be read: illegal operation on a directory; ${wanted}`),
        );
    });

    /** A release as the PATH has it, which answers an export as told. */
    function pulumi(script: string): NodeJS.ProcessEnv {
        const bin = mkdtempSync(path.join(folder, "bin-"));
        const text = `#!/bin/sh\nif [ "$1" = version ]; then echo v3.259.0; exit 0; fi\n${script}\n`;
        for (const name of ["pulumi", "pulumi-language-nodejs"]) writeFileSync(path.join(bin, name), text, { mode: 0o755 });
        return { PATH: `${bin}:/bin:/usr/bin` };
    }

    it("exports a stack with the pulumi on the PATH, secrets encrypted, without a question", async () => {
        const environment = pulumi(`echo "$@" > ${folder}/called; echo '{"version":3,"deployment":{"resources":[{}]}}'`);
        assert.deepEqual(await exportState("dev", "/program", environment), { version: 3, deployment: { resources: [{}] } });
        assert.equal(readFileSync(path.join(folder, "called"), "utf8").trim(), "stack export --stack dev --cwd /program --non-interactive");
    });

    const failures: [string, string, string][] = [
        [
            "a stack that does not exist",
            `echo "error: no stack named 'dev' found" >&2; exit 255`,
            "--stack dev: pulumi says: no stack named 'dev' found; pulumi stack ls --all lists those that there are",
        ],
        [
            "a missing login",
            `echo "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions" >&2; exit 255`,
            "--stack dev: pulumi says: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions; log in to where the stack is: pulumi login",
        ],
        [
            "a wrong passphrase",
            `echo "error: incorrect passphrase" >&2; exit 255`,
            "--stack dev: pulumi says: incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of the stack",
        ],
        ["anything else", `echo "error: disk full" >&2; exit 255`, "--stack dev: pulumi says: disk full"],
        [
            "an empty stack",
            `echo '{"version":3,"deployment":{"manifest":{}}}'`,
            "--stack dev has no resources, so there is nothing to prove; deploy it first: npm run up -- -s dev",
        ],
    ];
    for (const [what, script, message] of failures) {
        it(`says in one sentence what is wrong: ${what}`, async () => {
            await assert.rejects(exportState("dev", "/program", pulumi(script)), new StateError(message));
        });
    }

    it("says where to take the state from when there is no pulumi", async () => {
        await assert.rejects(
            exportState("dev", "/program", { PATH: folder }),
            new StateError(
                "no Pulumi to run (an official release of pulumi on the PATH: none found). Export the state where there is one, and pass it: npm run prove -- --file state.json",
            ),
        );
    });
});
