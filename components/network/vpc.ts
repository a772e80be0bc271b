import * as aws from "../aws";
// Not the whole package: its older components take longer to load than the rest of this program.
import { Vpc as AwsxVpc } from "@pulumi/awsx/ec2";
import { NatGatewayStrategy } from "@pulumi/awsx/types/enums/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { DataFate } from "../data/fate-of-data";
import { planAddresses, type AddressPlan } from "./address-plan";

export interface VpcArgs {
    /** Region of the stack, for example `us-east-1`; part of the S3 endpoint's service name. */
    region: string;
    /** IPv4 block of the VPC, /18 to /16. A change would replace the VPC with everything in it; see {@link VpcArgs.fate}. */
    vpcCidr: string;
    /** Zones in use, 2 or 3. A third can be added later without moving a subnet. */
    availabilityZones: number;
    /** Which zones, as many as that, for example `["us-east-1b", "us-east-1c"]`; undefined: the first ones of the Region. */
    availabilityZoneNames?: readonly string[] | undefined;
    /**
     * NAT gateways: none, one for all zones, or one in each zone. Each costs about $36.50 a month with its address, plus $0.045 for each
     * GB. With a single one, all zones lose the internet when its zone fails.
     */
    natGateways: number;
    /**
     * Whether Pulumi refuses to replace the VPC. AWS lets its internet gateway go only when nothing in it has a public address any more,
     * so a replacement ends half-way, and the change cannot be taken back then.
     */
    fate: Pick<DataFate, "protect">;
}

/**
 * The VPC: public subnets for the load balancer and NAT gateways, private ones for tasks and functions, isolated ones for databases.
 *
 *     const vpc = new Vpc("network", { region, vpcCidr: "10.0.0.0/16", availabilityZones: 2, natGateways: 1 });
 *     new Postgres("postgres", { subnetIds: vpc.isolatedSubnetIds, ... });
 *
 * Whatever uses one of its outputs is created after all routes and NAT gateways, since `awsx.ec2.Vpc` answers only when all its parts
 * exist.
 */
export class Vpc extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    /** One per zone; a route to the internet gateway. */
    readonly publicSubnetIds: pulumi.Output<string[]>;
    /** One per zone; a route to a NAT gateway where there is one. */
    readonly privateSubnetIds: pulumi.Output<string[]>;
    /** One per zone; no route out of the VPC but the S3 endpoint's. */
    readonly isolatedSubnetIds: pulumi.Output<string[]>;
    /** Stands for S3's addresses in security-group rules. */
    readonly s3PrefixListId: pulumi.Output<string>;

    constructor(name: string, args: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:network:Vpc", name, args, opts);

        const vpc = this.vpc(name, args, planAddresses(args.vpcCidr, args.availabilityZones));
        const s3 = this.s3Endpoint(name, args, vpc);

        this.vpcId = vpc.vpcId;
        // With the gateway as a dependency: AWS does not delete it while a load balancer here has public addresses, and a destroy that tried
        // it first would wait for twenty minutes and fail.
        this.publicSubnetIds = pulumi.all([vpc.publicSubnetIds, vpc.internetGateway]).apply(([subnetIds]) => subnetIds);
        this.privateSubnetIds = vpc.privateSubnetIds;
        this.isolatedSubnetIds = vpc.isolatedSubnetIds;
        this.s3PrefixListId = s3.prefixListId;
        this.registerOutputs({
            vpcId: this.vpcId,
            publicSubnetIds: this.publicSubnetIds,
            privateSubnetIds: this.privateSubnetIds,
            isolatedSubnetIds: this.isolatedSubnetIds,
            s3PrefixListId: this.s3PrefixListId,
        });
    }

    private vpc(name: string, args: VpcArgs, addresses: AddressPlan) {
        return new AwsxVpc(
            name,
            {
                cidrBlock: args.vpcCidr,
                ...zonesOf(args),
                natGateways: { strategy: natStrategy(args) },
                subnetStrategy: "Auto",
                subnetSpecs: [
                    { type: "Public", cidrBlocks: [...addresses.public] },
                    { type: "Private", cidrBlocks: [...addresses.private] },
                    { type: "Isolated", cidrBlocks: [...addresses.isolated] },
                ],
                // Private DNS of interface endpoints needs both, and AWS leaves host names off in a VPC that is not the default one.
                enableDnsHostnames: true,
                enableDnsSupport: true,
            },
            { parent: this },
        );
    }

    /** Free of charge, and keeps file and image-layer traffic off the NAT gateways' bill. */
    private s3Endpoint(name: string, { region, fate }: VpcArgs, vpc: AwsxVpc) {
        return new aws.ec2.VpcEndpoint(
            `${name}-s3`,
            {
                vpcId: vpc.vpcId,
                serviceName: `com.amazonaws.${region}.s3`,
                vpcEndpointType: "Gateway",
                routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map((table) => table.id))),
            },
            // It would be replaced with the VPC and at no other time. `protect` on the VPC would go down to its parts, which do come and go.
            { parent: this, protect: fate.protect },
        );
    }
}

function zonesOf({ availabilityZones, availabilityZoneNames: names }: VpcArgs) {
    return names === undefined ? { numberOfAvailabilityZones: availabilityZones } : { availabilityZoneNames: [...names] };
}

function natStrategy({ natGateways, availabilityZones }: VpcArgs) {
    if (natGateways === 0) return NatGatewayStrategy.None;
    return natGateways === availabilityZones ? NatGatewayStrategy.OnePerAz : NatGatewayStrategy.Single;
}
