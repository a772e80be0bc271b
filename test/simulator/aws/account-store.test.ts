import { strict as assert } from "node:assert";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { StoredResource } from "../../../simulator/aws/account";
import { AccountStore } from "../../../simulator/aws/account-store";
import { isSeed, seed } from "../../../simulator/aws/seed";
import { UNKNOWN } from "../../../simulator/provider/values";

const VPC = "aws:ec2/vpc:Vpc";

describe("AccountStore", () => {
    let folder = "";
    let file = "";
    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "account-"));
        file = path.join(folder, "accounts", "dev.json");
    });
    afterEach(() => {
        fs.rmSync(folder, { recursive: true, force: true });
    });

    it("begins with the public zone of the company, and nothing else", () => {
        const [zone, ...others] = new AccountStore().all();
        assert.deepEqual(others, []);
        assert.equal(zone?.properties["name"], "example.com");
        assert.ok(isSeed(zone));
        assert.equal(isSeed(vpc("vpc-1")), false);
    });

    it("keeps what was written, in order of creation, for the next process", () => {
        new AccountStore(file).transact((account) => {
            account.put(vpc("vpc-2"));
            account.put(vpc("vpc-1"));
            account.put({ ...vpc("vpc-2"), note: "changed" });
        });
        const after = new AccountStore(file).all();
        assert.deepEqual(
            after.map(({ id, note }) => [id, note]),
            [
                [seed()[0]!.id, undefined],
                ["vpc-2", "changed"],
                ["vpc-1", undefined],
            ],
        );
    });

    for (const where of ["in memory", "in a file"]) {
        it(`keeps nothing of a call that fails (${where})`, () => {
            const store = new AccountStore(where === "in memory" ? undefined : file);
            store.transact((account) => {
                account.put(vpc("vpc-1"));
            });
            assert.throws(
                () =>
                    store.transact((account) => {
                        account.put(vpc("vpc-2"));
                        account.remove(VPC, "vpc-1");
                        assert.deepEqual(
                            account.list(VPC).map(({ id }) => id),
                            ["vpc-2"],
                        );
                        throw new Error("refused");
                    }),
                { message: "refused" },
            );
            assert.deepEqual(
                store.all().map(({ id }) => id),
                [seed()[0]!.id, "vpc-1"],
            );
        });
    }

    it("writes nothing when a call only reads", () => {
        new AccountStore(file).transact((account) => account.find(VPC, "vpc-1"));
        assert.equal(fs.existsSync(file), false);
    });

    it("gives what it was given, and not the same object", () => {
        const store = new AccountStore();
        const tags = { Name: "net" };
        store.transact((account) => {
            account.put({ ...vpc("vpc-1"), properties: { tags, absent: undefined } });
        });
        tags.Name = "changed by the caller";
        assert.deepEqual(store.all()[1]!.properties, { tags: { Name: "net" } });
    });

    it("refuses values that are not known yet", () => {
        assert.throws(
            () => {
                new AccountStore().transact((account) => {
                    account.put({ ...vpc("vpc-1"), properties: { cidrBlock: UNKNOWN } });
                });
            },
            { message: `${VPC} vpc-1: a value that is not known yet cannot be stored` },
        );
    });

    it("keeps a scheduled resource, with its date", () => {
        const store = new AccountStore();
        store.transact((account) => {
            account.put(vpc("vpc-1"));
            account.schedule(VPC, "vpc-1", "2026-12-01T00:00:00.000Z");
        });
        assert.equal(store.all()[1]!.deletionDate, "2026-12-01T00:00:00.000Z");
        assert.throws(
            () => {
                store.transact((account) => {
                    account.schedule(VPC, "vpc-2", "2026-12-01T00:00:00.000Z");
                });
            },
            { message: `${VPC} vpc-2 is not in the account: its deletion cannot be scheduled` },
        );
    });

    it("takes ids and times from the given sources, and no id that is taken", () => {
        const digits = ["00000000000000001", "00000000000000001", "00000000000000002"];
        const store = new AccountStore(undefined, { randomHex: () => digits.shift()!, now: () => new Date(0) });
        const ids = store.transact((account) => {
            const first = account.newId("vpc");
            account.put(vpc(first));
            return [first, account.newId("vpc"), account.now()];
        });
        assert.deepEqual(ids, ["vpc-00000000000000001", "vpc-00000000000000002", "1970-01-01T00:00:00.000Z"]);
    });

    it("makes ids in AWS's form", () => {
        assert.match(
            new AccountStore().transact((account) => account.newId("subnet")),
            /^subnet-[0-9a-f]{17}$/,
        );
    });

    it("sees what another process wrote", () => {
        const [one, other] = [new AccountStore(file), new AccountStore(file)];
        assert.equal(one.all().length, 1);
        other.transact((account) => {
            account.put(vpc("vpc-1"));
        });
        one.transact((account) => {
            assert.ok(account.find(VPC, "vpc-1"));
            account.put(vpc("vpc-2"));
        });
        assert.equal(other.all().length, 3);
    });

    it("loses nothing when two processes write at once", async () => {
        const writers = [writer(file, "a", 40), writer(file, "b", 40)];
        const codes = await Promise.all(writers.map(async (child) => (await once(child, "exit"))[0] as number));
        assert.deepEqual(codes, [0, 0]);
        assert.equal(new AccountStore(file).all().length, 1 + 80);
        assert.deepEqual(fs.readdirSync(path.dirname(file)), ["dev.json"]);
    });

    it("is whole after a process was killed while it wrote", async () => {
        const child = writer(file, "a", 100_000);
        await once(child.stdout!, "data");
        child.kill("SIGKILL");
        await once(child, "exit");
        const store = new AccountStore(file);
        const count = store.all().length;
        assert.ok(count > 1);
        // The lock of the dead process is taken over once it is stale.
        store.transact((account) => {
            account.put(vpc("vpc-1"));
        });
        assert.equal(store.all().length, count + 1);
    });

    const unusable: readonly [what: string, content: string, problem: RegExp][] = [
        ["truncated", '{"format":1,"accountId":"123456789012","resour', /it is not JSON \(.*\)/],
        ["empty", "", /it is not JSON \(.*\)/],
        ["of another format", '{"format":2,"accountId":"123456789012","resources":[]}', /its format is 2, this simulator reads 1/],
        ["something else", '{"format":1}', /accountId or resources is missing/],
        ["a number", "1", /it holds no account/],
    ];
    for (const [what, content, problem] of unusable) {
        it(`refuses a file that is ${what}, and leaves it as it is`, () => {
            fs.mkdirSync(path.dirname(file));
            fs.writeFileSync(file, content);
            const whole = new RegExp(
                `^account file ${file} cannot be used: ${problem.source}\\. Nothing was changed\\. Put back a copy of it, or move it away to ` +
                    "begin with an empty account \\(Pulumi's state of the stacks in it is then out of date: remove that too\\)\\.$",
            );
            const store = new AccountStore(file);
            assert.throws(() => store.all(), { message: whole });
            assert.throws(
                () => {
                    store.transact((account) => {
                        account.put(vpc("vpc-1"));
                    });
                },
                { message: whole },
            );
            assert.equal(fs.readFileSync(file, "utf8"), content);
        });
    }
});

function vpc(id: string): StoredResource {
    return { type: VPC, id, region: "us-east-1", properties: { cidrBlock: "10.0.0.0/16" } };
}

/** A process that puts resources into the account, one call each, and says so after the first ones. */
function writer(file: string, prefix: string, count: number): ChildProcess {
    const store = path.resolve(__dirname, "../../../simulator/aws/account-store");
    const script = `
        const { AccountStore } = require(${JSON.stringify(store)});
        const store = new AccountStore(${JSON.stringify(file)});
        for (let i = 0; i < ${count}; i++) {
            store.transact((account) => account.put({ type: "${VPC}", id: "${prefix}" + i, region: "us-east-1", properties: {} }));
            if (i === 5) process.stdout.write("writing");
        }`;
    return spawn(process.execPath, ["-r", "tsx/cjs", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
}
