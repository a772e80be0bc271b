import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { TOKENS_WITH_FACTS } from "../../../simulator/aws/facts";
import { blockShape, dataSourceShape, resourceShape } from "../../../simulator/aws/shapes";
import { SHAPE_FILES, shapesFor } from "../../../tools/shapes";

const SHAPES = path.resolve(__dirname, "../../../simulator/aws/shapes");

describe("shapes", () => {
    for (const file of SHAPE_FILES) {
        it(`are those of the installed @pulumi/aws (${file})`, () => {
            const committed = JSON.parse(fs.readFileSync(path.join(SHAPES, file), "utf8")) as unknown;
            assert.deepEqual(committed, shapesFor(file), "run: npx tsx tools/shapes.ts");
        });
    }

    it("are there for every type with facts, as a resource or as a data source", () => {
        const without = TOKENS_WITH_FACTS.filter(
            (token) => (resourceShape(token) === undefined) === (dataSourceShape(token) === undefined),
        );
        assert.deepEqual(without, []);
    });

    it("tell text, number, switch, file, JSON, list, map and block apart", () => {
        const lambda = resourceShape("aws:lambda/function:Function")!.inputs.properties;
        assert.equal(lambda["handler"], "string");
        assert.equal(lambda["timeout"], "number");
        assert.equal(lambda["publish"], "boolean");
        assert.equal(lambda["code"], "asset");
        assert.equal(lambda["layers"], "[]string");
        assert.equal(lambda["tags"], "{}string");
        assert.equal(lambda["vpcConfig"], "#lambda.FunctionVpcConfig");
        assert.equal(resourceShape("aws:iam/role:Role")!.inputs.properties["assumeRolePolicy"], "json");
        assert.deepEqual(blockShape("lambda.FunctionVpcConfig").required, ["securityGroupIds", "subnetIds"]);
    });

    it("fails when a block is not there", () => {
        assert.throws(() => blockShape("ec2.Nothing"), { message: "shapes/ has no block ec2.Nothing; run npx tsx tools/shapes.ts" });
    });
});
