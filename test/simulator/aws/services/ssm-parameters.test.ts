import { strict as assert } from "node:assert";
import { service as kms } from "../../../../simulator/aws/services/kms";
import { service as parameters } from "../../../../simulator/aws/services/ssm-parameters";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployment } from "../harness";
import { missingOutputs } from "./rds-fixtures";

const PARAMETER = "aws:ssm/parameter:Parameter";

describe("AWS Systems Manager parameters", () => {
    let aws: Deployment;
    beforeEach(() => {
        aws = deployment([kms, parameters]);
    });

    function refusal(code: string, reason: string): { message: string } {
        return { message: `operation error SSM: PutParameter, api error ${code}: ${reason}` };
    }
    const least = { name: "/app/image", type: "String", value: "1.0" };
    const create = (inputs: Properties = {}) => aws.create(PARAMETER, "image", { ...least, ...inputs });

    it("has AWS's ARN and a version that counts", () => {
        const made = create();
        assert.deepEqual(missingOutputs(made), []);
        assert.equal(made.outputs["arn"], "arn:aws:ssm:us-east-1:123456789012:parameter/app/image");
        assert.equal(made.outputs["version"], 1);
        assert.equal(aws.update(made, { ...least, value: "2.0" }).outputs["version"], 2);
        assert.equal(create({ name: "plain" }).outputs["arn"], "arn:aws:ssm:us-east-1:123456789012:parameter/plain");
    });

    it("shows a value openly only when it is no SecureString", () => {
        assert.equal(create().outputs["insecureValue"], "1.0");
        const secure = create({ name: "/app/key", type: "SecureString" });
        assert.deepEqual([secure.outputs["value"], secure.outputs["insecureValue"], secure.outputs["keyId"]], ["1.0", "", "alias/aws/ssm"]);
    });

    it("does not overwrite unless told to", () => {
        create();
        const reason = "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
        assert.throws(() => create(), refusal("ParameterAlreadyExists", reason));
        assert.equal(create({ overwrite: true }).outputs["version"], 2);
    });

    const REFUSED: readonly [name: string, inputs: Properties, code: string, reason: string][] = [
        [
            "a large value",
            { value: "x".repeat(4097) },
            "ValidationException",
            "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.",
        ],
        [
            "a very large value",
            { tier: "Advanced", value: "x".repeat(8193) },
            "ValidationException",
            "Advanced tier parameters support a maximum parameter value of 8192 characters.",
        ],
        [
            "a value that breaks the pattern",
            { allowedPattern: "\\d+", value: "x1" },
            "ParameterPatternMismatchException",
            "Parameter value, cannot be validated against allowedPattern: \\d+",
        ],
        [
            "AWS's own names",
            { name: "/aws/x" },
            "ValidationException",
            `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`,
        ],
        [
            "a path without its first slash",
            { name: "app/image" },
            "ValidationException",
            "Parameter name: must be a fully qualified name when it contains a slash, and have only letters, digits and .-_/: app/image",
        ],
        ["a key that is missing", { type: "SecureString", keyId: "none" }, "InvalidKeyId", "Key 'none' does not exist"],
    ];
    for (const [name, inputs, code, reason] of REFUSED) {
        it(`refuses ${name}`, () => {
            assert.throws(() => create(inputs), refusal(code, reason));
        });
    }

    it("takes the tier that a value needs", () => {
        const tier = (length: number, name: string) => create({ name, tier: "Intelligent-Tiering", value: "x".repeat(length) }).id;
        assert.deepEqual([tier(4096, "a"), tier(8192, "b")], ["a", "b"]);
    });

    it("is replaced from Advanced to Standard only", () => {
        const replaces = (from: string, to: string) =>
            aws.diff(create({ name: `/${from}`, tier: from }), { ...least, name: `/${from}`, tier: to }).replaces;
        assert.deepEqual(replaces("Advanced", "Standard"), ["tier"]);
        assert.deepEqual(replaces("Standard", "Advanced"), []);
    });

    it("is read by name", () => {
        create();
        const read = (name: string) => aws.invoke("aws:ssm/getParameter:getParameter", { name });
        assert.deepEqual(read("/app/image"), {
            id: "/app/image",
            arn: "arn:aws:ssm:us-east-1:123456789012:parameter/app/image",
            name: "/app/image",
            region: "us-east-1",
            type: "String",
            version: 1,
            value: "1.0",
            withDecryption: true,
            insecureValue: "1.0",
        });
        assert.throws(() => read("/none"), { message: "reading SSM Parameter (/none): couldn't find resource" });
    });
});
