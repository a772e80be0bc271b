import { strict as assert } from "node:assert";
import { runtimeOptions, splitArguments, typescriptEnvironment } from "../../../../simulator/engine/language-host/runtime-options";

describe("runtimeOptions", () => {
    it("compiles TypeScript and adds no arguments by default", () => {
        const options = runtimeOptions({});
        assert.deepEqual(options, { typescript: true, tsconfig: undefined, nodeArguments: [] });
        assert.deepEqual(typescriptEnvironment(options), { PULUMI_NODEJS_TYPESCRIPT: "true" });
    });

    it("reads each option", () => {
        const options = runtimeOptions({
            typescript: false,
            tsconfig: "tsconfig.pulumi.json",
            nodeargs: "--import tsx",
            packagemanager: "npm",
        });
        assert.deepEqual(options, { typescript: false, tsconfig: "tsconfig.pulumi.json", nodeArguments: ["--import", "tsx"] });
        assert.deepEqual(typescriptEnvironment(options), { PULUMI_NODEJS_TSCONFIG_PATH: "tsconfig.pulumi.json" });
    });

    it("leaves options of others alone", () => {
        assert.deepEqual(runtimeOptions({ production: true }), runtimeOptions({}));
    });

    it("splits arguments at blanks, except in quotes", () => {
        assert.deepEqual(splitArguments(`  --a  "b c"  --d='e f' `), ["--a", "b c", "--d=e f"]);
        assert.deepEqual(splitArguments(""), []);
    });

    const refusals: [string, unknown, string][] = [
        ["typescript", "yes", 'runtime option typescript = "yes": true or false is allowed'],
        ["tsconfig", 5, "runtime option tsconfig = 5: the path of a file is allowed"],
        ["nodeargs", ["--import", "tsx"], 'runtime option nodeargs = ["--import","tsx"]: a line of arguments for node is allowed'],
        ["packagemanager", "pip", 'runtime option packagemanager = "pip": one of auto, npm, yarn, pnpm, bun is allowed'],
    ];
    for (const [option, value, message] of refusals) {
        it(`refuses ${option} = ${JSON.stringify(value)}`, () => {
            assert.throws(() => runtimeOptions({ [option]: value }), { message });
        });
    }
});
