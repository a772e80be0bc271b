import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../../simulator/provider/values";
import { deployment } from "./harness";
import { plainService, plainType } from "./plain-service";

const VPC = "aws:ec2/vpc:Vpc";
const FUNCTION = "aws:lambda/function:Function";
const SERVICES = plainService(
    plainType(VPC),
    plainType(FUNCTION, {
        changesOnUpdate: { version: "any change", invokeArn: ["role"] },
        create: () => ({ id: "f", computed: { version: "1", arn: "arn", invokeArn: "invoke" } }),
    }),
);
const vpcInputs = { cidrBlock: "10.0.0.0/16" };

describe("a preview", () => {
    it("knows inputs and defaults, and not what AWS computes", () => {
        const aws = deployment(SERVICES);
        const outputs = aws.preview(VPC, "net", { ...vpcInputs, tags: { Name: "net" } });
        assert.deepEqual(
            [outputs["cidrBlock"], outputs["region"], outputs["tagsAll"], outputs["instanceTenancy"], outputs["__defaults"]],
            ["10.0.0.0/16", "us-east-1", { Name: "net" }, "default", undefined],
        );
        assert.deepEqual([outputs["id"], outputs["arn"], outputs["enableDnsHostnames"]], [UNKNOWN, UNKNOWN, UNKNOWN]);
        assert.equal(aws.preview(VPC, "net", { ...vpcInputs, enableDnsHostnames: true })["enableDnsHostnames"], true);
    });

    it("creates nothing", () => {
        const aws = deployment(SERVICES);
        aws.preview(VPC, "net", vpcInputs);
        assert.deepEqual(aws.stored(VPC), []);
    });

    it("does not know what AWS fills into a block that is there", () => {
        const aws = deployment(plainService(plainType("aws:ec2/launchTemplate:LaunchTemplate")));
        const { metadataOptions } = aws.preview("aws:ec2/launchTemplate:LaunchTemplate", "it", {
            metadataOptions: { httpTokens: "required" },
        });
        assert.deepEqual(metadataOptions, {
            httpTokens: "required",
            httpEndpoint: UNKNOWN,
            httpProtocolIpv6: UNKNOWN,
            httpPutResponseHopLimit: UNKNOWN,
            instanceMetadataTags: UNKNOWN,
        });
    });

    it("keeps what was computed through an update, but for what follows the change", () => {
        const aws = deployment(SERVICES);
        const inputs = { role: "arn:aws:iam::123456789012:role/r", imageUri: "image", packageType: "Image" };
        const made = aws.create(FUNCTION, "it", inputs);
        const preview = aws.previewUpdate(made, { ...inputs, timeout: 10 });
        assert.deepEqual([preview["id"], preview["timeout"], preview["arn"], preview["version"]], ["f", 10, "arn", UNKNOWN]);
        assert.equal(preview["invokeArn"], "invoke");
        assert.equal(aws.previewUpdate(made, { ...inputs, role: "arn:aws:iam::123456789012:role/other" })["invokeArn"], UNKNOWN);
        assert.equal(aws.previewUpdate(made, inputs)["version"], "1");
    });
});
