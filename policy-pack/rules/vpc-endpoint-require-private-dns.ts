import { shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Interface endpoints have private DNS switched on explicitly.
 *
 * Without it the usual names of the service still lead to the internet. What an omitted value means has changed between versions of the
 * provider, so it counts as off.
 */
export const checkPrivateDns: ResourceCheck = ({ name, props }) => {
    const kind = valueAt(props, "vpcEndpointType");
    if (kind === UNKNOWN) return "unknown";
    if (kind !== "Interface") return [];
    const privateDns = valueAt(props, "privateDnsEnabled");
    if (privateDns === UNKNOWN) return "unknown";
    return privateDns === true ? [] : [`privateDnsEnabled of endpoint ${name} = ${shown(privateDns)}; wanted is true, explicitly.`];
};

export const vpcEndpointRequirePrivateDns = resourcePolicy(
    {
        name: "vpc-endpoint-require-private-dns",
        displayName: "Interface endpoints have private DNS",
        description: "Interface endpoints have private DNS switched on explicitly.",
        severity: "high",
        remediationSteps: "Set privateDnsEnabled: true on the endpoint, and enableDnsSupport and enableDnsHostnames on its VPC.",
        url: "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
    },
    [TYPES.vpcEndpoint],
    checkPrivateDns,
);
