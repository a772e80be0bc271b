import * as pulumi from "@pulumi/pulumi";
import { planConnections, type ConnectionChoices, type ConnectionPlan, type Party } from "./connection-plan";
import { Connections } from "./connections";
import { InterfaceEndpoints } from "./interface-endpoints";
import { Vpc, type VpcArgs } from "./vpc";

export interface NetworkArgs extends VpcArgs {
    /** AWS services that get an interface endpoint, as the last part of their endpoint name; each about $7.30 a month and zone. */
    services: readonly string[];
    /** What decides who may talk to whom; whether there are endpoints and a way to the internet follows from the rest. */
    connections: Omit<ConnectionChoices, "interfaceEndpoints" | "internet">;
}

/** What the ways through the network follow from. */
export interface NetworkDesign extends Pick<NetworkArgs, "vpcCidr" | "availabilityZones" | "natGateways" | "services"> {
    /** Who may talk to whom. */
    readonly plan: ConnectionPlan;
}

/** Where something runs: subnets of one tier, and its security group. */
export interface Place {
    readonly subnetIds: pulumi.Output<string[]>;
    readonly securityGroupId: pulumi.Output<string>;
}

/**
 * Subnets, routes, endpoints and security groups: everything that decides what can reach what.
 *
 *     const network = new Network("network", { natGateways: 1, services: ["secretsmanager", "logs"], ... });
 *     new Postgres("postgres", { ...network.isolated("postgres"), ... });
 *
 * What opens connections when it is created depends on {@link ready}, so that its way is open by then.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    /** To depend on before opening a connection: routes, endpoints and security-group edges. */
    readonly ready: readonly pulumi.Resource[];
    /** What the ways through the network follow from; another one when any of them changes. Plain data. */
    readonly design: NetworkDesign;
    private readonly vpc: Vpc;
    private readonly connections: Connections;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:network:Network", name, args, opts);

        const { region, vpcCidr, availabilityZones, availabilityZoneNames, natGateways, services, fate } = args;
        this.vpc = new Vpc(name, { region, vpcCidr, availabilityZones, availabilityZoneNames, natGateways, fate }, { parent: this });
        this.vpcId = this.vpc.vpcId;
        this.design = { vpcCidr, availabilityZones, natGateways, services, plan: planOf(args) };
        this.connections = this.connect(name);
        this.ready = [this.vpc, this.connections, ...(services.length > 0 ? [this.endpoints(name, args)] : [])];
        this.registerOutputs({ vpcId: this.vpcId });
    }

    /** For the load balancer: subnets with a route to the internet gateway. */
    public(party: Party): Place {
        return { subnetIds: this.vpc.publicSubnetIds, securityGroupId: this.connections.group(party) };
    }

    /** For tasks and functions: subnets that nobody outside reaches. */
    private(party: Party): Place {
        return { subnetIds: this.vpc.privateSubnetIds, securityGroupId: this.connections.group(party) };
    }

    /** For databases: subnets without a way out. */
    isolated(party: Party): Place {
        return { subnetIds: this.vpc.isolatedSubnetIds, securityGroupId: this.connections.group(party) };
    }

    private connect(name: string) {
        return new Connections(
            `${name}-connections`,
            { vpcId: this.vpcId, s3PrefixListId: this.vpc.s3PrefixListId, plan: this.design.plan },
            { parent: this },
        );
    }

    private endpoints(name: string, { region, services }: NetworkArgs) {
        return new InterfaceEndpoints(
            `${name}-endpoints`,
            { region, vpcId: this.vpcId, services, ...this.private("endpoints") },
            { parent: this },
        );
    }
}

function planOf({ connections, services, natGateways }: NetworkArgs): ConnectionPlan {
    return planConnections({ ...connections, interfaceEndpoints: services.length > 0, internet: natGateways > 0 });
}
