import type { PolicyResource } from "@pulumi/policy";
import { shown, UNKNOWN, valueAt } from "../known";
import { interfaceEndpoints } from "../network/endpoints";
import { unlessProven } from "../network/proven";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";

/**
 * Interface endpoints have private DNS switched on explicitly.
 *
 * Without it the usual names of the service still lead to the internet. What an omitted value means has changed between versions of the
 * provider, so it counts as off.
 */
export const judgePrivateDns: StackCheck = (resources) => joined(interfaceEndpoints(resources).map(judge));

/** {@link judgePrivateDns}, where the proof does not name the endpoint as one that a workload misses. */
export const checkPrivateDns = unlessProven(["ENDPOINT_NO_PRIVATE_DNS"], judgePrivateDns);

function judge(endpoint: PolicyResource): Verdict {
    const value = valueAt(endpoint.props, "privateDnsEnabled");
    // A preview shows what the program left out as not known, but without a source.
    const isGiven = value !== UNKNOWN || (endpoint.propertyDependencies["privateDnsEnabled"] ?? []).length > 0;
    const privateDns = isGiven ? value : undefined;
    if (privateDns === UNKNOWN) return undecided(endpoint, `whether endpoint ${endpoint.name} has private DNS is not known yet`);
    if (privateDns === true) return KEPT;
    return violated(endpoint, `privateDnsEnabled of endpoint ${endpoint.name} = ${shown(privateDns)}; wanted is true, explicitly.`);
}

export const vpcEndpointRequirePrivateDns = stackPolicy(
    {
        name: "vpc-endpoint-require-private-dns",
        displayName: "Interface endpoints have private DNS",
        description: "Interface endpoints have private DNS switched on explicitly.",
        severity: "high",
        remediationSteps: "Set privateDnsEnabled: true on the endpoint, and enableDnsSupport and enableDnsHostnames on its VPC.",
        url: "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
    },
    checkPrivateDns,
);
