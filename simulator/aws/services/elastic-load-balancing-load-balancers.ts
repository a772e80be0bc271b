/**
 * Elastic Load Balancing: application and network load balancers.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
import { ProviderError } from "../../provider/errors";
import type { StoredResource } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { blockOf, blocksOf, isSet, listOf, requiredText, textOf, textsOf } from "../reading";
import type { Computed, CreateCall, DeleteCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { problemsOf, type Rule } from "../validation";
import type { Properties } from "../../provider/values";
import { regionNamed } from "./ec2-regions";
import { removeInterfaces } from "./ec2-network-interfaces";
import { placeLoadBalancer } from "./elastic-load-balancing-placement";
import {
    LISTENER,
    listenersOf,
    LISTENER_RULE,
    LOAD_BALANCER,
    loadBalancingRefusal,
    rulesOfListener,
} from "./elastic-load-balancing-references";

/** What the provider checks beyond what the facts say in a form that is applied to all types. */
const CHECKS: readonly Rule[] = [
    { property: "name", length: [0, 32] },
    { property: "name", pattern: /^[0-9A-Za-z-]+$/, allowed: "only alphanumeric characters and hyphens allowed" },
    { property: "name", pattern: /^(?!-).*(?<!-)$/, allowed: "cannot begin or end with a hyphen" },
    { property: "name", pattern: /^(?!internal-)/, allowed: 'cannot begin with "internal-"' },
    { property: "namePrefix", length: [0, 6] },
    { property: "namePrefix", pattern: /^(?!-)(?!internal-)[0-9A-Za-z-]+$/, allowed: "only alphanumeric characters and hyphens allowed" },
    // Seconds: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    { property: "idleTimeout", range: [1, 4000] },
    { property: "clientKeepAlive", range: [60, 604800] },
];

/** The letters that stand for the type in ARNs. */
const LETTERS_OF_TYPE: Readonly<Record<string, string>> = { application: "app", network: "net", gateway: "gwy" };

const loadBalancer: ResourceType = {
    token: LOAD_BALANCER,
    sets: ["securityGroups", "subnets", "subnetMappings"],
    replaceWhen,
    check: (inputs) => problemsOf(inputs, CHECKS),
    create: createLoadBalancer,
    update: updateLoadBalancer,
    delete: deleteLoadBalancer,
};

function replaceWhen(olds: Properties, news: Properties): readonly string[] {
    const isNetwork = news["loadBalancerType"] === "network";
    const subnetsShrink = textsOf(olds, "subnets").some((id) => !textsOf(news, "subnets").includes(id)) && news["subnets"] !== undefined;
    const mappings = (inputs: Properties) => blocksOf(inputs, "subnetMappings").map((mapping) => JSON.stringify(mapping));
    const keptMappings = mappings(olds).filter((mapping) => mappings(news).includes(mapping)).length;
    const mappingsChange = isNetwork
        ? keptMappings < mappings(olds).length
        : keptMappings < Math.min(mappings(olds).length, mappings(news).length);
    const groups = (inputs: Properties) => listOf(inputs, "securityGroups").length > 0;
    return [
        ...(isNetwork && subnetsShrink ? ["subnets"] : []),
        ...(mappingsChange && news["subnetMappings"] !== undefined ? ["subnetMappings"] : []),
        ...(isNetwork && groups(olds) !== groups(news) ? ["securityGroups"] : []),
        ...(Number(news["secondaryIpsAutoAssignedPerSubnet"]) < Number(olds["secondaryIpsAutoAssignedPerSubnet"])
            ? ["secondaryIpsAutoAssignedPerSubnet"]
            : []),
    ];
}

