import { strict as assert } from "node:assert";
import { accountTable } from "../../../tools/simulate/account";

describe("accountTable", () => {
    const region = "us-east-1";
    const subnet = { type: "aws:ec2/subnet:Subnet", id: "subnet-1", region, properties: { tags: { Name: "private-1" } } };
    const vpc = { type: "aws:ec2/vpc:Vpc", id: "vpc-12345", region, properties: {} };

    it("lists by type what the stack has, with the names that people gave", () => {
        const table = accountTable([vpc, subnet], new Set(["aws:ec2/subnet:Subnet subnet-1", "aws:ec2/vpc:Vpc vpc-12345"]));
        assert.equal(
            table,
            [
                "aws:ec2/subnet:Subnet (1)",
                "    subnet-1  private-1",
                "aws:ec2/vpc:Vpc (1)",
                "    vpc-12345",
                "2 resources, 0 of them not in Pulumi's state",
            ].join("\n"),
        );
    });

    it("says what AWS made for the stack's resources", () => {
        const acl = {
            type: "aws:ec2/networkAcl:NetworkAcl",
            id: "acl-1",
            region,
            properties: {},
            note: "default network ACL of vpc-12345",
        };
        assert.equal(
            accountTable([vpc, acl], new Set(["aws:ec2/vpc:Vpc vpc-12345"])),
            [
                "aws:ec2/networkAcl:NetworkAcl (1)",
                "    acl-1  [default network ACL of vpc-12345]",
                "aws:ec2/vpc:Vpc (1)",
                "    vpc-12345",
                "2 resources, 1 of them not in Pulumi's state",
            ].join("\n"),
        );
    });

    it("marks what is left over, and why", () => {
        const secret = { type: "aws:secretsmanager/secret:Secret", id: "arn:secret", region, properties: { name: "main" } };
        const resources = [
            { type: "aws:s3/bucket:Bucket", id: "orphan", region, properties: { name: "orphan" } },
            { type: "aws:s3/bucket:Bucket", id: "other-orphan", region, properties: {} },
            { ...secret, deletionDate: "2026-12-01T10:00:00.000Z" },
            { type: "aws:rds/snapshot:Snapshot", id: "last", region, properties: {}, note: "final snapshot of database-1" },
        ];
        assert.equal(
            accountTable(resources, new Set()),
            [
                "aws:rds/snapshot:Snapshot (1)",
                "    last  [left over: final snapshot of database-1]",
                "aws:s3/bucket:Bucket (2)",
                "    orphan        [left over: not in Pulumi's state]",
                "    other-orphan  [left over: not in Pulumi's state]",
                "aws:secretsmanager/secret:Secret (1)",
                "    arn:secret  main  [left over: AWS deletes it on 2026-12-01]",
                "4 resources, 4 of them not in Pulumi's state",
            ].join("\n"),
        );
    });

    it("says that an account is empty", () => {
        assert.equal(accountTable([], new Set()), "The simulated account is empty.");
    });
});
