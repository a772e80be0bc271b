/** Words that the files of Elastic Load Balancing share. */
import type { Account, StoredResource } from "../account";
import { blockOf, blocksOf, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Problem } from "../validation";
import type { Properties } from "../../provider/values";

export const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
export const LISTENER = "aws:lb/listener:Listener";
export const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";

/** A refusal by the API that application and network load balancers have. */
export function loadBalancingRefusal(operation: string, code: string, reason: string): Refusal {
    return new Refusal("Elastic Load Balancing v2", operation, code, reason);
}

/** The block that each type of action needs; the provider says so before it calls AWS. */
const BLOCK_OF_ACTION: Readonly<Record<string, string>> = {
    "authenticate-cognito": "authenticateCognito",
    "authenticate-oidc": "authenticateOidc",
    "fixed-response": "fixedResponse",
    "jwt-validation": "jwtValidation",
    redirect: "redirect",
};

/** What the provider says of actions whose block is missing, or whose two ways to forward disagree. */
export function actionProblems(inputs: Properties, property: string): readonly Problem[] {
    return blocksOf(inputs, property).flatMap((action, i) => {
        const type = textOf(action, "type") ?? "";
        const place = `${property}[${i}]`;
        if (type === "forward" && action["targetGroupArn"] === undefined && action["forward"] === undefined) {
            const reason = `Either "${place}.targetGroupArn" or "${place}.forward" must be specified when "${place}.type" is "forward"`;
            return [{ property: place, reason }];
        }
        const block = BLOCK_OF_ACTION[type];
        if (block === undefined || action[block] !== undefined) return [];
        return [{ property: place, reason: `Attribute "${place}.${block}" must be specified when "${place}.type" is "${type}"` }];
    });
}

/** ARNs of the target groups that actions forward to, each once. */
export function targetGroupsOf(actions: readonly Properties[]): readonly string[] {
    const arns = actions.flatMap((action) => [
        textOf(action, "targetGroupArn"),
        ...blocksOf(blockOf(action, "forward") ?? {}, "targetGroups").map((group) => textOf(group, "arn")),
    ]);
    return [...new Set(arns.filter((arn) => arn !== undefined))];
}

/** Actions of a listener or rule, with the order that AWS gives to those without. */
export function withOrder(actions: readonly Properties[]): readonly Properties[] {
    return actions.map((action, i) => ({ ...action, order: action["order"] ?? i + 1 }));
}

/** Listeners of a load balancer. */
export function listenersOf(account: Account, loadBalancerArn: string): readonly StoredResource[] {
    return account.list(LISTENER).filter(({ properties }) => properties["loadBalancerArn"] === loadBalancerArn);
}

/** Rules of a listener, without its default action. */
export function rulesOfListener(account: Account, listenerArn: string): readonly StoredResource[] {
    return account.list(LISTENER_RULE).filter(({ properties }) => properties["listenerArn"] === listenerArn);
}

/** ARNs of the load balancers that forward to a target group. */
export function loadBalancersOf(account: Account, targetGroupArn: string): readonly string[] {
    const forwarding = account.list(LISTENER).filter((listener) => {
        const actions = [listener, ...rulesOfListener(account, listener.id)].flatMap(({ properties }) => [
            ...blocksOf(properties, "defaultActions"),
            ...blocksOf(properties, "actions"),
        ]);
        return targetGroupsOf(actions).includes(targetGroupArn);
    });
    return [...new Set(forwarding.flatMap(({ properties }) => textOf(properties, "loadBalancerArn") ?? []))];
}

/**
 * Refuses actions that forward where they cannot.
 *
 * @throws Refusal when a target group is not there, is of another VPC, or already serves another load balancer
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 */
export function refuseActions(account: Account, operation: string, loadBalancer: StoredResource, actions: readonly Properties[]): void {
    for (const arn of targetGroupsOf(actions)) {
        const group = account.find(TARGET_GROUP, arn);
        if (group === undefined) throw loadBalancingRefusal(operation, "TargetGroupNotFound", `Target groups '${arn}' not found`);
        if (group.properties["targetType"] !== "lambda" && group.properties["vpcId"] !== loadBalancer.properties["vpcId"]) {
            const reason = `The target group '${arn}' and the load balancer '${loadBalancer.id}' must be in the same VPC`;
            throw loadBalancingRefusal(operation, "InvalidConfigurationRequest", reason);
        }
        if (loadBalancersOf(account, arn).some((other) => other !== loadBalancer.id)) {
            const reason = `The following target groups cannot be associated with more than one load balancer: ${arn}`;
            throw loadBalancingRefusal(operation, "TargetGroupAssociationLimit", reason);
        }
    }
}