function createLoadBalancer(call: CreateCall) {
    const { account, region, inputs } = call;
    const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "tf-lb-").slice(0, 32);
    refuseName(call, name);
    refuseLogBuckets(call, "ModifyLoadBalancerAttributes");
    const type = requiredText(inputs, "loadBalancerType");
    const arnSuffix = `${LETTERS_OF_TYPE[type] ?? type}/${name}/${account.newHex(16)}`;
    const arn = `arn:aws:elasticloadbalancing:${region}:${account.accountId}:loadbalancer/${arnSuffix}`;
    const isInternal = isSet(inputs, "internal");
    const zones = regionNamed(region).loadBalancerZones;
    // Digits only, as in real names; they tell apart load balancers that get the same name one after the other.
    const digits = BigInt(`0x${account.newHex(10)}`)
        .toString()
        .slice(0, 10);
    return {
        id: arn,
        computed: {
            arn,
            arnSuffix,
            name,
            dnsName:
                type === "network"
                    ? `${name}-${account.newHex(16)}.elb.${region}.amazonaws.com`
                    : `${isInternal ? "internal-" : ""}${name}-${digits}.${region}.elb.amazonaws.com`,
            zoneId: type === "network" ? zones.network : zones.application,
            ...leftOut(inputs, {
                internal: false,
                ipAddressType: "ipv4",
                namePrefix: "",
                enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "",
                enablePrefixForIpv6SourceNat: "",
                secondaryIpsAutoAssignedPerSubnet: 0,
            }),
            ...placeLoadBalancer(call, "CreateLoadBalancer", arn, arnSuffix),
        },
    };
}

function refuseName({ account, region, inputs }: CreateCall, name: string): void {
    const other = account.list(LOAD_BALANCER).find((one) => one.region === region && one.properties["name"] === name);
    if (other === undefined) return;
    // The provider looks for one of the same type itself, and never gets as far as AWS.
    if (other.properties["loadBalancerType"] === inputs["loadBalancerType"])
        throw new ProviderError(`ELBv2 Load Balancer (${name}) already exists`);
    const reason = `A load balancer with the same name '${name}' exists, but with different settings`;
    throw loadBalancingRefusal("CreateLoadBalancer", "DuplicateLoadBalancerName", reason);
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
function refuseLogBuckets({ account, inputs }: CreateCall, operation: string): void {
    for (const property of ["accessLogs", "connectionLogs", "healthCheckLogs"]) {
        const logs = blockOf(inputs, property);
        const bucket = logs && isSet(logs, "enabled") ? requiredText(logs, "bucket") : undefined;
        if (bucket === undefined) continue;
        const hasPolicy = account.list("aws:s3/bucketPolicy:BucketPolicy").some(({ properties }) => properties["bucket"] === bucket);
        if (hasPolicy && account.find("aws:s3/bucket:Bucket", bucket) !== undefined) continue;
        const reason = `Access Denied for bucket: ${bucket}. Please check S3bucket permission`;
        throw loadBalancingRefusal(operation, "InvalidConfigurationRequest", reason);
    }
}

function updateLoadBalancer(call: UpdateCall): Computed {
    refuseLogBuckets(call, "ModifyLoadBalancerAttributes");
    if (!["subnets", "subnetMappings", "securityGroups"].some((input) => call.changed.has(input))) return {};
    const { current } = call;
    removeInterfaces(call.account, current.id);
    // What the program leaves out stays; of subnets and mappings the one that changed counts, the other follows it.
    const follower = call.changed.has("subnetMappings") ? "subnets" : "subnetMappings";
    const inputs = { ...current.properties, ...call.inputs, [follower]: undefined };
    const operation = call.changed.has("securityGroups") ? "SetSecurityGroups" : "SetSubnets";
    return placeLoadBalancer({ ...call, inputs }, operation, current.id, requiredText(current.properties, "arnSuffix"));
}

function deleteLoadBalancer({ account, current }: DeleteCall): "removed" {
    if (isSet(current.properties, "enableDeletionProtection")) {
        const reason = `Load balancer '${current.id}' cannot be deleted because deletion protection is enabled`;
        throw loadBalancingRefusal("DeleteLoadBalancer", "OperationNotPermitted", reason);
    }
    removeInterfaces(account, current.id);
    for (const listener of listenersOf(account, current.id)) removeListener(account, listener);
    return "removed";
}

function removeListener(account: DeleteCall["account"], listener: StoredResource): void {
    for (const { id } of rulesOfListener(account, listener.id)) account.remove(LISTENER_RULE, id);
    account.remove(LISTENER, listener.id);
}

export const service: Service = { name: "Elastic Load Balancing (load balancers)", resourceTypes: [loadBalancer] };
