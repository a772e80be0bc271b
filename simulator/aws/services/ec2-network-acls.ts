/**
 * Amazon EC2: network ACLs, their rules, and which subnets they guard. A subnet has exactly one: that whose `subnetIds` has it, else the
 * default one of its VPC.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
 */
import { crc32 } from "node:zlib";
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { leftOut } from "../filled-in";
import { blocksOf, isSet, numberOf, requiredText, textsOf } from "../reading";
import type { Call, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import {
    ec2Arn,
    ec2Refusal,
    NETWORK_ACL,
    NETWORK_ACL_ASSOCIATION,
    NETWORK_ACL_RULE,
    referred,
    SUBNET,
    VPC,
    vpcIdOf,
} from "./ec2-references";

const DIRECTIONS = ["ingress", "egress"] as const;

type Direction = (typeof DIRECTIONS)[number];

/** In each direction, in an account that never asked for more: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const RULES_PER_DIRECTION = 20;

const ignoringCase = (old: string, next: string) => old.toLowerCase() === next.toLowerCase();

/** AWS knows protocols by their numbers: https://www.iana.org/assignments/protocol-numbers */
const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { all: "-1", icmp: "1", tcp: "6", udp: "17", icmpv6: "58" };

function sameProtocol(old: string, next: string): boolean {
    return (PROTOCOL_NUMBERS[old] ?? old) === (PROTOCOL_NUMBERS[next] ?? next);
}

/** Properties that a rule inside an ACL and one of its own call by the same names. */
const SAME_IN_BOTH_FORMS: readonly string[] = ["protocol", "cidrBlock", "ipv6CidrBlock", "icmpCode", "icmpType"];

const networkAcl: ResourceType = {
    token: NETWORK_ACL,
    sets: ["egress", "ingress", "subnetIds"],
    equal: { "egress.action": ignoringCase, "ingress.action": ignoringCase },
    check: (inputs) =>
        problemsOf(
            inputs,
            DIRECTIONS.map((direction) => ({ property: `${direction}.action`, pattern: /^(allow|deny)$/i, allowed: "allow or deny" })),
        ),
    create: (call) => {
        const { account, inputs } = call;
        const vpc = referred(call, "CreateNetworkAcl", VPC, requiredText(inputs, "vpcId"));
        const id = account.newId("acl");
        refuseRules(inputs);
        take(call, vpc.id, id, textsOf(inputs, "subnetIds"));
        const filledIn = leftOut(inputs, { egress: [], ingress: [], subnetIds: [] });
        return { id, computed: { arn: ec2Arn(call, "network-acl", id), ownerId: account.accountId, ...filledIn } };
    },
    update: (call) => {
        refuseRules(call.inputs);
        if (call.changed.has("subnetIds")) take(call, vpcIdOf(call.current), call.current.id, textsOf(call.inputs, "subnetIds"));
        return {};
    },
    // Its subnets fall back to the default ACL, which is what the provider sees to before it deletes.
    delete: ({ account, current }) => {
        for (const type of [NETWORK_ACL_RULE, NETWORK_ACL_ASSOCIATION]) {
            for (const { id } of account.list(type).filter(({ properties }) => properties["networkAclId"] === current.id)) {
                account.remove(type, id);
            }
        }
        return "removed";
    },
    read: ({ account, current }) =>
        Object.fromEntries(DIRECTIONS.map((direction) => [direction, [...rulesIn(account, current, direction)]])),
};

const networkAclRule: ResourceType = {
    token: NETWORK_ACL_RULE,
    equal: { protocol: sameProtocol },
    create: (call) => {
        const { account, inputs } = call;
        const acl = referred(call, "CreateNetworkAclEntry", NETWORK_ACL, requiredText(inputs, "networkAclId"));
        const isEgress = isSet(inputs, "egress");
        const number = numberOf(inputs, "ruleNumber") ?? 0;
        const present = rulesIn(account, acl, isEgress ? "egress" : "ingress");
        if (present.some((rule) => rule["ruleNo"] === number)) {
            throw new ProviderError(`EC2 Network ACL (${acl.id}) Rule (egress: ${isEgress})(${number}) already exists`);
        }
        refuseTooMany(present.length + 1);
        const key = `${acl.id}-${number}-${isEgress}-${requiredText(inputs, "protocol")}-`;
        return { id: `nacl-${crc32(key)}`, computed: {} };
    },
};

const networkAclAssociation: ResourceType = {
    token: NETWORK_ACL_ASSOCIATION,
    create: (call) => {
        const { account, inputs } = call;
        const acl = referred(call, "ReplaceNetworkAclAssociation", NETWORK_ACL, requiredText(inputs, "networkAclId"));
        const subnetId = requiredText(inputs, "subnetId");
        take(call, vpcIdOf(acl), acl.id, [subnetId]);
        putSubnets(account, acl, (subnetIds) => [...subnetIds.filter((id) => id !== subnetId), subnetId]);
        return { id: account.newId("aclassoc"), computed: {} };
    },
    delete: ({ account, current }) => {
        const acl = account.find(NETWORK_ACL, requiredText(current.properties, "networkAclId"));
        const subnetId = requiredText(current.properties, "subnetId");
        if (acl !== undefined) putSubnets(account, acl, (subnetIds) => subnetIds.filter((id) => id !== subnetId));
        return "removed";
    },
};

/**
 * Takes subnets away from the ACLs that they had: their associations end, since a subnet has one at a time.
 *
 * @throws Refusal when a subnet is not there or in another VPC
 */
function take(call: Call, vpcId: string, aclId: string, subnetIds: readonly string[]): void {
    const { account } = call;
    for (const subnetId of subnetIds) {
        const subnet = referred(call, "ReplaceNetworkAclAssociation", SUBNET, subnetId);
        if (vpcIdOf(subnet) !== vpcId) {
            const reason = `Network ACL ${aclId} and subnet ${subnetId} belong to different networks`;
            throw ec2Refusal("ReplaceNetworkAclAssociation", "InvalidParameterValue", reason);
        }
        for (const other of account.list(NETWORK_ACL).filter(({ id }) => id !== aclId)) {
            putSubnets(account, other, (ids) => ids.filter((id) => id !== subnetId));
        }
        const isReplaced = ({ properties }: StoredResource) => properties["subnetId"] === subnetId;
        for (const { id } of account.list(NETWORK_ACL_ASSOCIATION).filter(isReplaced)) account.remove(NETWORK_ACL_ASSOCIATION, id);
    }
}

function putSubnets(account: Account, acl: StoredResource, change: (subnetIds: readonly string[]) => readonly string[]): void {
    const before = textsOf(acl.properties, "subnetIds");
    const subnetIds = change(before);
    if (subnetIds.join() !== before.join()) account.put({ ...acl, properties: { ...acl.properties, subnetIds } });
}

/** Rules of an ACL in one direction, those of other resources included, as the ACL itself lists them. */
export function rulesIn(account: Account, acl: StoredResource, direction: Direction): readonly Properties[] {
    const separate = account
        .list(NETWORK_ACL_RULE)
        .map(({ properties }) => properties)
        .filter((rule) => rule["networkAclId"] === acl.id && isSet(rule, "egress") === (direction === "egress"))
        .map((rule): Properties => {
            const same = Object.entries(rule).filter(([property]) => SAME_IN_BOTH_FORMS.includes(property));
            const ports = { fromPort: numberOf(rule, "fromPort") ?? 0, toPort: numberOf(rule, "toPort") ?? 0 };
            return { ruleNo: rule["ruleNumber"], action: rule["ruleAction"], ...Object.fromEntries(same), ...ports };
        });
    return [...blocksOf(acl.properties, direction), ...separate];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
function refuseRules(inputs: CreateCall["inputs"]): void {
    for (const direction of DIRECTIONS) {
        const rules = blocksOf(inputs, direction);
        rules.forEach((rule, i) => {
            const [from, to] = [numberOf(rule, "fromPort") ?? 0, numberOf(rule, "toPort") ?? 0];
            if (sameProtocol(requiredText(rule, "protocol"), "-1") && (from !== 0 || to !== 0)) {
                throw new ProviderError(`to_port (${to}) and from_port (${from}) must both be 0 to use the 'all' "-1" protocol!`);
            }
            if (!rules.slice(0, i).some((other) => other["ruleNo"] === rule["ruleNo"])) return;
            const reason = `The network acl entry identified by ${numberOf(rule, "ruleNo") ?? 0} already exists.`;
            throw ec2Refusal("CreateNetworkAclEntry", "NetworkAclEntryAlreadyExists", reason);
        });
        refuseTooMany(rules.length);
    }
}

function refuseTooMany(count: number): void {
    if (count <= RULES_PER_DIRECTION) return;
    const reason = `The maximum number of network acl entries has been reached.`;
    throw ec2Refusal("CreateNetworkAclEntry", "NetworkAclEntryLimitExceeded", reason);
}

export const service: Service = { name: "Amazon EC2 (network ACLs)", resourceTypes: [networkAcl, networkAclRule, networkAclAssociation] };
