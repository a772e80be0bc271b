import { strict as assert } from "node:assert";
import { deployment } from "./harness";

const VPC_ONLY = [
    {
        name: "EC2",
        resourceTypes: [
            { token: "aws:ec2/vpc:Vpc", create: () => ({ id: "vpc-1", computed: { arn: "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1" } }) },
        ],
    },
];

describe("AwsProvider", () => {
    it("creates, updates in place, reads and deletes", () => {
        const aws = deployment(VPC_ONLY);
        const vpc = aws.create("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
        assert.equal(vpc.id, "vpc-1");
        assert.deepEqual(aws.diff(vpc, { cidrBlock: "10.1.0.0/16" }).replaces, ["cidrBlock"]);
        const tagged = aws.update(vpc, { cidrBlock: "10.0.0.0/16", tags: { Owner: "platform" } });
        assert.deepEqual(aws.read(tagged)?.outputs, tagged.outputs);
        aws.delete(tagged);
        assert.equal(aws.read(tagged), undefined);
    });
});
