import { UNKNOWN } from "../../../policy-pack/known";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { edited, remove, set, type Edit } from "../../../policy-pack/reachability/edits";
import { Graph, type GraphNode } from "../../../policy-pack/reachability/graph";

/**
 * A network as a stored state shows it: everything has an id, and there are no dependencies.
 *
 * One VPC, two zones, in each a public subnet (default route to the internet gateway), a private one (to the NAT gateway in `public-a`)
 * and an isolated one; a function `client` in both private subnets, whose group `client` may open every connection.
 */
export class Network {
    readonly nodes: GraphNode[] = [];

    constructor(readonly region = "us-east-1") {
        this.add(AWS.vpc, "net", { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, enableDnsHostnames: true });
        this.add(AWS.internetGateway, "igw", { vpcId: "net" });
        this.add(AWS.eip, "eip", {});
        ["a", "b"].forEach((zone, i) => {
            this.tier("public", zone, `10.0.${i}.0/24`, true);
            this.tier("private", zone, `10.0.${10 + i}.0/24`, false);
            this.tier("isolated", zone, `10.0.${20 + i}.0/24`, false);
            this.route(`public-${zone}`, { gatewayId: "igw" });
            this.route(`private-${zone}`, { natGatewayId: "nat" });
        });
        this.add(AWS.natGateway, "nat", { subnetId: "public-a", allocationId: "eip", connectivityType: "public" });
        this.group("client");
        this.rule("egress", "client", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
    }

    /** Adds a resource; its name is its id. */
    add(type: string, name: string, properties: Record<string, unknown>, parent?: string): this {
        this.nodes.push({ urn: urn(type, name), type, name, id: name, properties, parent, dependencies: [], propertyDependencies: {} });
        return this;
    }

    tier(tier: string, zone: string, cidrBlock: string, mapPublicIpOnLaunch: boolean): void {
        const name = `${tier}-${zone}`;
        this.add(AWS.subnet, name, { vpcId: "net", cidrBlock, availabilityZone: `${this.region}${zone}`, mapPublicIpOnLaunch });
        this.add(AWS.routeTable, `table-${name}`, { vpcId: "net", routes: [] });
        this.add(AWS.association, `association-${name}`, { subnetId: name, routeTableId: `table-${name}` });
    }

    route(subnet: string, target: Record<string, string>, destinationCidrBlock = "0.0.0.0/0"): this {
        return this.add(AWS.route, `route-${subnet}`, { routeTableId: `table-${subnet}`, destinationCidrBlock, ...target });
    }

    group(name: string): this {
        return this.add(AWS.securityGroup, name, { vpcId: "net", ingress: [], egress: [] });
    }

    /** A rule of a group; everything about tcp 443 unless said otherwise. */
    rule(direction: "ingress" | "egress", group: string, properties: Record<string, unknown>): this {
        const type = direction === "ingress" ? AWS.ingressRule : AWS.egressRule;
        const count = this.nodes.filter((node) => node.type === type).length;
        const values = { ipProtocol: "tcp", fromPort: 443, toPort: 443, ...properties };
        return this.add(type, `${direction}-${group}-${count}`, { securityGroupId: group, ...values });
    }

    /** An interface endpoint in `private-a`, with private DNS and a group that admits the client. */
    endpoint(service: string, properties: Record<string, unknown> = {}): this {
        this.group(`door-${service}`).rule("ingress", `door-${service}`, { referencedSecurityGroupId: "client" });
        return this.add(AWS.vpcEndpoint, `endpoint-${service}`, {
            vpcId: "net",
            serviceName: `com.amazonaws.${this.region}.${service}`,
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            subnetIds: ["private-a"],
            securityGroupIds: [`door-${service}`],
            ...properties,
        });
    }

    gateway(service: string, tables: readonly string[]): this {
        return this.add(AWS.vpcEndpoint, `gateway-${service}`, {
            vpcId: "net",
            serviceName: `com.amazonaws.${this.region}.${service}`,
            vpcEndpointType: "Gateway",
            routeTableIds: tables.map((subnet) => `table-${subnet}`),
            prefixListId: `pl-${service}`,
        });
    }

    /** A PostgreSQL instance in both isolated subnets. */
    database(name: string): this {
        this.group(`group-${name}`).rule("ingress", `group-${name}`, { fromPort: 5432, toPort: 5432, referencedSecurityGroupId: "client" });
        this.add(AWS.rdsSubnetGroup, `subnets-${name}`, { name: `subnets-${name}`, subnetIds: ["isolated-a", "isolated-b"] });
        return this.add(AWS.rdsInstance, name, {
            dbSubnetGroupName: `subnets-${name}`,
            vpcSecurityGroupIds: [`group-${name}`],
            engine: "postgres",
        });
    }

    /** A DocumentDB cluster without instances, in both isolated subnets. */
    cluster(name: string): this {
        this.group(`group-${name}`).rule("ingress", `group-${name}`, {
            fromPort: 27_017,
            toPort: 27_017,
            referencedSecurityGroupId: "client",
        });
        this.add(AWS.documentDbSubnetGroup, `subnets-${name}`, { name: `subnets-${name}`, subnetIds: ["isolated-a", "isolated-b"] });
        return this.add(AWS.documentDbCluster, name, {
            clusterIdentifier: name,
            dbSubnetGroupName: `subnets-${name}`,
            vpcSecurityGroupIds: [`group-${name}`],
        });
    }

    /** An instance in `public-a` in the place of the NAT gateway of `private-a`. */
    natInstance(properties: Record<string, unknown> = {}): this {
        this.group("forwarder-group").rule("ingress", "forwarder-group", { ipProtocol: "-1", cidrIpv4: "10.0.0.0/16" });
        this.rule("egress", "forwarder-group", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
        this.nodes.splice(0, this.nodes.length, ...this.changed(remove(urn(AWS.route, "route-private-a"))).nodes);
        this.route("private-a", { instanceId: "forwarder" });
        return this.add(AWS.instance, "forwarder", {
            subnetId: "public-a",
            vpcSecurityGroupIds: ["forwarder-group"],
            sourceDestCheck: false,
            associatePublicIpAddress: true,
            ...properties,
        });
    }

    /** IPv6 addresses in `private-a`, whose IPv6 default route leads to a gateway; the function may use them. */
    ipv6(target: Record<string, string> = { egressOnlyGatewayId: "eigw" }): this {
        this.add(AWS.egressOnlyGateway, "eigw", { vpcId: "net" });
        this.rule("egress", "client", { ipProtocol: "-1", cidrIpv6: "::/0" });
        this.add(AWS.route, "route6-private-a", { routeTableId: "table-private-a", destinationIpv6CidrBlock: "::/0", ...target });
        const dualStack = (node: GraphNode): GraphNode => {
            if (node.name === "private-a") return { ...node, properties: { ...node.properties, ipv6CidrBlock: "2600:1f18::/64" } };
            if (node.type !== AWS.function) return node;
            const vpcConfig = { ...(node.properties["vpcConfig"] as object), ipv6AllowedForDualStack: true };
            return { ...node, properties: { ...node.properties, vpcConfig } };
        };
        this.nodes.splice(0, this.nodes.length, ...this.nodes.map(dualStack));
        return this;
    }

    /** The function `client`, with its needs as a tag. */
    client(needs: string, subnetIds: readonly string[] = ["private-a", "private-b"]): this {
        const tags = { "reachability:needs": needs };
        return this.add(AWS.function, "client", { vpcConfig: { subnetIds, securityGroupIds: ["client"] }, tags });
    }

    /** A Fargate service in the place of the function. */
    service(needs: string, subnets: readonly string[], assignPublicIp: boolean): this {
        const networkConfiguration = { subnets, securityGroups: ["client"], assignPublicIp };
        const taskDefinition = "arn:aws:ecs:us-east-1:123456789012:task-definition/client:1";
        this.add(AWS.taskDefinition, "client-task", { arn: taskDefinition, family: "client", containerDefinitions: "[]" });
        return this.add(AWS.ecsService, "client", {
            launchType: "FARGATE",
            taskDefinition,
            networkConfiguration,
            tags: { "reachability:needs": needs },
        });
    }

    /** A network ACL that allows everything until its rules say otherwise. */
    acl(subnetIds: readonly string[], ingress: readonly unknown[], egress: readonly unknown[]): this {
        return this.add(AWS.networkAcl, "acl", { vpcId: "net", subnetIds, ingress, egress });
    }

    graph(): Graph {
        return new Graph(this.nodes);
    }

    /** The graph after changes, named by the resources that they touch. */
    changed(...edits: readonly Edit[]): Graph {
        return edited(this.graph(), edits);
    }
}

/** A line of a network ACL. */
export function line(ruleNo: number, action: "allow" | "deny", fromPort: number, toPort: number, cidrBlock = "0.0.0.0/0") {
    return { ruleNo, action, protocol: "tcp", fromPort, toPort, cidrBlock };
}

export function urn(type: string, name: string): string {
    return `urn:pulumi:test::test::${type}::${name}`;
}

export function without(type: string, name: string): Edit {
    return remove(urn(type, name));
}

export function withValues(type: string, name: string, values: Record<string, unknown>): Edit {
    return set(urn(type, name), values);
}

/**
 * The same network in a first preview: no ids, references only by dependencies.
 *
 * @param graph with ids, as {@link Network} makes it
 */
export function asFirstPreview(graph: Graph): Graph {
    // A function may have the name of its group, and nothing refers to functions here.
    const referred = graph.nodes.filter(({ type }) => type !== AWS.function && type !== AWS.ecsService);
    const byId = new Map(referred.map(({ id, urn: own }) => [id, own]));
    return new Graph(
        graph.nodes.map((node) => {
            const propertyDependencies: Record<string, string[]> = {};
            const properties = Object.fromEntries(
                Object.entries(node.properties).map(([name, value]) => [name, hide(value, name, propertyDependencies)]),
            );
            const all = Object.values(propertyDependencies).flat();
            return { ...node, id: undefined, properties: { ...properties, arn: UNKNOWN }, propertyDependencies, dependencies: all };
        }),
    );

    function hide(value: unknown, property: string, found: Record<string, string[]>): unknown {
        if (typeof value === "string" && byId.has(value) && REFERENCE.test(property)) {
            (found[property] ??= []).push(byId.get(value)!);
            return UNKNOWN;
        }
        if (Array.isArray(value)) return value.map((each) => hide(each, property, found));
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(
            Object.entries(value).map(([name, inner]) => {
                const nested: Record<string, string[]> = {};
                const hidden = hide(inner, name, nested);
                for (const urns of Object.values(nested)) (found[property] ??= []).push(...urns);
                return [name, hidden];
            }),
        );
    }
}

const REFERENCE = /(Ids?|GroupName|subnets|securityGroups)$/;
