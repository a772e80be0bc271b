import { strict as assert } from "node:assert";
import { findUsableKey, service as kms } from "../../../../simulator/aws/services/kms";
import { deployment, type Deployment } from "../harness";
import { missingOutputs } from "./rds-fixtures";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

describe("AWS KMS", () => {
    let aws: Deployment;
    beforeEach(() => {
        aws = deployment([kms]);
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error KMS: ${operation}, api error ${code}: ${reason}` };
    }
    const alias = (targetKeyId: string, name = "alias/data") => aws.create(ALIAS, "data", { name, targetKeyId });
    const usable = (name: string) => aws.store.transact((account) => findUsableKey({ account, region: "us-east-1" }, name)?.arn);

    it("gives a key a UUID, a policy and no rotation", () => {
        const key = aws.create(KEY, "data", {});
        assert.deepEqual(missingOutputs(key), ["rotationPeriodInDays"]);
        assert.match(key.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.equal(key.outputs["arn"], `arn:aws:kms:us-east-1:123456789012:key/${key.id}`);
        assert.equal(key.outputs["multiRegion"], false);
    });

    it("rotates a key once a year unless told otherwise", () => {
        assert.equal(aws.create(KEY, "data", { enableKeyRotation: true }).outputs["rotationPeriodInDays"], 365);
        assert.equal(aws.create(KEY, "data", { enableKeyRotation: true, rotationPeriodInDays: 90 }).outputs["rotationPeriodInDays"], 90);
        assert.equal(aws.update(aws.create(KEY, "data", {}), { enableKeyRotation: true }).outputs["rotationPeriodInDays"], 365);
    });

    it("marks keys of several Regions in their id", () => {
        assert.match(aws.create(KEY, "data", { multiRegion: true }).id, /^mrk-[0-9a-f]{32}$/);
    });

    it("keeps a deleted key until its window is over, and out of use", () => {
        for (const [inputs, days] of [
            [{}, 30],
            [{ deletionWindowInDays: 7 }, 7],
        ] as const) {
            const key = aws.create(KEY, "data", inputs);
            assert.equal(usable(key.id), key.outputs["arn"]);
            aws.delete(key);
            const waiting = aws.stored(KEY).find(({ id }) => id === key.id);
            assert.equal(Math.round((Date.parse(waiting?.deletionDate ?? "") - Date.now()) / 86_400_000), days);
            assert.equal(aws.read(key), undefined);
            assert.equal(usable(key.id), undefined);
        }
    });

    it("finds a key by id, ARN and alias, and AWS's own by theirs", () => {
        const key = aws.create(KEY, "data", {});
        const arn = `arn:aws:kms:us-east-1:123456789012:key/${key.id}`;
        const made = alias(key.id);
        assert.deepEqual(missingOutputs(made), []);
        assert.deepEqual([key.id, arn, "alias/data", "arn:aws:kms:us-east-1:123456789012:alias/data"].map(usable), [arn, arn, arn, arn]);
        const own = usable("alias/aws/rds") ?? "";
        assert.match(own, /^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f-]{36}$/);
        assert.equal(usable(own), own);
        assert.equal(usable("alias/none"), undefined);
    });

    it("does not use a key that is switched off", () => {
        const key = aws.create(KEY, "data", { isEnabled: false });
        assert.equal(usable(key.id), undefined);
    });

    it("refuses an alias that is taken", () => {
        const key = aws.create(KEY, "data", {});
        alias(key.id);
        const reason = "An alias with the name arn:aws:kms:us-east-1:123456789012:alias/data already exists";
        assert.throws(() => alias(key.id), refusal("CreateAlias", "AlreadyExistsException", reason));
    });

    it("refuses an alias of a key that is missing or waits for its deletion", () => {
        const missing = "Key 'arn:aws:kms:us-east-1:123456789012:key/none' does not exist";
        assert.throws(() => alias("none"), refusal("CreateAlias", "NotFoundException", missing));
        const key = aws.create(KEY, "data", {});
        aws.delete(key);
        const waiting = `arn:aws:kms:us-east-1:123456789012:key/${key.id} is pending deletion.`;
        assert.throws(() => alias(key.id), refusal("CreateAlias", "KMSInvalidStateException", waiting));
    });

    it("moves an alias to another key in place", () => {
        const [first, second] = [aws.create(KEY, "a", {}), aws.create(KEY, "b", {})];
        const moved = aws.update(alias(first.id), { name: "alias/data", targetKeyId: second.id });
        assert.equal(moved.outputs["targetKeyArn"], second.outputs["arn"]);
    });

    it("fails in a preview on a name without its prefix, or AWS's own", () => {
        const reasons = (name: string) => aws.check(ALIAS, "a", { name, targetKeyId: "k" }).failures.map(({ reason }) => reason);
        const reason =
            "name must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-]; alias/aws/ is AWS's own. Examine values at 'a.name'.";
        assert.deepEqual(reasons("data"), [reason]);
        assert.deepEqual(reasons("alias/aws/data"), [reason]);
        assert.deepEqual(reasons("alias/data"), []);
    });
});
