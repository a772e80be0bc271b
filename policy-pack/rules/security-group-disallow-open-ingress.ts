import type { PolicyResource } from "@pulumi/policy";
import { ingressRules, type IngressRule } from "../network/ingress";
import { ofType, references } from "../references";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";
import { TYPES } from "../types";

const EVERYWHERE: ReadonlySet<string> = new Set(["0.0.0.0/0", "::/0"]);

/** Only the security groups of load balancers admit the whole internet. */
export const checkOpenIngress: StackCheck = (resources) => {
    const doors = ofType(resources, TYPES.loadBalancer, TYPES.albLoadBalancer).flatMap(
        (balancer) => references(balancer, ["securityGroups"], TYPES.securityGroup, resources).resources,
    );
    return joined(ingressRules(resources).map((rule) => judge(rule, doors)));
};

function judge(rule: IngressRule, doors: readonly PolicyResource[]): Verdict {
    if (rule.groups.length > 0 && rule.groups.every((group) => doors.includes(group))) return KEPT;
    const open = rule.cidrs.filter((cidr) => EVERYWHERE.has(cidr));
    const groups = rule.groups.map(({ name }) => name).join(", ");
    const owner = groups === "" ? "a security group outside the stack" : `security group ${groups}`;
    if (open.length > 0) {
        const traffic = rule.traffic === "unknown" ? "" : ` on ${portsOf(rule.traffic)}`;
        return violated(
            rule.holder,
            `${rule.holder.name} admits ${open.join(" and ")}${traffic} to ${owner}, which no load balancer uses. Wanted is a security group, or the addresses of those who need it.`,
        );
    }
    // A group as the source has no addresses; what is unclear then is the group, never the internet.
    const mayBeOpen = rule.unclear && rule.sources.length === 0;
    return mayBeOpen ? undecided(rule.holder, `whom ${rule.holder.name} admits to ${owner} is not known yet`) : KEPT;
}

function portsOf({ protocol, fromPort, toPort }: Exclude<IngressRule["traffic"], "unknown">): string {
    if (protocol === "-1") return "all ports";
    return `${protocol} ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}`;
}

export const securityGroupDisallowOpenIngress = stackPolicy(
    {
        name: "security-group-disallow-open-ingress",
        displayName: "Only load balancers are open to the world",
        description: "Only the security groups of load balancers admit the whole internet.",
        severity: "critical",
        remediationSteps: "Name the security group of the clients as the source, or the address blocks of those who need access.",
        url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    },
    checkOpenIngress,
);
