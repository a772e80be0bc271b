/**
 * A VPC in the simulated account, made through the aws provider, with one subnet for each purpose:
 *
 *     public-a    10.0.0.0/24    0.0.0.0/0 -> internet gateway
 *     private-a   10.0.16.0/20   0.0.0.0/0 -> NAT gateway in public-a
 *     private-b   10.0.32.0/20   0.0.0.0/0 -> NAT gateway in public-a
 *     isolated-a  10.0.64.0/22   local only
 *     isolated-b  10.0.68.0/22   local only
 *
 * Security group `app` lets everything out; the others let nothing in or out until a test says so.
 */
import { connect } from "../../../simulator/network/connect";
import type { Delivery, Sender } from "../../../simulator/network/delivery";
import type { Properties } from "../../../simulator/provider/values";
import { deployment, type Deployed } from "../aws/harness";

const ALL = { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" };

export type SubnetName = "public-a" | "private-a" | "private-b" | "isolated-a" | "isolated-b";

const CIDRS: Readonly<Record<SubnetName, string>> = {
    "public-a": "10.0.0.0/24",
    "private-a": "10.0.16.0/20",
    "private-b": "10.0.32.0/20",
    "isolated-a": "10.0.64.0/22",
    "isolated-b": "10.0.68.0/22",
};

export class SampleNetwork {
    readonly aws = deployment();
    readonly vpc: Deployed;
    readonly internetGateway: Deployed;
    readonly natGateway: Deployed;
    readonly app: Deployed;
    private readonly subnets = new Map<SubnetName, Deployed>();
    private readonly tables = new Map<SubnetName, Deployed>();
    private counter = 0;

    constructor(vpcInputs: Properties = {}) {
        this.vpc = this.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, ...vpcInputs });
        this.internetGateway = this.make("aws:ec2/internetGateway:InternetGateway", { vpcId: this.vpc.id });
        for (const name of Object.keys(CIDRS) as SubnetName[]) this.addSubnet(name);
        this.route("public-a", { destinationCidrBlock: "0.0.0.0/0", gatewayId: this.internetGateway.id });
        this.natGateway = this.addNatGateway("public-a", {});
        for (const name of ["private-a", "private-b"] as const) {
            this.route(name, { destinationCidrBlock: "0.0.0.0/0", natGatewayId: this.natGateway.id });
        }
        this.app = this.addGroup();
        this.allow("egress", this.app, ALL);
    }

    make(type: string, inputs: Properties): Deployed {
        this.counter += 1;
        return this.aws.create(type, `resource-${this.counter}`, inputs);
    }

    /** Puts a record into the account as it is, for what the tests need only a few properties of. */
    put(type: string, id: string, properties: Properties): void {
        this.aws.store.transact((account) => {
            account.put({ type, id, region: "us-east-1", properties });
        });
    }

    subnetId(name: SubnetName): string {
        return this.subnets.get(name)!.id;
    }

    tableId(name: SubnetName): string {
        return this.tables.get(name)!.id;
    }

    route(name: SubnetName, route: Properties): Deployed {
        return this.make("aws:ec2/route:Route", { routeTableId: this.tableId(name), ...route });
    }

    addNatGateway(name: SubnetName, inputs: Properties): Deployed {
        const address = inputs["connectivityType"] === "private" ? {} : { allocationId: this.make("aws:ec2/eip:Eip", {}).id };
        return this.make("aws:ec2/natGateway:NatGateway", { subnetId: this.subnetId(name), ...address, ...inputs });
    }

    addGroup(): Deployed {
        return this.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: this.vpc.id });
    }

    allow(direction: "ingress" | "egress", group: Deployed, rule: Properties): Deployed {
        const kind = direction === "ingress" ? "Ingress" : "Egress";
        const ports = rule["ipProtocol"] === "-1" ? {} : { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
        const type = `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`;
        return this.make(type, { securityGroupId: group.id, ...ports, ...rule });
    }

    /** An interface endpoint whose own group admits `app` on 443, in `private-a` unless the inputs say otherwise. */
    addInterfaceEndpoint(service: string, inputs: Properties = {}): Deployed {
        const group = this.addGroup();
        this.allow("ingress", group, { referencedSecurityGroupId: this.app.id });
        return this.make("aws:ec2/vpcEndpoint:VpcEndpoint", {
            vpcId: this.vpc.id,
            serviceName: `com.amazonaws.us-east-1.${service}`,
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            subnetIds: [this.subnetId("private-a")],
            securityGroupIds: [group.id],
            ...inputs,
        });
    }

    addGatewayEndpoint(service: string, tables: readonly SubnetName[], inputs: Properties = {}): Deployed {
        return this.make("aws:ec2/vpcEndpoint:VpcEndpoint", {
            vpcId: this.vpc.id,
            serviceName: `com.amazonaws.us-east-1.${service}`,
            vpcEndpointType: "Gateway",
            routeTableIds: tables.map((name) => this.tableId(name)),
            ...inputs,
        });
    }

    /** Sends from a subnet, with the group `app` and without a public address unless the sender says otherwise. */
    send(from: SubnetName, host: string, port = 443, sender: Partial<Sender> = {}): Delivery {
        const complete = { subnetId: this.subnetId(from), securityGroupIds: [this.app.id], hasPublicIp: false, ...sender };
        return this.aws.store.transact((account) => connect(account, complete, { host, port }));
    }

    private addSubnet(name: SubnetName): void {
        const zone = `us-east-1${name.slice(-1)}`;
        const subnet = this.make("aws:ec2/subnet:Subnet", { vpcId: this.vpc.id, cidrBlock: CIDRS[name], availabilityZone: zone });
        const table = this.make("aws:ec2/routeTable:RouteTable", { vpcId: this.vpc.id });
        this.make("aws:ec2/routeTableAssociation:RouteTableAssociation", { routeTableId: table.id, subnetId: subnet.id });
        this.subnets.set(name, subnet);
        this.tables.set(name, table);
    }
}

/** Where a packet was lost; `delivered` when it was not. */
export function lostAt(delivery: Delivery): string {
    return delivery.delivered ? "delivered" : delivery.lostAt;
}
