import { strict as assert } from "node:assert";
import { resourceRequireTags } from "../../../policy-pack/rules/resource-require-tags";
import { TYPES } from "../../../policy-pack/types";
import { reported, resource, UNKNOWN_TEXT } from "../graph";

describe("resource-require-tags", () => {
    const wanted = (...tags: string[]) => ({ config: { tags } });
    const judge = (props: Record<string, unknown>, type: string = TYPES.vpc) =>
        reported(resourceRequireTags, [resource(type, "it", props)], wanted("owner", "cost-center"));

    it("requires nothing by default", async () => {
        assert.deepEqual(await reported(resourceRequireTags, [resource(TYPES.vpc, "it", { tags: {} })]), []);
    });

    it("accepts tags of the resource and of its provider", async () => {
        assert.deepEqual(await judge({ tags: { owner: "me", "cost-center": "7" } }), []);
        assert.deepEqual(await judge({ tags: { owner: "me" }, tagsAll: { owner: "me", "cost-center": "7" } }), []);
    });

    it("fails for each tag that is absent, empty or malformed", async () => {
        assert.deepEqual(await judge({ tags: { owner: "me" }, tagsAll: { owner: "me" } }), [
            "it: tags of it lack cost-center; wanted is a value for it.",
        ]);
        assert.deepEqual(await judge({ tagsAll: { owner: "" } }), ["it: tags of it lack owner, cost-center; wanted are values for them."]);
        assert.deepEqual(await judge({ tags: null }), ["it: tags of it lack owner, cost-center; wanted are values for them."]);
    });

    it("waits while a tag, or what the provider adds, is unknown", async () => {
        assert.deepEqual(await judge({ tags: { owner: "me" }, tagsAll: UNKNOWN_TEXT }), []);
        assert.deepEqual(await judge({ tags: { owner: "me", "cost-center": UNKNOWN_TEXT } }), []);
    });

    it("leaves alone what takes no tags, and other providers", async () => {
        assert.deepEqual(await judge({ vpcId: "vpc-1" }, TYPES.subnet), []);
        assert.deepEqual(await judge({ tags: {} }, "gcp:storage/bucket:Bucket"), []);
        assert.deepEqual(await judge({ tags: {} }, "librechat:data:Postgres"), []);
    });
});
