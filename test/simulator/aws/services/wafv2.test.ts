import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/wafv2";
import { requiredText } from "../../../../simulator/aws/reading";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith, put } from "./lambda-fixtures";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const IP_SET = "aws:wafv2/ipSet:IpSet";
const LOAD_BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0123456789abcdef";

const visibilityConfig = { cloudwatchMetricsEnabled: true, metricName: "web", sampledRequestsEnabled: true };
const ACL = { name: "web", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig };

function rule(name: string, priority: number, statement: Properties): Properties {
    return { name, priority, visibilityConfig, statement };
}

const COMMON = { managedRuleGroupStatement: { name: "AWSManagedRulesCommonRuleSet", vendorName: "AWS" } };

function refusal(operation: string, reason: string): { message: string } {
    return { message: `operation error WAFV2: ${operation}, api error ${reason}` };
}

const IN_USE =
    "WAFAssociatedItemException: AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s " +
    "associated with another resource.";
const GONE = "WAFNonexistentItemException: AWS WAF couldn’t perform the operation because your resource doesn’t exist.";

describe("WAF web ACL", () => {
    it("has a capacity, and a lock token that changes", () => {
        const aws = accountWith([service]);
        const acl = aws.create(WEB_ACL, "web", { ...ACL, rules: [rule("common", 1, COMMON)] });
        assert.equal(acl.outputs["arn"], `arn:aws:wafv2:us-east-1:123456789012:regional/webacl/web/${acl.id}`);
        assert.equal(acl.outputs["capacity"], 700);
        const updated = aws.update(acl, { ...ACL, rules: [] });
        assert.equal(updated.outputs["capacity"], 0);
        assert.notEqual(updated.outputs["lockToken"], acl.outputs["lockToken"]);
    });

    it("protects a load balancer, and then is not deleted", () => {
        const aws = accountWith([service]);
        const acl = aws.create(WEB_ACL, "web", ACL);
        const association = { webAclArn: requiredText(acl.outputs, "arn"), resourceArn: LOAD_BALANCER };
        assert.throws(() => aws.create(ASSOCIATION, "web", association), refusal("AssociateWebACL", GONE));
        put(aws, "aws:lb/loadBalancer:LoadBalancer", LOAD_BALANCER, { arn: LOAD_BALANCER });
        const made = aws.create(ASSOCIATION, "web", association);
        assert.throws(
            () => {
                aws.delete(acl);
            },
            refusal("DeleteWebACL", IN_USE),
        );
        aws.delete(made);
        aws.delete(acl);
        assert.deepEqual(aws.stored(WEB_ACL), []);
    });

    it("refuses a taken name, equal priorities and a global one elsewhere", () => {
        const aws = accountWith([service]);
        aws.create(WEB_ACL, "web", ACL);
        assert.throws(
            () => aws.create(WEB_ACL, "again", ACL),
            refusal(
                "CreateWebACL",
                "WAFDuplicateItemException: AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
            ),
        );
        assert.throws(
            () => aws.create(WEB_ACL, "equal", { ...ACL, name: "equal", rules: [rule("a", 1, COMMON), rule("b", 1, COMMON)] }),
            refusal(
                "CreateWebACL",
                "WAFInvalidParameterException: Error reason: You have used none or multiple values for a field that requires exactly one value., " +
                    "field: RULE, parameter: priority",
            ),
        );
        assert.throws(
            () => aws.create(WEB_ACL, "global", { ...ACL, scope: "CLOUDFRONT", region: "eu-west-1" }),
            refusal(
                "CreateWebACL",
                "WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
            ),
        );
        const global = aws.create(WEB_ACL, "cdn", { ...ACL, name: "cdn", scope: "CLOUDFRONT" });
        assert.throws(
            () =>
                aws.create(ASSOCIATION, "cdn", {
                    webAclArn: requiredText(global.outputs, "arn"),
                    resourceArn: "arn:aws:apigateway:us-east-1::/restapis/a",
                }),
            refusal("AssociateWebACL", "WAFInvalidParameterException: The web ACL and the resource must be in the same Region and scope."),
        );
    });

    it("logs to names that begin as AWS wants", () => {
        const aws = accountWith([service]);
        const logs = "arn:aws:logs:us-east-1:123456789012:log-group:";
        const resourceArn = requiredText(aws.create(WEB_ACL, "web", ACL).outputs, "arn");
        const good = { resourceArn, logDestinationConfigs: [`${logs}aws-waf-logs-web`] };
        assert.equal(aws.create(LOGGING, "web", good).id, resourceArn);
        assert.throws(
            () => aws.create(LOGGING, "web", { ...good, logDestinationConfigs: [`${logs}web`] }),
            refusal(
                "PutLoggingConfiguration",
                "WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information " +
                    `separated by colons or slashes., field: LOG_DESTINATION, parameter: ${logs}web`,
            ),
        );
        const gone = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/gone/1";
        assert.throws(() => aws.create(LOGGING, "gone", { ...good, resourceArn: gone }), refusal("PutLoggingConfiguration", GONE));
    });
});

describe("WAF IP set", () => {
    it("is not deleted while a rule refers to it", () => {
        const aws = accountWith([service]);
        const set = aws.create(IP_SET, "office", {
            name: "office",
            scope: "REGIONAL",
            ipAddressVersion: "IPV4",
            addresses: ["192.0.2.0/24"],
        });
        const statement = { ipSetReferenceStatement: { arn: requiredText(set.outputs, "arn") } };
        const acl = aws.create(WEB_ACL, "web", { ...ACL, rules: [rule("office", 1, statement)] });
        assert.throws(
            () => {
                aws.delete(set);
            },
            refusal("DeleteIPSet", IN_USE),
        );
        aws.delete(acl);
        aws.delete(set);
        assert.deepEqual(aws.stored(IP_SET), []);
    });
});
