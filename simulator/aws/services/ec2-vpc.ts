/**
 * Amazon EC2: the VPC, with the main route table, default security group and default network ACL that come and go with it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
import type { Account } from "../account";
import { addressBlock, cidrProblem, overlaps } from "../addresses";
import { leftOut } from "../filled-in";
import { isSet, textOf } from "../reading";
import type { Computed, CreateCall, DeleteCall, ResourceType, Service, UpdateCall } from "../resource-type";
import {
    ec2Arn,
    ec2Refusal,
    EGRESS_ONLY_GATEWAY,
    INTERNET_GATEWAY,
    inVpc,
    NETWORK_ACL,
    ROUTE_TABLE,
    SECURITY_GROUP,
    SUBNET,
    VPC,
    VPC_ENDPOINT,
} from "./ec2-references";

/** Quota of an account that never asked for more: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const VPCS_PER_REGION = 5;

/** Blocks that no VPC can have, as the page at the head says. */
const RESERVED = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"].map(addressBlock);

const DEFAULTS_OF_VPC = [ROUTE_TABLE, SECURITY_GROUP, NETWORK_ACL];
const BLOCKING_DELETION = [SUBNET, INTERNET_GATEWAY, EGRESS_ONLY_GATEWAY, VPC_ENDPOINT, ...DEFAULTS_OF_VPC];

const vpc: ResourceType = {
    token: VPC,
    replaceWhen: (olds, news) =>
        olds["instanceTenancy"] === news["instanceTenancy"] ||
        (olds["instanceTenancy"] === "dedicated" && news["instanceTenancy"] === "default")
            ? []
            : ["instanceTenancy"],
    check: ({ cidrBlock }) => (typeof cidrBlock === "string" && cidrBlock !== "" ? cidrProblems(cidrBlock) : []),
    create: createVpc,
    update: updateVpc,
    delete: deleteVpc,
};

function cidrProblems(cidrBlock: string): { property: string; reason: string }[] {
    const misspelt = cidrProblem(cidrBlock, "IPv4");
    if (misspelt !== undefined) return [{ property: "cidrBlock", reason: misspelt }];
    const { prefixLength } = addressBlock(cidrBlock);
    if (prefixLength >= 16 && prefixLength <= 28) return [];
    const reason = `expected "cidrBlock" to contain a network Value with between 16 and 28 significant bits, got: ${prefixLength}`;
    return [{ property: "cidrBlock", reason }];
}

function createVpc(call: CreateCall) {
    const { account, region, inputs } = call;
    if (account.list(VPC).filter((other) => other.region === region).length >= VPCS_PER_REGION) {
        throw ec2Refusal("CreateVpc", "VpcLimitExceeded", "The maximum number of VPCs has been reached.");
    }
    const cidrBlock = blockOfVpc(call);
    const id = account.newId("vpc");
    const mainRouteTableId = putDefault(call, ROUTE_TABLE, "rtb", "main route table", id, { routes: [], propagatingVgws: [] });
    return {
        id,
        computed: {
            arn: ec2Arn(call, "vpc", id),
            cidrBlock,
            ownerId: account.accountId,
            dhcpOptionsId: dhcpOptions(account, region),
            mainRouteTableId,
            defaultRouteTableId: mainRouteTableId,
            defaultSecurityGroupId: putDefaultSecurityGroup(call, id),
            defaultNetworkAclId: putDefault(call, NETWORK_ACL, "acl", "default network ACL", id, {
                ingress: [ALLOW_ALL],
                egress: [ALLOW_ALL],
                subnetIds: [],
            }),
            ...leftOut(inputs, {
                // AWS switches host names on only in default VPCs: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
                enableDnsHostnames: false,
                enableNetworkAddressUsageMetrics: false,
                ipv6CidrBlockNetworkBorderGroup: isSet(inputs, "assignGeneratedIpv6CidrBlock") ? region : "",
            }),
            ...ipv6Block(account, isSet(inputs, "assignGeneratedIpv6CidrBlock")),
        },
    };
}

function blockOfVpc({ inputs }: CreateCall): string {
    for (const pool of ["ipv4IpamPoolId", "ipv6IpamPoolId"]) {
        const id = textOf(inputs, pool);
        if (id !== undefined) throw ec2Refusal("CreateVpc", "InvalidIpamPoolId.NotFound", `The ipam-pool ID '${id}' does not exist`);
    }
    const cidrBlock = textOf(inputs, "cidrBlock");
    if (cidrBlock === undefined) {
        throw ec2Refusal("CreateVpc", "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    }
    const block = addressBlock(cidrBlock);
    if (RESERVED.some((reserved) => overlaps(reserved, block))) {
        throw ec2Refusal("CreateVpc", "InvalidVpc.Range", `The CIDR '${cidrBlock}' is invalid.`);
    }
    return cidrBlock;
}

const ALLOW_ALL = { ruleNo: 100, protocol: "-1", action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };

function putDefaultSecurityGroup(call: CreateCall, vpcId: string): string {
    const ofAll = { protocol: "-1", fromPort: 0, toPort: 0 };
    return putDefault(call, SECURITY_GROUP, "sg", "default security group", vpcId, {
        name: "default",
        description: "default VPC security group",
        ingress: [{ ...ofAll, self: true }],
        egress: [{ ...ofAll, cidrBlocks: ["0.0.0.0/0"], self: false }],
    });
}

function putDefault(call: CreateCall, type: string, prefix: string, what: string, vpcId: string, properties: Computed): string {
    const { account, region } = call;
    const id = account.newId(prefix);
    const kind = { rtb: "route-table", sg: "security-group", acl: "network-acl" }[prefix] ?? prefix;
    const common = { arn: ec2Arn(call, kind, id), ownerId: account.accountId, vpcId, isDefault: true, tags: {}, tagsAll: {} };
    account.put({ type, id, region, properties: { ...common, ...properties }, note: `${what} of ${vpcId}` });
    return id;
}

/** All VPCs of a Region share the options that AWS gives it. */
function dhcpOptions(account: Account, region: string): string {
    const other = account.list(VPC).find((one) => one.region === region);
    return (other && textOf(other.properties, "dhcpOptionsId")) ?? account.newId("dopt");
}

function ipv6Block(account: Account, isAssigned: boolean): Computed {
    if (!isAssigned) return { ipv6AssociationId: "", ipv6CidrBlock: "" };
    const block = `2600:1f18:${account.newHex(4)}:${account.newHex(2)}00::/56`;
    return { ipv6AssociationId: account.newId("vpc-cidr-assoc"), ipv6CidrBlock: block };
}

function updateVpc({ account, region, inputs, changed }: UpdateCall): Computed {
    if (!changed.has("assignGeneratedIpv6CidrBlock")) return {};
    const isAssigned = isSet(inputs, "assignGeneratedIpv6CidrBlock");
    return { ...ipv6Block(account, isAssigned), ipv6CidrBlockNetworkBorderGroup: isAssigned ? region : "" };
}

function deleteVpc({ account, current }: DeleteCall): "removed" {
    const others = BLOCKING_DELETION.flatMap((type) => inVpc(account, type, current.id)).filter(
        ({ properties }) => !isSet(properties, "isDefault"),
    );
    if (others.length > 0) {
        throw ec2Refusal("DeleteVpc", "DependencyViolation", `The vpc '${current.id}' has dependencies and cannot be deleted.`);
    }
    for (const type of DEFAULTS_OF_VPC) {
        for (const { id } of inVpc(account, type, current.id)) account.remove(type, id);
    }
    return "removed";
}

export const service: Service = { name: "Amazon EC2 (VPC)", resourceTypes: [vpc] };
