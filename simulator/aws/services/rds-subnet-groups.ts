/** DB subnet groups of RDS and DocumentDB: in which subnets, and so in which zones, a database may live. */
import type { StoredResource } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { arnOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, ResourceType, Service } from "../resource-type";
import { CLUSTERS, having, inRegion, INSTANCES, SUBNET_GROUPS, type Control } from "./rds-lookups";

/** Where a database goes. */
export interface DatabaseNetwork {
    readonly groupName: string;
    readonly vpcId: string;
    /** In order of the alphabet. */
    readonly zones: readonly string[];
}

/**
 * The network of a subnet group.
 *
 * @param groupName left out: the default VPC, which an account that was hardened does not have
 * @throws Refusal DBSubnetGroupNotFoundFault, InvalidSubnet
 */
export function networkOf(call: Call, control: Control, operation: string, groupName: string | undefined): DatabaseNetwork {
    if (groupName === undefined) {
        const reason = "No default subnet detected in VPC. Please contact AWS Support to recreate the default Subnets.";
        throw new Refusal(control, operation, "InvalidSubnet", reason);
    }
    const group = having(call, SUBNET_GROUPS, "name", groupName.toLowerCase());
    if (group === undefined) {
        throw new Refusal(control, operation, "DBSubnetGroupNotFoundFault", `DB subnet group '${groupName}' does not exist.`);
    }
    const subnets = textsOf(group.properties, "subnetIds").flatMap((id) => call.account.find("aws:ec2/subnet:Subnet", id) ?? []);
    return { groupName: groupName.toLowerCase(), vpcId: requiredText(group.properties, "vpcId"), zones: zonesOf(subnets) };
}

function zonesOf(subnets: readonly StoredResource[]): string[] {
    return [...new Set(subnets.map(({ properties }) => requiredText(properties, "availabilityZone")))].sort();
}

/**
 * The VPC of the subnets, which must exist, be of one VPC, and lie in two zones or more.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
 */
function vpcOf(call: Call, control: Control, operation: string, subnetIds: readonly string[]): string {
    const refuse = (code: string, reason: string) => new Refusal(control, operation, code, reason);
    const missing = subnetIds.filter((id) => call.account.find("aws:ec2/subnet:Subnet", id) === undefined);
    if (missing.length > 0) throw refuse("InvalidParameterValue", `Some input subnets in :[${missing.join(", ")}] are invalid.`);
    const subnets = subnetIds.flatMap((id) => call.account.find("aws:ec2/subnet:Subnet", id) ?? []);
    const [vpcId = "", other] = [...new Set(subnets.map(({ properties }) => requiredText(properties, "vpcId")))];
    if (other !== undefined) throw refuse("InvalidParameterValue", `Subnet has different VPC Id: ${other} than ${vpcId}`);
    const zones = zonesOf(subnets);
    if (zones.length < 2) {
        const reason =
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. " +
            `Current AZ coverage: ${zones.join(", ")}. Add subnets to cover at least 2 AZs.`;
        throw refuse("DBSubnetGroupDoesNotCoverEnoughAZs", reason);
    }
    return vpcId;
}

/** A group is in use while an instance or a cluster names it. */
function refuseWhileInUse(call: Pick<Call, "account" | "region">, control: Control, name: string): void {
    const users = inRegion(call, [...INSTANCES, ...CLUSTERS]).filter(({ properties }) => properties["dbSubnetGroupName"] === name);
    const [user] = users.map(({ properties }) => textOf(properties, "identifier") ?? requiredText(properties, "clusterIdentifier"));
    if (user === undefined) return;
    const reason = `Cannot delete the subnet group '${name}' because at least one database instance: ${user} is still using it.`;
    throw new Refusal(control, "DeleteDBSubnetGroup", "InvalidDBSubnetGroupStateFault", reason);
}

function subnetGroup(token: string, control: Control): ResourceType {
    return {
        token,
        sets: ["subnetIds"],
        check({ name, namePrefix }) {
            const problem = (property: string, value: unknown) =>
                typeof value === "string" && !/^[0-9a-z_ .-]+$/.test(value)
                    ? [
                          {
                              property,
                              reason: `only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in "${property}", but it is ${value}`,
                          },
                      ]
                    : [];
            const isReserved = typeof name === "string" && name.toLowerCase() === "default";
            return [
                ...problem("name", name),
                ...problem("namePrefix", namePrefix),
                ...(isReserved ? [{ property: "name", reason: `"default" is not allowed as "name"` }] : []),
            ];
        },
        create(call) {
            const { account, region, inputs } = call;
            const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-").toLowerCase();
            if (having(call, SUBNET_GROUPS, "name", name)) {
                const reason = `The DB subnet group '${name}' already exists.`;
                throw new Refusal(control, "CreateDBSubnetGroup", "DBSubnetGroupAlreadyExists", reason);
            }
            const vpcId = vpcOf(call, control, "CreateDBSubnetGroup", textsOf(inputs, "subnetIds"));
            return {
                id: name,
                computed: {
                    ...leftOut(inputs, { namePrefix: "" }),
                    arn: arnOf(account, "rds", region, `subgrp:${name}`),
                    name,
                    vpcId,
                    supportedNetworkTypes: ["IPV4"],
                },
            };
        },
        update: (call) => ({ vpcId: vpcOf(call, control, "ModifyDBSubnetGroup", textsOf(call.inputs, "subnetIds")) }),
        delete({ current, ...call }) {
            refuseWhileInUse(call, control, current.id);
            return "removed";
        },
    };
}

export const service: Service = {
    name: "Amazon RDS (subnet groups)",
    resourceTypes: [subnetGroup("aws:rds/subnetGroup:SubnetGroup", "RDS"), subnetGroup("aws:docdb/subnetGroup:SubnetGroup", "DocDB")],
};
