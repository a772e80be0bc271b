import { strict as assert } from "node:assert";
import { AccountStore } from "../../../simulator/aws/account-store";
import { Catalogue } from "../../../simulator/aws/catalogue";
import { AwsProvider } from "../../../simulator/aws/provider";
import { Refusal } from "../../../simulator/aws/refusal";
import { deployment } from "./harness";
import { plainType } from "./plain-service";

const VPC = "aws:ec2/vpc:Vpc";
const PARAMETER = "aws:ssm/parameter:Parameter";
const KEY = "aws:kms/key:Key";

const SERVICES = [
    {
        name: "plain",
        resourceTypes: [
            plainType(VPC, {
                create: ({ account, region, inputs }) => ({
                    id: account.newId("vpc"),
                    computed: {
                        arn: `arn:aws:ec2:${region}:${account.accountId}:vpc`,
                        enableDnsHostnames: inputs["enableDnsHostnames"] ?? false,
                    },
                }),
                update: ({ changed, current }) => ({ ownerId: `${current.id} ${[...changed].sort().join(" ")}` }),
                delete: ({ current }) => {
                    if (current.properties["enableDnsSupport"] === true) return "removed";
                    throw new Refusal(
                        "EC2",
                        "DeleteVpc",
                        "DependencyViolation",
                        `The vpc '${current.id}' has dependencies and cannot be deleted.`,
                    );
                },
                read: () => ({ dhcpOptionsId: "dopt-1" }),
            }),
            plainType(PARAMETER),
            plainType(KEY, {
                delete: ({ account, current }) => {
                    account.schedule(KEY, current.id, "2026-12-01T00:00:00.000Z");
                    return "kept";
                },
            }),
        ],
        dataSources: [
            { token: "aws:index/getRegion:getRegion", answer: ({ region }: { region: string }) => ({ region }) },
            { token: "aws:ssm/getParameter:getParameter", answer: () => ({}) },
        ],
    },
];

