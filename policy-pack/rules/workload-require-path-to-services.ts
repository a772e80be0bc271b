import { dollars, INTERFACE_ENDPOINT_USD_PER_MONTH, NAT_GATEWAY_USD_PER_MONTH } from "../../config/prices";
import type { PolicyResource } from "@pulumi/policy";
import { captures } from "../network/endpoints";
import { exitOf, type Exit } from "../network/placement";
import { workloadsOf, type Workload } from "../network/workloads";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";

type Answer = boolean | "unknown";

/**
 * Functions in a VPC and tasks on Fargate have a path to each service that they need: an interface endpoint with private DNS in their VPC,
 * or a route to a NAT gateway.
 *
 * A workload without one is created without complaint, and fails when it starts.
 */
export const checkPathToServices: StackCheck = (resources) => joined(workloadsOf(resources).map((workload) => judge(workload, resources)));

function judge(workload: Workload, all: readonly PolicyResource[]): Verdict {
    const { resource, needs } = workload;
    const exit = hasExit(workload, all);
    const services = answers([...needs.services].sort(), (service) => either(exit, capturedIn(workload, service, all)));
    const hosts = answers([...needs.hosts].sort(), () => exit);
    return joined([
        missing(resource, services.no, hosts.no),
        unsure(resource, [...services.unsure, ...hosts.unsure]),
        needs.unclear === undefined ? KEPT : undecided(resource, `what ${resource.name} needs may be more than it shows: ${needs.unclear}`),
    ]);
}

function missing(resource: PolicyResource, services: readonly string[], hosts: readonly string[]): Verdict {
    if (services.length + hosts.length === 0) return KEPT;
    const nat = `a route to a NAT gateway (${dollars(NAT_GATEWAY_USD_PER_MONTH)} a month)`;
    const endpoint = `an interface endpoint with private DNS for each service (${dollars(INTERFACE_ENDPOINT_USD_PER_MONTH)} a month in each zone)`;
    // A host on the internet needs a way out, and that leads to the services too.
    const repair = hosts.length > 0 ? nat : `${endpoint}, or ${nat}`;
    const needed = [...services, ...hosts].join(", ");
    return violated(
        resource,
        `${resource.name} needs ${needed}, but its VPC has no interface endpoint with private DNS for them, and its subnets have no route to a NAT gateway. Give it ${repair}.`,
    );
}

function unsure(resource: PolicyResource, needed: readonly string[]): Verdict {
    return needed.length === 0 ? KEPT : undecided(resource, `whether ${resource.name} reaches ${needed.join(", ")} is not known yet`);
}

/** A service may be placed in any of its subnets, so each of them needs a way out. */
function hasExit({ subnets, hasPublicAddress }: Workload, all: readonly PolicyResource[]): Answer {
    const found = subnets.resources.map((subnet) => leadsOut(exitOf(subnet, all), hasPublicAddress));
    if (found.length === 0) return "unknown";
    if (found.every((answer) => answer === true)) return true;
    if (found.every((answer) => answer === false)) return false;
    return subnets.certain && found.includes(false) ? false : "unknown";
}

function leadsOut(exit: Exit, hasPublicAddress: Workload["hasPublicAddress"]): Answer {
    if (exit === "unknown") return "unknown";
    return exit === "nat" || (exit === "internet-gateway" && hasPublicAddress);
}

function capturedIn({ vpcs }: Workload, service: string, all: readonly PolicyResource[]): Answer {
    if (vpcs.size === 0) return "unknown";
    const found = [...vpcs].map((vpc) => captures(vpc, service, all));
    if (found.every((answer) => answer === true)) return true;
    return found.every((answer) => answer === false) ? false : "unknown";
}

function either(one: Answer, other: Answer): Answer {
    if (one === true || other === true) return true;
    return one === "unknown" || other === "unknown" ? "unknown" : false;
}

function answers(needed: readonly string[], answer: (need: string) => Answer): { no: string[]; unsure: string[] } {
    return { no: needed.filter((need) => answer(need) === false), unsure: needed.filter((need) => answer(need) === "unknown") };
}

export const workloadRequirePathToServices = stackPolicy(
    {
        name: "workload-require-path-to-services",
        displayName: "Workloads reach the services that they need",
        description:
            "Functions in a VPC and tasks on Fargate have an interface endpoint with private DNS in their VPC, or a route to a NAT gateway, for each service that they need.",
        severity: "critical",
        remediationSteps:
            "Add an interface endpoint with private DNS for each service named, or give the subnets a route to a NAT gateway.",
        url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
    },
    checkPathToServices,
);
