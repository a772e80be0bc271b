/** Synthetic stored states for the bench of the proof: as many VPCs as it takes, each a program of about a hundred resources. */

interface Stored {
    readonly urn: string;
    readonly type: string;
    readonly id: string;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** What of each hundred resources has no part in the network: as in the programs that the mix was counted in, about a third. */
const BYSTANDERS = ["aws:cloudwatch/logGroup:LogGroup", "aws:iam/role:Role", "aws:secretsmanager/secret:Secret", "aws:s3/bucket:Bucket"];
const BYSTANDERS_PER_VPC = 32;
const ZONES = ["a", "b", "c"];
const NEEDS = "service:secretsmanager service:logs service:s3 internet:api.openai.com:443 image:ghcr.io";

/**
 * A state of about so many resources: one Fargate service and one function for each VPC, so that workloads grow with size.
 *
 * @returns what `graphOfState` takes, with exactly `size` resources
 */
export function syntheticState(size: number): { readonly resources: readonly Stored[] } {
    const resources: Stored[] = [];
    for (let index = 0; resources.length < size; index++) resources.push(...program(index));
    return { resources: resources.slice(0, size) };
}

function program(index: number): Stored[] {
    const made = new Maker(index);
    const vpc = made.add("aws:ec2/vpc:Vpc", "vpc", "net", { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, enableDnsHostnames: true });
    const gateway = made.add("aws:ec2/internetGateway:InternetGateway", "igw", "net", { vpcId: vpc });
    const publicTable = made.add("aws:ec2/routeTable:RouteTable", "rtb", "public", { vpcId: vpc });
    route(made, "public", publicTable, { gatewayId: gateway });
    const publicSubnets = ZONES.map((zone, i) => subnet(made, vpc, "public", zone, i, publicTable));
    const address = made.add("aws:ec2/eip:Eip", "eipalloc", "nat", {});
    const nat = made.add("aws:ec2/natGateway:NatGateway", "nat", "nat", { subnetId: publicSubnets[0], allocationId: address });
    const tables = ZONES.map((zone) => made.add("aws:ec2/routeTable:RouteTable", "rtb", `private-${zone}`, { vpcId: vpc }));
    tables.forEach((table, i) => {
        route(made, `private-${ZONES[i] ?? ""}`, table, { natGatewayId: nat });
    });
    const subnets = ZONES.map((zone, i) => subnet(made, vpc, "private", zone, 4 + i, tables[i] ?? ""));
    filters(made, vpc, subnets, tables);
    for (let i = 0; i < BYSTANDERS_PER_VPC; i++) made.add(BYSTANDERS[i % BYSTANDERS.length] ?? "", "other", `other-${i}`, {});
    return made.resources;
}

/** Groups and their rules, endpoints, a database, and the two workloads behind them. */
function filters(made: Maker, vpc: string, subnets: readonly string[], routeTableIds: readonly string[]): void {
    const group = (name: string) => made.add("aws:ec2/securityGroup:SecurityGroup", "sg", name, { vpcId: vpc, ingress: [], egress: [] });
    const [app, endpoint, database] = [group("app"), group("endpoint"), group("database")];
    made.add(EGRESS, "sgr", "app", { securityGroupId: app, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
    for (const [name, to, port] of [["endpoint", endpoint, 443] as const, ["database", database, 5432] as const]) {
        const inputs = { securityGroupId: to, referencedSecurityGroupId: app, ipProtocol: "tcp", fromPort: port, toPort: port };
        made.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "sgr", name, inputs);
    }
    for (const service of ["secretsmanager", "logs", "ecr.api", "ecr.dkr", "s3"]) {
        const kind =
            service === "s3"
                ? { vpcEndpointType: "Gateway", routeTableIds }
                : { vpcEndpointType: "Interface", privateDnsEnabled: true, subnetIds: subnets, securityGroupIds: [endpoint] };
        made.add("aws:ec2/vpcEndpoint:VpcEndpoint", "vpce", service, {
            vpcId: vpc,
            serviceName: `com.amazonaws.us-east-1.${service}`,
            ...kind,
        });
    }
    const subnetGroup = made.add("aws:rds/subnetGroup:SubnetGroup", "group", "database", {
        name: `database-${made.index}`,
        subnetIds: subnets,
    });
    const name = made.name("postgres");
    made.add("aws:rds/instance:Instance", "db", "postgres", {
        dbSubnetGroupName: subnetGroup,
        vpcSecurityGroupIds: [database],
        port: 5432,
    });
    const tags = { "reachability:needs": `${NEEDS} tcp:${name}:5432` };
    const networkConfiguration = { subnets, securityGroups: [app] };
    made.add("aws:ecs/service:Service", "service", "app", { launchType: "FARGATE", networkConfiguration, tags });
    made.add("aws:lambda/function:Function", "function", "init", { vpcConfig: { subnetIds: subnets, securityGroupIds: [app] }, tags });
}

const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

function subnet(made: Maker, vpcId: string, tier: string, zone: string, row: number, routeTableId: string): string {
    const inputs = { vpcId, cidrBlock: `10.0.${row * 16}.0/20`, availabilityZone: `us-east-1${zone}` };
    const subnetId = made.add("aws:ec2/subnet:Subnet", "subnet", `${tier}-${zone}`, inputs);
    made.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "rtbassoc", `${tier}-${zone}`, { subnetId, routeTableId });
    return subnetId;
}

function route(made: Maker, name: string, routeTableId: string, target: Readonly<Record<string, string>>): void {
    made.add("aws:ec2/route:Route", "r", name, { routeTableId, destinationCidrBlock: "0.0.0.0/0", state: "active", ...target });
}

/** Names and ids that no other program of the state has. */
class Maker {
    readonly resources: Stored[] = [];

    constructor(readonly index: number) {}

    name(name: string): string {
        return `${name}-${this.index}`;
    }

    /** @returns the id */
    add(type: string, prefix: string, name: string, outputs: Readonly<Record<string, unknown>>): string {
        const id = `${prefix}-${this.index.toString(16)}-${this.resources.length.toString(16)}`;
        this.resources.push({ urn: `urn:pulumi:bench::synthetic::${type}::${this.name(name)}`, type, id, outputs: { ...outputs, id } });
        return id;
    }
}
