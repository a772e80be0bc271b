import { strict as assert } from "node:assert";
import { AccountStore } from "../../../simulator/aws/account-store";
import { accountToken, accountUuid, leftOut, nameOr, uuidFrom } from "../../../simulator/aws/filled-in";

describe("what the provider and AWS fill in", () => {
    const inAccount = new AccountStore();

    it("is a name of a prefix, the time and a counter, unless a name is given", () => {
        const name = (given?: string, prefix?: string) => inAccount.transact((account) => nameOr(given, prefix, account));
        assert.equal(name("given", "prefix-"), "given");
        assert.match(name(undefined, "prefix-"), /^prefix-\d{18}[0-9a-f]{8}$/);
        assert.match(name(), /^tf-\d{18}[0-9a-f]{8}$/);
        assert.notEqual(name(), name());
    });

    it("is a value where the program says nothing", () => {
        assert.deepEqual(leftOut({ port: 5432, name: "" }, { port: 1, name: "x", zone: "a" }), { zone: "a" });
    });

    it("is the same for an account each time, and another for another purpose", () => {
        const token = (purpose: string) => inAccount.transact((account) => accountToken(account, purpose, 12));
        assert.match(token("rds us-east-1"), /^c[0-9a-z]{11}$/);
        assert.equal(token("rds us-east-1"), token("rds us-east-1"));
        assert.notEqual(token("rds us-east-1"), token("rds us-east-2"));
        const uuid = inAccount.transact((account) => accountUuid(account, "kms"));
        assert.match(uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    });

    it("is a UUID of 32 digits", () => {
        assert.equal(uuidFrom("0123456789abcdef0123456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef");
    });
});
