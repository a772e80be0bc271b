import { strict as assert } from "node:assert";
import { automaticName } from "../../../simulator/aws/autoname";
import { autonamingOf } from "../../../simulator/aws/facts";
import type { CheckRequest } from "../../../simulator/provider/provider";
import { UNKNOWN, type Properties } from "../../../simulator/provider/values";

function nameFor(type: string, name: string, inputs: Properties = {}, olds?: Properties) {
    const autonaming = autonamingOf(type)!;
    const request: CheckRequest = { urn: "", type, name, olds, news: inputs, randomSeed: Buffer.from("seed") };
    return automaticName(autonaming, autonaming.property!, request, inputs);
}

describe("automaticName", () => {
    const names: readonly [type: string, name: string, inputs: Properties, expected: RegExp][] = [
        ["aws:iam/role:Role", "Task", {}, /^Task-[0-9a-f]{7}$/],
        ["aws:s3/bucket:Bucket", "Files", {}, /^files-[0-9a-f]{7}$/],
        ["aws:elasticache/replicationGroup:ReplicationGroup", "Cache", {}, /^cache-[0-9a-f]{7}$/],
        ["aws:rds/instance:Instance", "Vectors", {}, /^Vectors[0-9a-f]{7}$/],
        ["aws:rds/instance:Instance", "db", { engine: "sqlserver-ex" }, /^db[0-9a-f]{3}$/],
        ["aws:kms/alias:Alias", "data", {}, /^alias\/data-[0-9a-f]{7}$/],
        ["aws:sns/topic:Topic", "alarms", { fifoTopic: false }, /^alarms-[0-9a-f]{7}$/],
        ["aws:sns/topic:Topic", "alarms", { fifoTopic: true }, /^alarms-[0-9a-f]{7}\.fifo$/],
        ["aws:s3/bucketObject:BucketObject", "index.html", {}, /^index\.html$/],
    ];
    for (const [type, name, inputs, expected] of names) {
        it(`names ${type} ${name} ${JSON.stringify(inputs)}`, () => {
            assert.match(String(nameFor(type, name, inputs)), expected);
        });
    }

    it("makes the same name from the same seed, and another from another", () => {
        assert.equal(nameFor("aws:iam/role:Role", "task"), nameFor("aws:iam/role:Role", "task"));
        const autonaming = autonamingOf("aws:iam/role:Role")!;
        const request = { urn: "", type: "aws:iam/role:Role", name: "task", olds: undefined, news: {}, randomSeed: Buffer.from("other") };
        assert.notEqual(automaticName(autonaming, "name", request, {}), nameFor("aws:iam/role:Role", "task"));
    });

    it("makes a random name when an old engine gives no seed", () => {
        const request = { urn: "", type: "aws:iam/role:Role", name: "task", olds: undefined, news: {}, randomSeed: new Uint8Array() };
        const names = [1, 2].map(() => automaticName(autonamingOf("aws:iam/role:Role")!, "name", request, {}));
        assert.notEqual(names[0], names[1]);
    });

    it("keeps the name that it gave, and not one that the program gave and no longer gives", () => {
        assert.equal(nameFor("aws:iam/role:Role", "task", {}, { name: "task-old", __defaults: ["name"] }), "task-old");
        assert.match(String(nameFor("aws:iam/role:Role", "task", {}, { name: "fixed", __defaults: [] })), /^task-[0-9a-f]{7}$/);
    });

    it("does not know the name while its suffix is not known", () => {
        assert.equal(nameFor("aws:sns/topic:Topic", "alarms", { fifoTopic: UNKNOWN }), UNKNOWN);
    });

    it("takes the longest name that fits", () => {
        assert.equal(String(nameFor("aws:iam/role:Role", "r".repeat(56))).length, 64);
        assert.throws(() => nameFor("aws:iam/role:Role", "r".repeat(57)), {
            message: `name '${"r".repeat(57)}' plus 7 random chars is longer than maximum length 64`,
        });
    });

    it("fails when an identifier of SQL Server is longer than 15 characters", () => {
        assert.throws(() => nameFor("aws:rds/instance:Instance", "d".repeat(13), { engine: "sqlserver-ex" }), {
            message: "name 'ddddddddddddd' plus 3 random chars is longer than maximum length 15",
        });
    });
});
