import { strict as assert } from "node:assert";
import { stageOf, type StageSigns } from "../../policy-pack/production";

describe("the stage of a stack", () => {
    const stage = ({
        stack = "dev",
        configuration = {},
        tags = {},
        productionStacks = [],
    }: Partial<StageSigns> & { tags?: Record<string, string> }) =>
        stageOf({ stack, configuration, stackTags: new Map(Object.entries(tags)), productionStacks });
    const preset = (name: string) => ({ configuration: { "librechat:preset": name } });

    for (const [what, signs, production] of [
        ["nothing says production", {}, false],
        ["the preset does", preset("production"), true],
        ["the preset says otherwise than the name", { ...preset("staging"), stack: "prod" }, false],
        ["the preset says otherwise than a tag", { ...preset("standard-dev"), tags: { environment: "prod" } }, false],
        ["the tag environment does", { tags: { environment: "Production" } }, true],
        ["the tag env does", { tags: { env: "prod" } }, true],
        ["the tag stage does", { tags: { stage: "prod" } }, true],
        ["the tag says otherwise than the name", { stack: "prod", tags: { environment: "test" } }, false],
        ["a tag of another name does", { tags: { color: "prod" } }, false],
        ["the name is prod", { stack: "prod" }, true],
        ["the name is eu-production", { stack: "eu-production" }, true],
        ["the name is preprod", { stack: "preprod" }, false],
        ["the name is product", { stack: "product" }, false],
        ["the rule's configuration names it", { stack: "live-eu", productionStacks: ["live-*"] }, true],
        ["the rule's configuration names it against its preset", { ...preset("staging"), productionStacks: ["dev"] }, true],
        ["the rule's configuration names another", { productionStacks: ["live-*"] }, false],
    ] as const) {
        it(`is ${production ? "production" : "none"} when ${what}`, () => {
            assert.deepEqual(stage(signs), { production, retired: false });
        });
    }

    it("is retired by the setting alone", () => {
        const configuration = { "librechat:preset": "production", "librechat:retireStack": "true" };
        assert.deepEqual(stage({ configuration }), { production: true, retired: true });
        assert.deepEqual(stage({ configuration: { ...configuration, "librechat:retireStack": "false" } }), {
            production: true,
            retired: false,
        });
    });
});
