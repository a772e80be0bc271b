/**
 * Elastic Load Balancing: rules of listeners.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
import type { Account, StoredResource } from "../account";
import { blockOf, blocksOf, listOf, numberOf, requiredText } from "../reading";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf, type Rule } from "../validation";
import {
    actionProblems,
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    loadBalancingRefusal,
    refuseActions,
    rulesOfListener,
    withOrder,
} from "./elastic-load-balancing-references";

/** Values that the conditions of one rule may have together, as the page of limits says. */
const VALUES_PER_RULE = 5;

/** What the provider checks beyond what the facts say in a form that is applied to all types. */
const CHECKS: readonly Rule[] = [
    { property: "priority", range: [1, 50000] },
    { property: "conditions.hostHeader.values", length: [1, 128] },
    { property: "conditions.pathPattern.values", length: [1, 128] },
    {
        property: "conditions.httpHeader.httpHeaderName",
        pattern: /^[0-9A-Za-z_!#$%&'*+,.^`|~-]{1,40}$/,
        allowed: "not an HTTP header name",
    },
    { property: "actions.fixedResponse.statusCode", pattern: /^[245]\d\d$/, allowed: "must be in the format 2xx, 4xx, or 5xx" },
    { property: "actions.redirect.statusCode", oneOf: ["HTTP_301", "HTTP_302"] },
];

const LISTS_OF_CONDITIONS = ["hostHeader", "pathPattern", "httpHeader", "httpRequestMethod", "sourceIp"];

const listenerRule: ResourceType = {
    token: LISTENER_RULE,
    sets: ["conditions", "conditions.queryStrings", ...LISTS_OF_CONDITIONS.map((kind) => `conditions.${kind}.values`)],
    check: (inputs) => [...problemsOf(inputs, CHECKS), ...actionProblems(inputs, "actions")],
    create: (call) => {
        const listener = listenerOf(call, "CreateRule");
        const rules = rulesOfListener(call.account, listener.id);
        const priority = numberOf(call.inputs, "priority") ?? nextPriority(rules);
        refusePriority(rules, "CreateRule", priority);
        refuseRule(call, "CreateRule", listener);
        const arn = `${listener.id.replace(":listener/", ":listener-rule/")}/${call.account.newHex(16)}`;
        return { id: arn, computed: { arn, priority, actions: withOrder(blocksOf(call.inputs, "actions")) } };
    },
    update: (call) => {
        const listener = listenerOf(call, "ModifyRule");
        const others = rulesOfListener(call.account, listener.id).filter(({ id }) => id !== call.current.id);
        if (call.changed.has("priority")) refusePriority(others, "SetRulePriorities", numberOf(call.inputs, "priority"));
        refuseRule(call, "ModifyRule", listener);
        return { actions: withOrder(blocksOf(call.inputs, "actions")) };
    },
};

function listenerOf({ account, inputs }: CreateCall, operation: string): StoredResource {
    const arn = requiredText(inputs, "listenerArn");
    const listener = account.find(LISTENER, arn);
    if (listener === undefined) throw loadBalancingRefusal(operation, "ListenerNotFound", `Listener '${arn}' not found`);
    return listener;
}

/** The provider takes the place behind the last rule. */
function nextPriority(rules: readonly StoredResource[]): number {
    return Math.max(0, ...rules.map(({ properties }) => numberOf(properties, "priority") ?? 0)) + 1;
}

function refusePriority(rules: readonly StoredResource[], operation: string, priority: number | undefined): void {
    if (!rules.some(({ properties }) => properties["priority"] === priority)) return;
    throw loadBalancingRefusal(operation, "PriorityInUse", `Priority '${priority ?? ""}' is currently in use`);
}

function refuseRule({ account, inputs }: CreateCall, operation: string, listener: StoredResource): void {
    const values = blocksOf(inputs, "conditions").flatMap((condition) => [
        ...LISTS_OF_CONDITIONS.flatMap((kind) => listOf(blockOf(condition, kind) ?? {}, "values")),
        ...listOf(condition, "queryStrings"),
    ]);
    if (values.length === 0 || values.length > VALUES_PER_RULE) {
        const reason =
            values.length === 0
                ? "A rule must have at least one condition value"
                : "The rule exceeds the maximum number of condition values '5'";
        const code = values.length === 0 ? "ValidationError" : "TooManyUniqueConditionValues";
        throw loadBalancingRefusal(operation, code, reason);
    }
    refuseActions(account, operation, loadBalancerOf(account, listener), blocksOf(inputs, "actions"));
}

function loadBalancerOf(account: Account, listener: StoredResource): StoredResource {
    const arn = requiredText(listener.properties, "loadBalancerArn");
    const loadBalancer = account.find(LOAD_BALANCER, arn);
    if (loadBalancer === undefined) throw loadBalancingRefusal("CreateRule", "LoadBalancerNotFound", `Load balancer '${arn}' not found`);
    return loadBalancer;
}

export const service: Service = { name: "Elastic Load Balancing (rules)", resourceTypes: [listenerRule] };
