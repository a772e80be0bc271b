import type { PolicyResource } from "@pulumi/policy";
import { textAt, UNKNOWN, valueAt } from "../known";
import { interfaceEndpoints, serves } from "../network/endpoints";
import { containsBlock, coversPort, ingressRules, type IngressRule } from "../network/ingress";
import { vpcOf } from "../network/placement";
import { unlessProven } from "../network/proven";
import { workloadsOf, type Workload } from "../network/workloads";
import { reference, references } from "../references";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";
import { TYPES } from "../types";

const HTTPS = 443;

/**
 * The security groups of an interface endpoint admit tcp 443 from every workload in its VPC that needs its service.
 *
 * With private DNS the endpoint captures the service: a workload that it refuses has no other way left, not even through a NAT gateway.
 */
export const judgeAdmittingGroup: StackCheck = (resources) => {
    const rules = ingressRules(resources);
    const workloads = workloadsOf(resources);
    return joined(interfaceEndpoints(resources).map((endpoint) => judge(endpoint, workloads, rules, resources)));
};

/** {@link judgeAdmittingGroup}, where the proof does not name the endpoint as what stops a workload. */
export const checkAdmittingGroup = unlessProven(["ENDPOINT_SG", "ENDPOINT_DEFAULT_SG"], judgeAdmittingGroup);

function judge(
    endpoint: PolicyResource,
    workloads: readonly Workload[],
    rules: readonly IngressRule[],
    all: readonly PolicyResource[],
): Verdict {
    if (listedNone(endpoint)) {
        return violated(
            endpoint,
            `securityGroupIds of endpoint ${endpoint.name} = not set; AWS attaches the VPC's default group then, which admits none but its own members. ` +
                "Wanted is a group that admits tcp 443.",
        );
    }
    const groups = references(endpoint, ["securityGroupIds"], TYPES.securityGroup, all);
    const clients = workloads.filter((workload) => isClient(workload, endpoint, all));
    if (clients.length === 0) return KEPT;
    if (groups.resources.length === 0)
        return undecided(endpoint, `the security groups of endpoint ${endpoint.name} are not in the stack, or not known yet`);
    const itsRules = rules.filter((rule) => rule.groups.some((group) => groups.resources.includes(group)));
    return joined(clients.map((client) => judgeClient(endpoint, client, groups.resources, itsRules, all)));
}

function judgeClient(
    endpoint: PolicyResource,
    client: Workload,
    groups: readonly PolicyResource[],
    rules: readonly IngressRule[],
    all: readonly PolicyResource[],
): Verdict {
    const admitting = rules.map((rule) => admits(rule, client, groups, all));
    if (admitting.includes(true)) return KEPT;
    const names = [groups, client.groups.resources].map((list) => list.map(({ name }) => name).join(", "));
    if (admitting.includes("unknown") || !client.groups.certain) {
        return undecided(endpoint, `whether endpoint ${endpoint.name} admits tcp 443 from ${client.resource.name} is not known yet`);
    }
    return violated(
        endpoint,
        `no rule of ${names[0] ?? ""}, the group of endpoint ${endpoint.name}, admits tcp 443 from ${names[1] ?? ""}, the group of ${client.resource.name}, ` +
            "which needs the service. With private DNS no other way to it is left. Add an ingress rule for that group.",
    );
}

function admits(
    rule: IngressRule,
    client: Workload,
    groups: readonly PolicyResource[],
    all: readonly PolicyResource[],
): boolean | "unknown" {
    const covers = coversPort(rule, HTTPS);
    if (covers === false) return false;
    const clientGroups = client.groups.resources;
    const byGroup =
        rule.sources.some((source) => clientGroups.includes(source)) || (rule.self && groups.some((group) => clientGroups.includes(group)));
    const byAddress = clientBlocks(client, all).some((block) => rule.cidrs.some((cidr) => containsBlock(cidr, block)));
    if ((byGroup && !rule.unclear && client.groups.certain) || byAddress) return covers;
    return byGroup || rule.unclear ? "unknown" : false;
}

/** The block that holds all addresses of a workload: that of its VPC. Blocks of single subnets count when there is one subnet. */
function clientBlocks(client: Workload, all: readonly PolicyResource[]): string[] {
    const vpcBlocks = client.subnets.resources
        .flatMap((subnet) => reference(subnet, ["vpcId"], TYPES.vpc, all).resources)
        .map((vpc) => textAt(vpc.props, "cidrBlock"));
    const subnetBlocks =
        client.subnets.resources.length === 1 ? client.subnets.resources.map((subnet) => textAt(subnet.props, "cidrBlock")) : [];
    return [...vpcBlocks, ...subnetBlocks].filter((block) => block !== undefined);
}

function isClient(workload: Workload, endpoint: PolicyResource, all: readonly PolicyResource[]): boolean {
    const vpc = vpcOf(endpoint, all);
    const sameVpc = vpc === undefined || workload.vpcs.size === 0 || workload.vpcs.has(vpc);
    return sameVpc && [...workload.services].some((service) => serves(endpoint, service) === true);
}

function listedNone(endpoint: PolicyResource): boolean {
    const groups = valueAt(endpoint.props, "securityGroupIds");
    const passedNone = (endpoint.propertyDependencies["securityGroupIds"] ?? []).length === 0;
    return passedNone && groups !== UNKNOWN && (groups === undefined || (Array.isArray(groups) && groups.length === 0));
}

export const vpcEndpointRequireAdmittingGroup = stackPolicy(
    {
        name: "vpc-endpoint-require-admitting-group",
        displayName: "Interface endpoints admit the workloads that need them",
        description: "The security groups of an interface endpoint admit tcp 443 from every workload in its VPC that needs its service.",
        severity: "high",
        remediationSteps:
            "Give the endpoint a security group of its own, with an ingress rule for tcp 443 from the group of each workload.",
        url: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    },
    checkAdmittingGroup,
);
