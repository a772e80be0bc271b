import { strict as assert } from "node:assert";
import { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import fc from "fast-check";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { planAddresses } from "../../../simulator/awsx/address-plan";
import { overlap, parseBlock } from "../../../simulator/awsx/cidr";
import { readVpcArguments } from "../../../simulator/awsx/vpc-arguments";
import { askConstruct, type Question } from "./construct-client";
import { shortName, UNKNOWN_STRING } from "./recording-engine";

const TWO_TIERS = { subnetStrategy: "Auto", subnetSpecs: [{ type: "Public" }, { type: "Private" }], numberOfAvailabilityZones: 2 };

/** What the recordings do not show: options, dependencies of arguments, refusals of the simulation itself. */
describe("awsx:ec2:Vpc", () => {
    const ask = (args: Record<string, JavaScriptValue>, more: Partial<Question> = {}) =>
        askConstruct({ type: "awsx:ec2:Vpc", name: "net", args, dryRun: false, behaviour: { idsKnown: true }, ...more });

    it("asks for the aws plugin of the installed SDK, and for no particular one for itself", async () => {
        const { engine } = await ask(TWO_TIERS);
        const versions = new Set(engine.requests.filter((request) => request.getCustom()).map((request) => request.getVersion()));
        assert.deepEqual([...versions], ["7.48.0"]);
        assert.equal(engine.requests[0]!.getVersion(), "");
        assert.deepEqual(
            engine.invokeRequests.map((request) => request.getVersion()),
            ["7.48.0"],
        );
        assert.ok(engine.requests.every((request) => request.getPlugindownloadurl() === "" && request.getProvider() === ""));
    });

    it("gives its aws provider to its children and to its call", async () => {
        const provider = "urn:pulumi:dev::project::pulumi:providers:aws::west::id";
        const { engine } = await ask(TWO_TIERS, { options: (request) => request.getProvidersMap().set("aws", provider) });
        assert.ok(engine.requests.slice(1).every((request) => request.getProvider() === provider));
        assert.equal(engine.requests[0]!.getProvidersMap().get("aws"), provider);
        assert.equal(engine.invokeRequests[0]!.getProvider(), provider);
    });

    for (const protect of [true, false]) {
        it(`${protect ? "protects" : "does not protect"} its children as itself`, async () => {
            const { engine } = await ask(TWO_TIERS, { options: (request) => request.setProtect(protect) });
            assert.ok(
                engine.requests.every(
                    (request) => request.getProtect() === (protect ? true : undefined) || (!protect && !request.hasProtect()),
                ),
            );
        });
    }

    it("depends itself on what it is told to depend on", async () => {
        const urn = "urn:pulumi:dev::project::a:b:C::first";
        const { engine } = await ask(TWO_TIERS, { options: (request) => request.setDependenciesList([urn]) });
        assert.deepEqual(engine.requests[0]!.getDependenciesList(), [urn]);
    });

    it("lets children depend on what the arguments in them depend on", async () => {
        const urn = "urn:pulumi:dev::project::a:b:C::tagger";
        const { engine } = await ask(
            { ...TWO_TIERS, tags: { Owner: "x" } },
            {
                options: (request) =>
                    request.getInputdependenciesMap().set("tags", new ConstructRequest.PropertyDependencies().setUrnsList([urn])),
            },
        );
        const vpc = engine.registrations[1]!;
        assert.deepEqual([vpc.dependencies, vpc.propertyDependencies], [["a:b:C::tagger"], { tags: ["a:b:C::tagger"] }]);
        const route = engine.registrations.find(({ type }) => type === "aws:ec2/route:Route")!;
        assert.ok(!route.dependencies.includes(shortName(urn)));
    });

    it("keeps tags unknown that are not known yet", async () => {
        const { engine } = await ask({ ...TWO_TIERS, tags: UNKNOWN_STRING }, { dryRun: true, behaviour: { idsKnown: false } });
        const tagged = engine.registrations.filter(({ inputs }) => "tags" in (inputs as object));
        assert.equal(tagged.length, 14, "VPC, internet gateway, 4 subnets, 4 route tables, 2 addresses, 2 NAT gateways");
        assert.ok(tagged.every(({ inputs }) => (inputs as { tags: unknown }).tags === "<unknown>"));
    });

    it("passes the engine's failure on, and says nothing more", async () => {
        const failing = { resource: "aws:ec2/subnet:Subnet::net-public-1", error: "resource monitor shut down" };
        const { engine, error } = await ask(TWO_TIERS, { behaviour: { idsKnown: true, failing } });
        assert.equal(error?.details, "resource monitor shut down");
        assert.deepEqual(engine.logs, []);
    });

    const refusals: [string, Record<string, JavaScriptValue>, string][] = [
        [
            "an argument is not known to the simulation",
            { assignGeneratedIpv6CidrBlock: true },
            "assignGeneratedIpv6CidrBlock: the simulated awsx:ec2:Vpc does not know this argument; it knows enableDnsHostnames, " +
                "enableDnsSupport, enableNetworkAddressUsageMetrics, instanceTenancy, cidrBlock, availabilityZoneNames, " +
                "numberOfAvailabilityZones, availabilityZoneCidrMask, subnetStrategy, subnetNameTagStrategy, vpcEndpointStrategy, " +
                "subnetSpecs, natGateways, vpcEndpointSpecs, tags",
        ],
        [
            "an argument of a spec is not known to the simulation",
            { subnetSpecs: [{ type: "Public", assignIpv6AddressOnCreation: true }] },
            "subnetSpecs[0].assignIpv6AddressOnCreation: the simulated awsx:ec2:Vpc does not know this argument; it knows " +
                "type, name, cidrMask, size, cidrBlocks, tags",
        ],
        [
            "subnet specs meet a strategy that nobody recorded",
            { subnetSpecs: [{ type: "Public" }, { type: "Private" }] },
            "subnetStrategy = Legacy with subnetSpecs: the simulated awsx:ec2:Vpc knows Auto and Exact, and Legacy only without subnetSpecs; " +
                'set subnetStrategy: "Auto"',
        ],
        [
            "two Elastic IPs are given for one NAT gateway",
            { ...TWO_TIERS, natGateways: { strategy: "Single", elasticIpAllocationIds: ["eipalloc-1", "eipalloc-2"] } },
            "Exactly one Elastic IP may be specified when NAT Gateway strategy is 'Single'.",
        ],
        [
            "DNS support is off under private DNS",
            {
                ...TWO_TIERS,
                enableDnsSupport: false,
                vpcEndpointStrategy: "Auto",
                vpcEndpointSpecs: [{ serviceName: "com.amazonaws.us-east-1.logs", vpcEndpointType: "Interface" }],
            },
            'vpcEndpointStrategy "Auto" requires enableDnsSupport to be true when Interface endpoint private DNS is enabled.',
        ],
        ["the VPC's block is none", { cidrBlock: "10.0.0.300/16" }, "10.0.0.300/16: not an IPv4 block; write it like 10.0.0.0/16"],
        [
            "a size contradicts the mask",
            { subnetStrategy: "Auto", subnetSpecs: [{ type: "Public", cidrMask: 24, size: 512 }] },
            "Invalid subnet specifications:\n - Subnet size 512 does not match the expected size for a /24 subnet (256).",
        ],
        [
            "a size contradicts the blocks",
            {
                subnetStrategy: "Auto",
                numberOfAvailabilityZones: 1,
                subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.0.0/24"], size: 512 }],
            },
            "Invalid subnet specifications:\n - The size in subnetSpecs[0] must match all cidrBlocks or be left undefined.",
        ],
        [
            "a size is no power of two",
            { subnetStrategy: "Auto", subnetSpecs: [{ type: "Public", size: 500 }] },
            "Invalid subnet specifications:\n - The following subnet sizes are invalid: 500. Valid sizes are: " +
                `${Array.from({ length: 31 }, (_, mask) => 2 ** (32 - mask)).join(", ")}.`,
        ],
        ["there are no specs in the list", { subnetStrategy: "Auto", subnetSpecs: [] }, "No subnets specified"],
        [
            "an exact layout starts late",
            {
                subnetStrategy: "Exact",
                numberOfAvailabilityZones: 1,
                natGateways: { strategy: "None" },
                subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.128.0/17"] }],
            },
            "There are gaps in the subnet ranges. Please fix the following gaps: " +
                "net-public-1 (10.0.128.0/17) does not start at the beginning of the VPC (10.0.0.0/16)",
        ],
        [
            "zones are too small to be divided by default",
            { subnetStrategy: "Auto", cidrBlock: "10.0.0.0/26" },
            "Automatic subnet creation requires a VPC with at least /26 available per AZ, but only /28 is available." +
                "If you do need very small subnets, please specify them explicitly.",
        ],
    ];
    for (const [what, args, message] of refusals) {
        it(`fails when ${what}`, async () => {
            const { engine, error } = await ask(args);
            assert.equal(error?.details, message);
            assert.deepEqual(engine.logs, [{ severity: "error", message: `Error: ${message}` }]);
            assert.deepEqual(
                engine.registrations.map(({ type }) => type),
                ["awsx:ec2:Vpc"],
            );
        });
    }

    const undecided: [string, Record<string, JavaScriptValue>][] = [
        ["cidrBlock", { cidrBlock: UNKNOWN_STRING }],
        ["subnetSpecs", { subnetSpecs: UNKNOWN_STRING }],
        ["subnetSpecs[1].cidrMask", { subnetSpecs: [{ type: "Public" }, { type: "Private", cidrMask: UNKNOWN_STRING }] }],
        ["natGateways.strategy", { ...TWO_TIERS, natGateways: { strategy: UNKNOWN_STRING } }],
        ["vpcEndpointSpecs[0].serviceName", { ...TWO_TIERS, vpcEndpointSpecs: [{ serviceName: UNKNOWN_STRING }] }],
    ];
    for (const [argument, args] of undecided) {
        it(`fails when ${argument} is not known yet`, async () => {
            const { error } = await ask(args, { dryRun: true, behaviour: { idsKnown: false } });
            const advice = "it decides which resources there are; give it a plain value, not an output";
            assert.equal(error?.details, `${argument} is not known yet: ${advice}`);
        });
    }

    it("fails when the component is another one, naming the one that it knows", async () => {
        const { engine, error } = await ask({}, { type: "awsx:ecs:FargateService" });
        assert.equal(
            error?.details,
            "awsx:ecs:FargateService: the simulated awsx provider knows only awsx:ec2:Vpc; build the rest from @pulumi/aws resources",
        );
        assert.deepEqual(engine.registrations, []);
    });

    it("lets an endpoint without private DNS be, and fills only what is left out", async () => {
        const spec = {
            serviceName: "com.amazonaws.us-east-1.logs",
            vpcEndpointType: "Interface",
            privateDnsEnabled: false,
            securityGroupIds: ["sg-1"],
            subnetIds: ["subnet-1"],
        };
        const { engine } = await ask({ ...TWO_TIERS, enableDnsHostnames: false, vpcEndpointStrategy: "Auto", vpcEndpointSpecs: [spec] });
        const endpoint = engine.registrations.find(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint")!;
        assert.deepEqual(endpoint.inputs, { ...spec, tags: { Name: "net" }, vpcId: "${aws:ec2/vpc:Vpc::net.id}" });
        assert.ok(engine.registrations.every(({ type }) => type !== "aws:ec2/securityGroup:SecurityGroup"));
        assert.deepEqual(engine.registrations[1]!.inputs, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: false, tags: { Name: "net" } });
    });
});

describe("planAddresses of awsx", () => {
    const layouts = fc.record({
        zones: fc.integer({ min: 1, max: 4 }),
        masks: fc.array(fc.integer({ min: 20, max: 28 }), { minLength: 1, maxLength: 4 }),
    });

    it("gives disjoint blocks inside the VPC, each on a multiple of its own size", () => {
        fc.assert(
            fc.property(layouts, ({ zones, masks }) => {
                const subnetSpecs = masks.map((cidrMask, i) => ({ type: "Private", name: `n${i}`, cidrMask }));
                const args = readVpcArguments({ cidrBlock: "10.0.0.0/16", subnetStrategy: "Auto", subnetSpecs });
                const names = Array.from({ length: zones }, (_, i) => `us-east-1${"abcd"[i]!}`);
                const blocks = planAddresses("net", names, args).subnets.map(({ cidrBlock }) => parseBlock(cidrBlock));
                assert.equal(blocks.length, zones * masks.length);
                const vpc = parseBlock("10.0.0.0/16");
                for (const [i, block] of blocks.entries()) {
                    assert.ok(overlap(block, vpc) && block.mask > vpc.mask);
                    assert.equal(block.first % 2 ** (32 - block.mask), 0);
                    assert.ok(blocks.slice(i + 1).every((other) => !overlap(block, other)));
                }
            }),
        );
    });
});
