import { strict as assert } from "node:assert";
import { UNKNOWN, type Properties } from "../../../simulator/provider/values";
import { deployment } from "./harness";
import { plainService, plainType } from "./plain-service";

const VPC = "aws:ec2/vpc:Vpc";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const ROLE = "aws:iam/role:Role";
const TYPES = [
    plainType(VPC, {
        check: ({ cidrBlock }) => (cidrBlock === "10.9.0.0/16" ? [{ property: "cidrBlock", reason: "nine is refused" }] : []),
    }),
    plainType(SECURITY_GROUP),
    plainType(ROLE),
    plainType("aws:ec2/subnet:Subnet"),
    plainType("aws:ec2/route:Route"),
    plainType("aws:lb/listener:Listener"),
    plainType("aws:lb/targetGroup:TargetGroup"),
    plainType("aws:ebs/volume:Volume"),
    plainType("aws:lambda/function:Function"),
    plainType("aws:ssm/parameter:Parameter"),
];

describe("check", () => {
    const aws = deployment(plainService(...TYPES));

    const refused: readonly [type: string, inputs: Properties, ...reasons: string[]][] = [
        [
            VPC,
            { cidrBlok: "10.0.0.0/16" },
            '"cidrBlok" is not a property of aws:ec2/vpc:Vpc, the nearest is "cidrBlock"; the simulated AWS refuses what it does not know. ' +
                "Examine values at 'it.cidrBlok'.",
        ],
        [
            SECURITY_GROUP,
            { ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlock: "0.0.0.0/0" }] },
            '"cidrBlock" is not a property of ingress[0] of aws:ec2/securityGroup:SecurityGroup, the nearest is "cidrBlocks"; ' +
                "the simulated AWS refuses what it does not know. Examine values at 'it.ingress[0].cidrBlock'.",
        ],
        [
            VPC,
            { cidrBlock: ["10.0.0.0/16"] },
            "Unexpected type at field \"cidrBlock\": expected string, got list. Examine values at 'it.cidrBlock'.",
        ],
        [VPC, { tags: "Name" }, "Unexpected type at field \"tags\": expected map, got string. Examine values at 'it.tags'."],
        [
            VPC,
            { enableDnsSupport: "yes" },
            "Unexpected type at field \"enableDnsSupport\": expected boolean, got string. Examine values at 'it.enableDnsSupport'.",
        ],
        [
            VPC,
            { ipv4NetmaskLength: "wide" },
            "Unexpected type at field \"ipv4NetmaskLength\": expected number, got string. Examine values at 'it.ipv4NetmaskLength'.",
        ],
        [
            SECURITY_GROUP,
            { ingress: {} },
            "Unexpected type at field \"ingress\": expected list, got object. Examine values at 'it.ingress'.",
        ],
        [
            "aws:lambda/function:Function",
            { role: "arn:aws:iam::123456789012:role/r", code: "code.zip" },
            "Unexpected type at field \"code\": expected asset, got string. Examine values at 'it.code'.",
        ],
        ["aws:ec2/subnet:Subnet", {}, "Missing required property 'vpcId'"],
        [
            SECURITY_GROUP,
            {
                ingress: [
                    { protocol: "tcp", fromPort: 80, toPort: 80 },
                    { protocol: "tcp", fromPort: 81 },
                ],
            },
            "Missing required property 'ingress[1].toPort'",
        ],
        [
            VPC,
            { cidrBlock: "10.0.0.0/16", ipv4NetmaskLength: 16, ipv4IpamPoolId: "ipam-pool-1" },
            "Conflicting configuration arguments. \"cidrBlock\": conflicts with ipv4NetmaskLength. Examine values at 'it.cidrBlock'.",
        ],
        [
            VPC,
            { ipv4NetmaskLength: 16 },
            'Missing required argument. "ipv4NetmaskLength": all of `ipv4NetmaskLength,ipv4IpamPoolId` must be specified. ' +
                "Examine values at 'it.ipv4NetmaskLength'.",
        ],
        [
            "aws:ec2/route:Route",
            { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1", natGatewayId: "nat-1" },
            'Invalid combination of arguments. "gatewayId": only one of `carrierGatewayId,coreNetworkArn,egressOnlyGatewayId,gatewayId,' +
                "localGatewayId,natGatewayId,networkInterfaceId,odbNetworkArn,transitGatewayId,vpcEndpointId,vpcPeeringConnectionId` can be " +
                "specified. Examine values at 'it.gatewayId'.",
        ],
        [
            "aws:ec2/route:Route",
            { routeTableId: "rtb-1", gatewayId: "igw-1" },
            'Invalid combination of arguments. "destinationCidrBlock": one of `destinationCidrBlock,destinationIpv6CidrBlock,' +
                "destinationPrefixListId` must be specified. Examine values at 'it.destinationCidrBlock'.",
        ],
        [
            "aws:ebs/volume:Volume",
            { availabilityZone: "us-east-1a" },
            "Missing required argument. \"size\": one of `size,snapshotId` must be specified. Examine values at 'it.size'.",
        ],
        [
            "aws:lambda/function:Function",
            { role: "arn:aws:iam::123456789012:role/r", replacementSecurityGroupIds: ["sg-1"] },
            'Missing required argument. "replacementSecurityGroupIds": all of `replacementSecurityGroupIds,replaceSecurityGroupsOnDestroy` ' +
                "must be specified. Examine values at 'it.replacementSecurityGroupIds'.",
            "Invalid combination of arguments. \"code\": one of `code,imageUri,s3Bucket` must be specified. Examine values at 'it.code'.",
        ],
        [VPC, { cidrBlock: "10.9.0.0/16" }, "nine is refused. Examine values at 'it.cidrBlock'."],
        [
            VPC,
            { instanceTenancy: "host" },
            'expected instanceTenancy to be one of ["default" "dedicated"], got host. Examine values at \'it.instanceTenancy\'.',
        ],
        [
            "aws:lb/targetGroup:TargetGroup",
            { port: 70000 },
            "expected port to be in the range (1 - 65535), got 70000. Examine values at 'it.port'.",
        ],
        [
            "aws:ec2/subnet:Subnet",
            { vpcId: "vpc-1", cidrBlock: "10.0.5.0/16" },
            '"10.0.5.0/16" is not a valid IPv4 CIDR block; did you mean "10.0.0.0/16"?. Examine values at \'it.cidrBlock\'.',
        ],
        [
            "aws:ec2/subnet:Subnet",
            { vpcId: "vpc-1", outpostArn: "here" },
            "\"outpostArn\" (here) is an invalid ARN. Examine values at 'it.outpostArn'.",
        ],
    ];
    for (const [type, inputs, ...reasons] of refused) {
        it(`refuses ${type} ${JSON.stringify(inputs)}`, () => {
            assert.deepEqual(
                aws.check(type, "it", inputs).failures.map(({ reason }) => reason),
                reasons,
            );
        });
    }

    it("tells every missing property at once", () => {
        assert.deepEqual(
            aws.check("aws:lb/listener:Listener", "it", {}).failures.map(({ property }) => property),
            ["defaultActions", "loadBalancerArn"],
        );
    });

    it("takes what is not known yet for given and right", () => {
        assert.deepEqual(aws.check("aws:ec2/subnet:Subnet", "it", { vpcId: UNKNOWN, cidrBlock: UNKNOWN }).failures, []);
    });

    it("converts scalars into each other where the type wants it", () => {
        const { inputs, failures } = aws.check(VPC, "it", {
            enableDnsSupport: "false",
            enableDnsHostnames: "true",
            tags: { Zone: 1, Public: true },
        });
        assert.deepEqual(failures, []);
        assert.equal(inputs["enableDnsSupport"], false);
        assert.equal(inputs["enableDnsHostnames"], true);
        assert.deepEqual(inputs["tags"], { Zone: "1", Public: "true" });
        assert.equal(aws.check("aws:lb/targetGroup:TargetGroup", "it", { port: "80" }).inputs["port"], 80);
    });

    it("turns a policy that is an object into JSON", () => {
        const { inputs } = aws.check(ROLE, "it", { assumeRolePolicy: { Version: "2012-10-17", Statement: [] } });
        assert.equal(inputs["assumeRolePolicy"], '{"Version":"2012-10-17","Statement":[]}');
    });

    it("fills in defaults, also inside blocks that are there, and marks them", () => {
        const rule = { protocol: "tcp", fromPort: 80, toPort: 80 };
        const { inputs } = aws.check(SECURITY_GROUP, "web", { ingress: [rule], name: "web" });
        assert.deepEqual(inputs, {
            ingress: [{ ...rule, self: false }],
            name: "web",
            tagsAll: {},
            region: "us-east-1",
            description: "Managed by Pulumi",
            revokeRulesOnDelete: false,
            __defaults: ["description", "revokeRulesOnDelete"],
        });
    });

    it("gives no default to what the program excludes", () => {
        const { inputs } = aws.check(SECURITY_GROUP, "web", { namePrefix: "web-" });
        assert.equal(inputs["name"], undefined);
    });

    it("names what has no name, and marks it", () => {
        const { inputs } = aws.check(ROLE, "task", { assumeRolePolicy: "{}" });
        assert.match(inputs["name"] as string, /^task-[0-9a-f]{7}$/);
        assert.ok((inputs["__defaults"] as string[]).includes("name"));
    });

    it("fails when the name is too long", () => {
        const { failures } = aws.check(ROLE, "r".repeat(57), { assumeRolePolicy: "{}" });
        assert.deepEqual(failures, [
            { property: "", reason: `name '${"r".repeat(57)}' plus 7 random chars is longer than maximum length 64` },
        ]);
    });

    it("refuses a type that it does not know", () => {
        assert.throws(() => aws.check("aws:ec2/vpcs:Vpc", "it", {}), {
            message:
                "aws:ec2/vpcs:Vpc is a resource type that the simulated AWS does not know, so it refuses it instead of pretending. " +
                "The nearest that it knows is aws:ec2/vpc:Vpc.",
        });
    });

    describe("with default tags", () => {
        const tagged = deployment(plainService(...TYPES), {
            region: "eu-west-1",
            defaultTags: '{"tags":{"Owner":"platform","Stage":"dev"}}',
        });

        it("adds them to the resource's own, which win", () => {
            const { inputs } = tagged.check(VPC, "it", { tags: { Stage: "prod" } });
            assert.deepEqual([inputs["tags"], inputs["tagsAll"]], [{ Stage: "prod" }, { Owner: "platform", Stage: "prod" }]);
        });

        it("does not know them all while one is not known", () => {
            assert.equal(tagged.check(VPC, "it", { tags: { Stage: UNKNOWN } }).inputs["tagsAll"], UNKNOWN);
        });

        it("leaves alone what has no tags", () => {
            assert.equal(tagged.check("aws:ec2/route:Route", "it", {}).inputs["tagsAll"], undefined);
        });
    });

    it("says the Region of what is in one, and of nothing else", () => {
        assert.equal(aws.check(VPC, "it", {}).inputs["region"], "us-east-1");
        assert.equal(aws.check(VPC, "it", { region: "eu-west-1" }).inputs["region"], "eu-west-1");
        assert.equal(aws.check(ROLE, "it", { assumeRolePolicy: "{}" }).inputs["region"], undefined);
    });
});
