/**
 * Elastic Load Balancing: target groups.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import { ProviderError } from "../../provider/errors";
import { leftOut, nameOr } from "../filled-in";
import { blockOf, numberOf, textOf } from "../reading";
import type { Computed, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf, type Problem, type Rule } from "../validation";
import { UNKNOWN, type Properties, type Value } from "../../provider/values";
import { VPC } from "./ec2-references";
import { loadBalancersOf, loadBalancingRefusal, TARGET_GROUP } from "./elastic-load-balancing-references";

/** What the provider checks beyond what the facts say in a form that is applied to all types. */
const CHECKS: readonly Rule[] = [
    { property: "name", length: [0, 32] },
    { property: "name", pattern: /^[0-9A-Za-z-]+$/, allowed: "only alphanumeric characters and hyphens allowed" },
    { property: "name", pattern: /^(?!-).*(?<!-)$/, allowed: "cannot begin or end with a hyphen" },
    { property: "namePrefix", length: [0, 6] },
    { property: "namePrefix", pattern: /^(?!-)[0-9A-Za-z-]+$/, allowed: "only alphanumeric characters and hyphens allowed" },
    { property: "protocolVersion", oneOf: ["HTTP1", "HTTP2", "GRPC"] },
    { property: "slowStart", range: [0, 900] },
    { property: "healthCheck.path", length: [1, 1024] },
    { property: "healthCheck.path", pattern: /^\//, allowed: "must begin with a '/'" },
    { property: "healthCheck.port", pattern: /^(traffic-port|\d{1,5})$/, allowed: "must be a valid port number or traffic-port" },
];

const targetGroup: ResourceType = {
    token: TARGET_GROUP,
    check: (inputs) => [...problemsOf(inputs, CHECKS), ...requiredProblems(inputs), ...healthCheckProblems(inputs)],
    create: createTargetGroup,
    update: (call) => {
        if (!call.changed.has("healthCheck")) return {};
        refuseHealthCheck("ModifyTargetGroup", call.inputs);
        return { healthCheck: healthCheck(call.inputs) };
    },
    delete: ({ account, current }) => {
        if (loadBalancersOf(account, current.id).length > 0) {
            const reason = `Target group '${current.id}' is currently in use by a listener or a rule`;
            throw loadBalancingRefusal("DeleteTargetGroup", "ResourceInUse", reason);
        }
        return "removed";
    },
};

function requiredProblems(inputs: Properties): readonly Problem[] {
    if (inputs["targetType"] === "lambda" || inputs["targetType"] === UNKNOWN) return [];
    return ["port", "protocol", "vpcId"]
        .filter((property) => inputs[property] === undefined)
        .map((property) => ({
            property,
            reason: `Attribute "${property}" must be specified when "targetType" is "${textOf(inputs, "targetType") ?? "instance"}"`,
        }));
}

function healthCheckProblems(inputs: Properties): readonly Problem[] {
    const check = blockOf(inputs, "healthCheck");
    if (check === undefined || check["protocol"] !== "TCP") return [];
    const conflict = (property: string) => ({
        property: `healthCheck.${property}`,
        reason: `Attribute "healthCheck.${property}" cannot be specified when "healthCheck.protocol" is "TCP"`,
    });
    const isHttp = inputs["protocol"] === "HTTP" || inputs["protocol"] === "HTTPS" || inputs["targetType"] === "lambda";
    const mismatch = {
        property: "healthCheck.protocol",
        reason: 'Attribute "healthCheck.protocol" cannot have value "TCP" when "protocol" is "HTTP" or "HTTPS"',
    };
    return [...["path", "matcher"].filter((property) => check[property] !== undefined).map(conflict), ...(isHttp ? [mismatch] : [])];
}

function createTargetGroup(call: CreateCall) {
    const { account, region, inputs } = call;
    const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account).slice(0, 32);
    // The provider looks for the name itself, and never gets as far as AWS's DuplicateTargetGroupName.
    if (account.list(TARGET_GROUP).some((other) => other.region === region && other.properties["name"] === name)) {
        throw new ProviderError(`ELBv2 Target Group (${name}) already exists`);
    }
    const vpcId = textOf(inputs, "vpcId");
    if (vpcId !== undefined && account.find(VPC, vpcId)?.region !== region) {
        throw loadBalancingRefusal("CreateTargetGroup", "ValidationError", `The VPC ID '${vpcId}' is not found`);
    }
    refuseHealthCheck("CreateTargetGroup", inputs);
    const arnSuffix = `targetgroup/${name}/${account.newHex(16)}`;
    const arn = `arn:aws:elasticloadbalancing:${region}:${account.accountId}:${arnSuffix}`;
    return {
        id: arn,
        computed: { arn, arnSuffix, name, loadBalancerArns: [], healthCheck: healthCheck(inputs), ...attributes(inputs) },
    };
}

