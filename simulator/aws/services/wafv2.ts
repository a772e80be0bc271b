/** AWS WAF: web ACLs, what they protect, what they log, and lists of addresses. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { nameOr, uuidFrom } from "../filled-in";
import { arnOf, blocksOf, findBy, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf, type Rule } from "../validation";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const IP_SET = "aws:wafv2/ipSet:IpSet";

const NAME_RULES: readonly Rule[] = [
    { property: "name", pattern: /^[0-9A-Za-z_-]{1,128}$/, allowed: "1 to 128 letters, digits, - and _" },
    { property: "namePrefix", pattern: /^[0-9A-Za-z_-]{1,102}$/, allowed: "1 to 102 letters, digits, - and _" },
    { property: "description", length: [1, 256] },
    { property: "scope", oneOf: ["CLOUDFRONT", "REGIONAL"] },
];

const webAcl: ResourceType = {
    token: WEB_ACL,
    sets: ["rules"],
    json: ["ruleJson"],
    changesOnUpdate: { lockToken: "any change" },

    check: (inputs) =>
        problemsOf(inputs, [...NAME_RULES, { property: "rules.name", length: [1, 128] }, { property: "ruleJson", format: "JSON" }]),

    create(call) {
        const { name, ...made } = create(call, WEB_ACL, "webacl", "CreateWebACL");
        refuseRules(call.inputs, "CreateWebACL");
        return { id: made.id, computed: { ...made.computed, name, applicationIntegrationUrl: "", capacity: capacityOf(call.inputs) } };
    },

    update({ account, inputs }) {
        refuseRules(inputs, "UpdateWebACL");
        return { lockToken: uuidFrom(account.newHex(32)), capacity: capacityOf(inputs) };
    },

    /** https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html#API_DeleteWebACL_Errors */
    delete({ account, current }) {
        const arn = requiredText(current.properties, "arn");
        const isAssociated = account.list(ASSOCIATION).some(({ properties }) => properties["webAclArn"] === arn);
        const isUsed = account.list("aws:cloudfront/distribution:Distribution").some(({ properties }) => properties["webAclId"] === arn);
        if (isAssociated || isUsed) throw inUse("DeleteWebACL");
        return "removed";
    },
};

const ipSet: ResourceType = {
    token: IP_SET,
    sets: ["addresses"],
    changesOnUpdate: { lockToken: "any change" },
    check: (inputs) => problemsOf(inputs, [...NAME_RULES, { property: "ipAddressVersion", oneOf: ["IPV4", "IPV6"] }]),

    create(call) {
        const { name, ...made } = create(call, IP_SET, "ipset", "CreateIPSet");
        return { id: made.id, computed: { ...made.computed, name } };
    },

    update: ({ account }) => ({ lockToken: uuidFrom(account.newHex(32)) }),

    delete({ account, current }) {
        const arn = requiredText(current.properties, "arn");
        const isUsed = account
            .list(WEB_ACL)
            .some(({ properties }) => JSON.stringify([properties["rules"], properties["ruleJson"]]).includes(arn));
        if (isUsed) throw inUse("DeleteIPSet");
        return "removed";
    },
};

const webAclAssociation: ResourceType = {
    token: ASSOCIATION,

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "resourceArn", format: "ARN" },
            { property: "webAclArn", format: "ARN" },
        ]),

    /** https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html#API_AssociateWebACL_Errors */
    create({ account, region, inputs }) {
        const [webAclArn, resourceArn] = [requiredText(inputs, "webAclArn"), requiredText(inputs, "resourceArn")];
        const acl = findBy(account, WEB_ACL, "arn", webAclArn);
        const isLoadBalancer = /^arn:aws:elasticloadbalancing:[^:]*:\d+:loadbalancer\/app\//.test(resourceArn);
        const isMissing = isLoadBalancer && findBy(account, "aws:lb/loadBalancer:LoadBalancer", "arn", resourceArn) === undefined;
        if (acl === undefined || isMissing) {
            throw new Refusal(
                "WAFV2",
                "AssociateWebACL",
                "WAFNonexistentItemException",
                "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
            );
        }
        if (acl.properties["scope"] !== "REGIONAL" || acl.region !== region) {
            throw new Refusal(
                "WAFV2",
                "AssociateWebACL",
                "WAFInvalidParameterException",
                "The web ACL and the resource must be in the same Region and scope.",
            );
        }
        return { id: `${webAclArn},${resourceArn}`, computed: {} };
    },

    /** AWS disassociates by the resource alone, so an association that replaced this one goes too. */
    delete({ account, current }) {
        const resourceArn = current.properties["resourceArn"];
        for (const { id, properties } of account.list(ASSOCIATION))
            if (properties["resourceArn"] === resourceArn) account.remove(ASSOCIATION, id);
        return "removed";
    },
};

