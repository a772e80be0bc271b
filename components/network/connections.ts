import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";
import { PARTIES, type Connection, type ConnectionPlan, type Outside, type Party } from "./connection-plan";

export interface ConnectionsArgs {
    vpcId: pulumi.Input<string>;
    /** S3's prefix list of the Region: what the S3 gateway endpoint routes. */
    s3PrefixListId: pulumi.Input<string>;
    /** Who is there and who may talk to whom; see `planConnections`. */
    plan: ConnectionPlan;
}

/**
 * The one place where security groups and the edges between them are drawn.
 *
 *     const connections = new Connections("connections", { vpcId, s3PrefixListId, plan: planConnections({ ... }) });
 *     new Cache("cache", { securityGroupId: connections.group("cache"), ... });
 *
 * Each edge is two rules, one at either end, with the same description. Rules are resources of their own and never inline: two groups
 * may then name each other, and a preview can tell what a rule refers to. What opens connections when it is created (an initialiser, a
 * service) depends on this component, so that its way is open by then.
 */
export class Connections extends pulumi.ComponentResource {
    /** Security group ids by party. */
    readonly securityGroupIds: Readonly<Partial<Record<Party, pulumi.Output<string>>>>;

    constructor(name: string, args: ConnectionsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:network:Connections", name, args, opts);

        this.securityGroupIds = Object.fromEntries(args.plan.parties.map((party) => [party, this.securityGroup(name, party, args).id]));
        for (const connection of args.plan.connections) this.edge(name, connection, args);
        this.registerOutputs({ securityGroupIds: this.securityGroupIds });
    }

    /**
     * The security group of a party.
     * @throws Error when the plan has no such party: the caller creates something that the plan's choices exclude
     */
    group(party: Party): pulumi.Output<string> {
        const id = this.securityGroupIds[party];
        if (id === undefined)
            throw new Error(`connections: there is no security group for ${party}; planConnections was told that it does not exist`);
        return id;
    }

    private securityGroup(name: string, party: Party, { vpcId }: ConnectionsArgs) {
        return new aws.ec2.SecurityGroup(`${name}-${party}`, { vpcId, description: PARTIES[party] }, { parent: this });
    }

    private edge(name: string, connection: Connection, args: ConnectionsArgs) {
        const { from, to, port, reason } = connection;
        const edgeName = `${name}-${nameOf(from)}-to-${nameOf(to)}-${port}`;
        const traffic = { ipProtocol: "tcp", fromPort: port, toPort: port, description: reason };
        if (typeof from === "string") {
            new aws.vpc.SecurityGroupEgressRule(
                `${edgeName}-egress`,
                { securityGroupId: this.group(from), ...traffic, ...this.otherEnd(to, args) },
                { parent: this },
            );
        }
        if (typeof to === "string") {
            new aws.vpc.SecurityGroupIngressRule(
                `${edgeName}-ingress`,
                { securityGroupId: this.group(to), ...traffic, ...this.otherEnd(from, args) },
                { parent: this },
            );
        }
    }

    private otherEnd(end: Party | Outside, { s3PrefixListId }: ConnectionsArgs) {
        if (typeof end === "string") return { referencedSecurityGroupId: this.group(end) };
        return "cidr" in end ? { cidrIpv4: end.cidr } : { prefixListId: s3PrefixListId };
    }
}

/** @example nameOf({ cidr: "203.0.113.0/24" }) // "203.0.113.0-24" */
function nameOf(end: Party | Outside): string {
    if (typeof end === "string") return end;
    return "cidr" in end ? end.cidr.replace("/", "-") : end.prefixList;
}