describe("AwsProvider", () => {
    const vpcInputs = { cidrBlock: "10.0.0.0/16" };

    it("stores what it creates, with what AWS computed", () => {
        const aws = deployment(SERVICES);
        const vpc = aws.create(VPC, "net", vpcInputs);
        assert.match(vpc.id, /^vpc-[0-9a-f]{17}$/);
        assert.deepEqual(vpc.outputs, {
            cidrBlock: "10.0.0.0/16",
            tagsAll: {},
            region: "us-east-1",
            enableDnsSupport: true,
            instanceTenancy: "default",
            arn: "arn:aws:ec2:us-east-1:123456789012:vpc",
            enableDnsHostnames: false,
            id: vpc.id,
        });
        const { id, ...properties } = vpc.outputs;
        assert.deepEqual(aws.stored(VPC), [{ type: VPC, id, region: "us-east-1", properties }]);
    });

    it("calls the Region of the resource, else that of the provider", () => {
        const aws = deployment(SERVICES, { region: "eu-west-1" });
        assert.equal(aws.create(VPC, "a", vpcInputs).outputs["arn"], "arn:aws:ec2:eu-west-1:123456789012:vpc");
        assert.equal(aws.create(VPC, "b", { ...vpcInputs, region: "us-west-2" }).outputs["arn"], "arn:aws:ec2:us-west-2:123456789012:vpc");
        assert.deepEqual(
            aws.stored(VPC).map(({ region }) => region),
            ["eu-west-1", "us-west-2"],
        );
    });

    it("updates in place: what the program drops goes, what AWS filled in stays", () => {
        const aws = deployment(SERVICES);
        const vpc = aws.create(VPC, "net", { ...vpcInputs, tags: { Name: "net" }, enableDnsHostnames: true });
        const updated = aws.update(vpc, { ...vpcInputs, enableDnsSupport: false });
        assert.deepEqual(updated.outputs, {
            cidrBlock: "10.0.0.0/16",
            tagsAll: {},
            region: "us-east-1",
            enableDnsSupport: false,
            instanceTenancy: "default",
            arn: "arn:aws:ec2:us-east-1:123456789012:vpc",
            enableDnsHostnames: true,
            ownerId: `${vpc.id} enableDnsSupport tags tagsAll`,
            id: vpc.id,
        });
        assert.deepEqual({ ...aws.stored(VPC)[0]!.properties, id: vpc.id }, updated.outputs);
    });

    it("fails to update what is gone", () => {
        const aws = deployment(SERVICES);
        const vpc = aws.create(VPC, "net", vpcInputs);
        aws.delete(vpc);
        assert.throws(() => aws.update(vpc, { ...vpcInputs, enableDnsSupport: false }), {
            message: `${VPC} ${vpc.id} is not in the account any more; run pulumi refresh to see what is left`,
        });
    });

    it("deletes, refuses as AWS does, and takes what is gone for deleted", () => {
        const aws = deployment(SERVICES);
        const held = aws.create(VPC, "held", { ...vpcInputs, enableDnsSupport: false });
        assert.throws(
            () => {
                aws.delete(held);
            },
            {
                message: `operation error EC2: DeleteVpc, api error DependencyViolation: The vpc '${held.id}' has dependencies and cannot be deleted.`,
            },
        );
        assert.equal(aws.stored(VPC).length, 1);
        const free = aws.create(VPC, "free", vpcInputs);
        aws.delete(free);
        aws.delete(free);
        assert.deepEqual(
            aws.stored(VPC).map(({ id }) => id),
            [held.id],
        );
    });

    it("keeps what AWS keeps for a time, and reads it as gone", () => {
        const aws = deployment(SERVICES);
        const key = aws.create(KEY, "data", {});
        aws.delete(key);
        assert.equal(aws.stored(KEY)[0]!.deletionDate, "2026-12-01T00:00:00.000Z");
        assert.equal(aws.read(key), undefined);
    });

    describe("in a refresh", () => {
        it("reports what there is, and of the inputs those that the program gave", () => {
            const aws = deployment(SERVICES);
            const vpc = aws.create(VPC, "net", { ...vpcInputs, tags: { Name: "net" } });
            aws.store.transact((account) => {
                const stored = account.find(VPC, vpc.id)!;
                account.put({
                    ...stored,
                    properties: { ...stored.properties, tags: { Name: "net", Added: "by hand" }, enableDnsHostnames: true },
                });
            });
            const found = aws.read(vpc)!;
            assert.deepEqual(found.inputs, { ...vpc.inputs, tags: { Name: "net", Added: "by hand" } });
            assert.deepEqual([found.outputs["enableDnsHostnames"], found.outputs["dhcpOptionsId"]], [true, "dopt-1"]);
        });

        it("finds a resource that is gone", () => {
            const aws = deployment(SERVICES);
            const vpc = aws.create(VPC, "net", vpcInputs);
            aws.delete(vpc);
            assert.equal(aws.read(vpc), undefined);
        });
    });

    it("imports: inputs are what is required or differs from its default", () => {
        const aws = deployment(SERVICES);
        const vpc = aws.create(VPC, "net", { ...vpcInputs, tags: { Name: "net" } });
        assert.deepEqual(aws.import(VPC, "imported", vpc.id)!.inputs, {
            cidrBlock: "10.0.0.0/16",
            region: "us-east-1",
            tags: { Name: "net" },
            tagsAll: { Name: "net" },
            __defaults: [],
        });
        assert.equal(aws.import(VPC, "imported", "vpc-0"), undefined);
    });

    it("never gives back what may only be sent", () => {
        const aws = deployment(SERVICES);
        const inputs = { type: "SecureString", valueWo: "secret", valueWoVersion: 1 };
        assert.equal(aws.preview(PARAMETER, "it", inputs)["valueWo"], undefined);
        assert.deepEqual(Object.keys(aws.create(PARAMETER, "it", inputs).outputs).includes("valueWo"), false);
    });

    describe("answers data sources", () => {
        const aws = deployment(SERVICES, { region: "eu-west-1" });

        it("in the Region asked for, else in its own", () => {
            assert.deepEqual(aws.invoke("aws:index/getRegion:getRegion", {}), { region: "eu-west-1" });
            assert.deepEqual(aws.invoke("aws:index/getRegion:getRegion", { region: "us-east-1" }), { region: "us-east-1" });
        });

        it("and refuses what it does not know", () => {
            assert.throws(() => aws.invoke("aws:index/getRegions:getRegions", {}), {
                message:
                    "aws:index/getRegions:getRegions is a data source that the simulated AWS does not know, so it refuses it instead of pretending. " +
                    "The nearest that it knows is aws:index/getRegion:getRegion.",
            });
            assert.deepEqual(aws.provider.invoke("aws:index/getRegion:getRegion", { regoin: "x" }).failures, [
                {
                    property: "regoin",
                    reason:
                        '"regoin" is not a property of aws:index/getRegion:getRegion, the nearest is "region"; ' +
                        "the simulated AWS refuses what it does not know",
                },
            ]);
            assert.deepEqual(aws.provider.invoke("aws:ssm/getParameter:getParameter", {}).failures, [
                { property: "name", reason: "Missing required property 'name'" },
            ]);
        });
    });

    it("cannot be called before it is configured", () => {
        const provider = new AwsProvider(new AccountStore(), new Catalogue(SERVICES));
        assert.throws(() => provider.invoke("aws:index/getRegion:getRegion", {}), {
            message: "the aws provider was called before it was configured",
        });
    });
});