const webAclLoggingConfiguration: ResourceType = {
    token: LOGGING,
    sets: ["logDestinationConfigs"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "logDestinationConfigs", format: "ARN" },
            { property: "resourceArn", format: "ARN" },
        ]),

    /** https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html */
    create({ account, inputs }) {
        const resourceArn = requiredText(inputs, "resourceArn");
        if (findBy(account, WEB_ACL, "arn", resourceArn) === undefined) {
            throw new Refusal(
                "WAFV2",
                "PutLoggingConfiguration",
                "WAFNonexistentItemException",
                "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
            );
        }
        const wrong = textsOf(inputs, "logDestinationConfigs").find((arn) => !/[:/]aws-waf-logs-[^:/]*(:\*)?$/.test(arn));
        if (wrong !== undefined) {
            const reason =
                "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.";
            throw new Refusal(
                "WAFV2",
                "PutLoggingConfiguration",
                "WAFInvalidParameterException",
                `${reason}, field: LOG_DESTINATION, parameter: ${wrong}`,
            );
        }
        return { id: resourceArn, computed: {} };
    },
};

export const service: Service = { name: "AWS WAF", resourceTypes: [webAcl, ipSet, webAclAssociation, webAclLoggingConfiguration] };

function inUse(operation: string): Refusal {
    const reason =
        "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.";
    return new Refusal("WAFV2", operation, "WAFAssociatedItemException", reason);
}

function create({ account, region, inputs }: CreateCall, type: string, kind: string, operation: string) {
    const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
    const scope = requiredText(inputs, "scope");
    if (scope === "CLOUDFRONT" && region !== "us-east-1") {
        throw new Refusal(
            "WAFV2",
            operation,
            "WAFInvalidParameterException",
            "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
        );
    }
    if (isTaken(account, type, region, name, scope)) {
        throw new Refusal(
            "WAFV2",
            operation,
            "WAFDuplicateItemException",
            "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
        );
    }
    const id = uuidFrom(account.newHex(32));
    const place = scope === "CLOUDFRONT" ? "global" : "regional";
    const arn = arnOf(account, "wafv2", region, `${place}/${kind}/${name}/${id}`);
    return { id, name, computed: { arn, lockToken: uuidFrom(account.newHex(32)) } };
}

function isTaken(account: Account, type: string, region: string, name: string, scope: string): boolean {
    const isSame = (other: StoredResource) =>
        other.region === region && other.properties["name"] === name && other.properties["scope"] === scope;
    return account.list(type).some(isSame);
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html */
function refuseRules(inputs: Properties, operation: string): void {
    const priorities = blocksOf(inputs, "rules").map((rule) => rule["priority"]);
    if (new Set(priorities).size === priorities.length) return;
    throw new Refusal(
        "WAFV2",
        operation,
        "WAFInvalidParameterException",
        "Error reason: You have used none or multiple values for a field that requires exactly one value., field: RULE, parameter: priority",
    );
}

/** Capacity units of the rule groups that AWS manages and of the simplest rules: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
const GROUP_UNITS: Readonly<Record<string, number>> = {
    AWSManagedRulesCommonRuleSet: 700,
    AWSManagedRulesKnownBadInputsRuleSet: 200,
    AWSManagedRulesSQLiRuleSet: 200,
    AWSManagedRulesLinuxRuleSet: 200,
    AWSManagedRulesAdminProtectionRuleSet: 100,
    AWSManagedRulesAmazonIpReputationList: 25,
    AWSManagedRulesAnonymousIpList: 50,
};

function capacityOf(inputs: Properties): number {
    return blocksOf(inputs, "rules").reduce((sum, rule) => {
        const group = Object.keys(GROUP_UNITS).find((name) => JSON.stringify(rule).includes(`"${name}"`));
        return sum + (group === undefined ? 2 : (GROUP_UNITS[group] ?? 0));
    }, 0);
}
