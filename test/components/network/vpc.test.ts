import { strict as assert } from "node:assert";
import { InterfaceEndpoints } from "../../../components/network/interface-endpoints";
import { Vpc, type VpcArgs } from "../../../components/network/vpc";
import { isUnknownValue, record, unwrap } from "../recorder";

describe("Vpc: three tiers in each zone, and S3 without the internet", () => {
    const args: VpcArgs = { region: "us-east-1", vpcCidr: "10.0.0.0/16", availabilityZones: 2, natGateways: 1, fate: { protect: false } };
    const build =
        (overrides: Partial<VpcArgs> = {}) =>
        () =>
            new Vpc("network", { ...args, ...overrides });

    it("asks awsx for explicit blocks and for DNS", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.one("awsx:ec2:Vpc").inputs, {
            cidrBlock: "10.0.0.0/16",
            numberOfAvailabilityZones: 2,
            natGateways: { strategy: "Single" },
            subnetStrategy: "Auto",
            subnetSpecs: [
                { type: "Public", cidrBlocks: ["10.0.60.0/24", "10.0.61.0/24"] },
                { type: "Private", cidrBlocks: ["10.0.0.0/20", "10.0.16.0/20"] },
                { type: "Isolated", cidrBlocks: ["10.0.48.0/22", "10.0.52.0/22"] },
            ],
            enableDnsHostnames: true,
            enableDnsSupport: true,
        });
    });

    it("asks for the zones that are named", async () => {
        const availabilityZoneNames = ["us-east-1b", "us-east-1c"];
        const { inputs } = (await record(build({ availabilityZoneNames }))).one("awsx:ec2:Vpc");
        assert.deepEqual([inputs["availabilityZoneNames"], inputs["numberOfAvailabilityZones"]], [availabilityZoneNames, undefined]);
    });

    for (const [natGateways, availabilityZones, strategy] of [
        [0, 2, "None"],
        [1, 2, "Single"],
        [2, 2, "OnePerAz"],
        [1, 3, "Single"],
        [3, 3, "OnePerAz"],
    ] as const) {
        it(`makes ${natGateways} NAT gateways for ${availabilityZones} zones with strategy ${strategy}`, async () => {
            const recording = await record(build({ natGateways, availabilityZones }));
            assert.deepEqual(recording.one("awsx:ec2:Vpc").inputs["natGateways"], { strategy });
        });
    }

    for (const protect of [true, false]) {
        it(`${protect ? "cannot" : "can"} be replaced`, async () => {
            const recording = await record(build({ fate: { protect } }));
            assert.equal(recording.one("aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3").protect, protect);
            assert.equal(recording.one("awsx:ec2:Vpc").protect, false);
        });
    }

    it("adds one gateway endpoint for S3, on every route table", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.counts(), { "librechat:network:Vpc": 1, "awsx:ec2:Vpc": 1, "aws:ec2/vpcEndpoint:VpcEndpoint": 1 });
        const endpoint = recording.one("aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3");
        assert.deepEqual(endpoint.inputs, {
            vpcId: "vpc-network",
            serviceName: "com.amazonaws.us-east-1.s3",
            vpcEndpointType: "Gateway",
            routeTableIds: ["rtb-public", "rtb-private", "rtb-isolated"],
        });
        assert.equal(await unwrap(recording.result.vpcId), "vpc-network");
    });

    it("builds with everything unknown", async () => {
        const recording = await record(build(), { preview: true });
        assert.ok(isUnknownValue(recording.one("aws:ec2/vpcEndpoint:VpcEndpoint").inputs["vpcId"]));
    });
});

describe("InterfaceEndpoints: one endpoint for each service, led to by its usual name", () => {
    it("says private DNS, subnets and group explicitly", async () => {
        const recording = await record(
            () =>
                new InterfaceEndpoints("endpoints", {
                    region: "eu-west-1",
                    vpcId: "vpc-1",
                    subnetIds: ["subnet-1", "subnet-2"],
                    securityGroupId: "sg-1",
                    services: ["secretsmanager", "logs"],
                }),
        );
        assert.deepEqual(
            recording.ofType("aws:ec2/vpcEndpoint:VpcEndpoint").map(({ name, inputs }) => ({ name, inputs })),
            ["secretsmanager", "logs"].map((service) => ({
                name: `endpoints-${service}`,
                inputs: {
                    vpcId: "vpc-1",
                    serviceName: `com.amazonaws.eu-west-1.${service}`,
                    vpcEndpointType: "Interface",
                    subnetIds: ["subnet-1", "subnet-2"],
                    securityGroupIds: ["sg-1"],
                    privateDnsEnabled: true,
                },
            })),
        );
    });
});
