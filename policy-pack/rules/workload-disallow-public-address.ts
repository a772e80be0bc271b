import { listAt, shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Tasks and instances have no public address.
 *
 * Advisory: an address opens nothing by itself (`security-group-disallow-open-ingress` is about what does), and it is the way out where
 * there is no NAT gateway. A NAT instance, which forwards for others, has to have one.
 */
export const checkPublicAddress: ResourceCheck = ({ type, name, props }) => {
    if (type === TYPES.instance && valueAt(props, "sourceDestCheck") === false) return [];
    const found = addressesOf(type, props);
    if (found === UNKNOWN) return "unknown";
    const wrong = found.filter(({ value }) => value === true || value === "true");
    if (wrong.length === 0 && found.some(({ value }) => value === UNKNOWN)) return "unknown";
    return wrong.map(({ title, value }) => `${title} of ${name} = ${shown(value)}; wanted is false, and a route to a NAT gateway.`);
};

function addressesOf(type: string, props: unknown): { title: string; value: unknown }[] | typeof UNKNOWN {
    if (type === TYPES.service) {
        const title = "networkConfiguration.assignPublicIp";
        return [{ title, value: valueAt(props, "networkConfiguration", "assignPublicIp") }];
    }
    if (type !== TYPES.launchTemplate) return [{ title: "associatePublicIpAddress", value: valueAt(props, "associatePublicIpAddress") }];
    const interfaces = listAt(props, "networkInterfaces");
    if (interfaces === UNKNOWN) return UNKNOWN;
    return (interfaces ?? []).map((each, index) => ({
        title: `networkInterfaces[${index}].associatePublicIpAddress`,
        value: valueAt(each, "associatePublicIpAddress"),
    }));
}

export const workloadDisallowPublicAddress = {
    ...resourcePolicy(
        {
            name: "workload-disallow-public-address",
            displayName: "Workloads have no public address",
            description: "Tasks and instances have no public address.",
            severity: "medium",
            remediationSteps: "Place the workload in a private subnet with a route to a NAT gateway, and leave the public address out.",
            url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
        },
        [TYPES.service, TYPES.instance, TYPES.launchTemplate, TYPES.launchConfiguration],
        checkPublicAddress,
    ),
    enforcementLevel: "advisory",
} as const;
