/**
 * Amazon EC2: security groups and their rules.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html
 */
import { crc32 } from "node:zlib";
import type { Account } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { blocksOf, isSet, requiredText, textOf } from "../reading";
import type { CreateCall, DeleteCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { problemsOf } from "../validation";
import type { Properties } from "../../provider/values";
import { usersOfSecurityGroup } from "./ec2-in-use";
import { ec2Arn, ec2Refusal, inVpc, referred, SECURITY_GROUP, VPC } from "./ec2-references";
import {
    DESCRIPTION,
    EGRESS_RULE,
    INGRESS_RULE,
    refuseDescription,
    refuseRules,
    ruleOf,
    rulesOf,
    rulesOfBlock,
    SECURITY_GROUP_RULE,
    type Direction,
} from "./ec2-security-group-rules";

const DIRECTIONS: readonly Direction[] = ["ingress", "egress"];
const LISTS_OF_BLOCK = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"];
const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const securityGroup: ResourceType = {
    token: SECURITY_GROUP,
    sets: DIRECTIONS.flatMap((direction) => [direction, ...LISTS_OF_BLOCK.map((list) => `${direction}.${list}`)]),
    check: (inputs) =>
        problemsOf(
            inputs,
            ["name", "namePrefix"].map((property) => ({ property, pattern: /^(?!sg-)/, allowed: "cannot begin with sg-" })),
        ),
    create: createSecurityGroup,
    update: updateSecurityGroup,
    delete: deleteSecurityGroup,
};

function createSecurityGroup(call: CreateCall) {
    const { account, inputs } = call;
    const vpcId = textOf(inputs, "vpcId");
    if (vpcId === undefined) throw ec2Refusal("CreateSecurityGroup", "VPCIdNotSpecified", "No default VPC for this user");
    referred(call, "CreateSecurityGroup", VPC, vpcId);
    const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account);
    refuseName(account, name, vpcId);
    const description = textOf(inputs, "description") ?? "";
    if (!DESCRIPTION.test(description)) {
        const reason = `Value (${description}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`;
        throw ec2Refusal("CreateSecurityGroup", "InvalidParameterValue", reason);
    }
    const id = account.newId("sg");
    refuseInlineRules(call, { type: SECURITY_GROUP, id, region: call.region, properties: { vpcId } });
    return {
        id,
        computed: {
            arn: ec2Arn(call, "security-group", id),
            ownerId: account.accountId,
            name,
            // The provider takes away the rule that AWS gives each new group: a group without egress rules lets nothing out.
            ...leftOut(inputs, { namePrefix: "", ingress: [], egress: [] }),
        },
    };
}

function refuseName(account: Account, name: string, vpcId: string): void {
    if (name === "default") {
        throw ec2Refusal("CreateSecurityGroup", "InvalidParameterValue", "Cannot use reserved security group name: default");
    }
    if (inVpc(account, SECURITY_GROUP, vpcId).some(({ properties }) => properties["name"] === name)) {
        const reason = `The security group '${name}' already exists for VPC '${vpcId}'`;
        throw ec2Refusal("CreateSecurityGroup", "InvalidGroup.Duplicate", reason);
    }
}

function refuseInlineRules(call: CreateCall, group: Parameters<typeof refuseRules>[1]): void {
    const added = DIRECTIONS.flatMap((direction) =>
        blocksOf(call.inputs, direction).flatMap((block) => rulesOfBlock(block, direction, group.id)),
    );
    refuseRules(call, group, added, group.id);
}

function updateSecurityGroup(call: UpdateCall) {
    if (DIRECTIONS.some((direction) => call.changed.has(direction))) refuseInlineRules(call, call.current);
    return {};
}

function deleteSecurityGroup({ account, current }: DeleteCall): "removed" {
    const pointing = account
        .list(SECURITY_GROUP)
        .filter(({ id }) => id !== current.id)
        .flatMap((group) => rulesOf(account, group).filter(({ peer }) => peer === current.id));
    const areRevoked = isSet(current.properties, "revokeRulesOnDelete");
    if (usersOfSecurityGroup(account, current.id).length > 0 || (pointing.length > 0 && !areRevoked)) {
        throw ec2Refusal("DeleteSecurityGroup", "DependencyViolation", `resource ${current.id} has a dependent object`);
    }
    // Its own rules go with it, and those that point to it where the provider has revoked them.
    for (const { writtenIn } of [...rulesOf(account, current), ...pointing]) {
        for (const type of [INGRESS_RULE, EGRESS_RULE, SECURITY_GROUP_RULE]) account.remove(type, writtenIn);
    }
    return "removed";
}

/** A rule of its own: {@link INGRESS_RULE} or {@link EGRESS_RULE}. */
function separateRule(token: string, direction: Direction): ResourceType {
    return {
        token,
        // Only the kind of peer is fixed, its value is not.
        replaceWhen: (olds, news) => {
            const kindOf = (inputs: Properties) => PEERS.find((peer) => inputs[peer] !== undefined);
            return kindOf(olds) === kindOf(news) ? [] : PEERS;
        },
        create: (call) => {
            refuseSeparateRule(call, direction);
            const id = call.account.newId("sgr");
            return { id, computed: { arn: ec2Arn(call, "security-group-rule", id), securityGroupRuleId: id } };
        },
        update: (call) => {
            refuseSeparateRule(call, direction, call.current.id);
            return {};
        },
    };
}

function refuseSeparateRule(call: CreateCall, direction: Direction, replaced?: string): void {
    const operation = direction === "ingress" ? "AuthorizeSecurityGroupIngress" : "AuthorizeSecurityGroupEgress";
    const group = referred(call, operation, SECURITY_GROUP, requiredText(call.inputs, "securityGroupId"));
    refuseDescription(direction, textOf(call.inputs, "description"));
    refuseRules(call, group, [ruleOf(call.inputs, direction)], replaced);
}

const securityGroupRule: ResourceType = {
    token: SECURITY_GROUP_RULE,
    create: (call) => {
        const { inputs } = call;
        const direction = inputs["type"] === "egress" ? "egress" : "ingress";
        const operation = direction === "ingress" ? "AuthorizeSecurityGroupIngress" : "AuthorizeSecurityGroupEgress";
        const group = referred(call, operation, SECURITY_GROUP, requiredText(inputs, "securityGroupId"));
        const rules = rulesOfBlock(inputs, direction, group.id);
        refuseRules(call, group, rules);
        // AWS gives one id for each peer; the provider knows it only where there is one.
        const securityGroupRuleId = rules.length === 1 ? call.account.newId("sgr") : "";
        return {
            id: `sgrule-${crc32(`${group.id} ${JSON.stringify(rules)}`)}`,
            computed: { securityGroupRuleId, ...leftOut(inputs, { sourceSecurityGroupId: isSet(inputs, "self") ? group.id : "" }) },
        };
    },
};

export const service: Service = {
    name: "Amazon EC2 (security groups)",
    resourceTypes: [securityGroup, separateRule(INGRESS_RULE, "ingress"), separateRule(EGRESS_RULE, "egress"), securityGroupRule],
};