function isHttp(protocol: string | undefined): boolean {
    return protocol === "HTTP" || protocol === "HTTPS";
}

/** Attributes as AWS has them where the program says nothing; which there are depends on the protocol. */
function attributes(inputs: Properties): Computed {
    const protocol = textOf(inputs, "protocol");
    const isLambda = inputs["targetType"] === "lambda";
    return leftOut(inputs, {
        connectionTermination: false,
        ipAddressType: "ipv4",
        loadBalancingAlgorithmType: isHttp(protocol) ? "round_robin" : "",
        loadBalancingAnomalyMitigation: isHttp(protocol) ? "off" : "",
        loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
        namePrefix: "",
        preserveClientIp: "",
        protocolVersion: isHttp(protocol) ? "HTTP1" : "",
        stickiness: {
            cookieDuration: 86400,
            cookieName: "",
            enabled: false,
            type: isHttp(protocol) || isLambda ? "lb_cookie" : "source_ip",
        },
        targetFailovers: [],
        targetGroupHealth: {
            dnsFailover: { minimumHealthyTargetsCount: "1", minimumHealthyTargetsPercentage: "off" },
            unhealthyStateRouting: { minimumHealthyTargetsCount: 1, minimumHealthyTargetsPercentage: "off" },
        },
        targetHealthStates: [],
    });
}

/** The health check with what AWS adds to it: defaults differ by protocol and kind of target. */
function healthCheck(inputs: Properties): Properties {
    const given = blockOf(inputs, "healthCheck") ?? {};
    const isLambda = inputs["targetType"] === "lambda";
    const protocol = textOf(given, "protocol") ?? (isHttp(textOf(inputs, "protocol")) || isLambda ? "HTTP" : "TCP");
    const isGrpc = inputs["protocolVersion"] === "GRPC";
    const ofHttp: Record<string, Value> = isHttp(protocol)
        ? { path: isGrpc ? "/AWS.ALB/healthcheck" : "/", matcher: isGrpc ? "12" : "200" }
        : { path: "", matcher: "" };
    const defaults = {
        enabled: !isLambda,
        healthyThreshold: 5,
        interval: isLambda ? 35 : 30,
        port: "traffic-port",
        timeout: defaultTimeout(inputs, protocol),
        unhealthyThreshold: 2,
    };
    return { ...defaults, ...ofHttp, protocol: isLambda ? "" : protocol, ...given };
}

function defaultTimeout(inputs: Properties, protocol: string): number {
    if (inputs["targetType"] === "lambda") return 30;
    if (isHttp(textOf(inputs, "protocol"))) return 5;
    return isHttp(protocol) ? 6 : 10;
}

function refuseHealthCheck(operation: string, inputs: Properties): void {
    const check = healthCheck(inputs);
    const interval = numberOf(check, "interval") ?? 0;
    const timeout = numberOf(check, "timeout") ?? 0;
    if (interval > timeout) return;
    throw loadBalancingRefusal(operation, "ValidationError", "Health check interval must be greater than the timeout.");
}

export const service: Service = { name: "Elastic Load Balancing (target groups)", resourceTypes: [targetGroup] };
