import type { ProbedNeed } from "./needs";
import type { Refusal, Stage } from "./stage";
import type { Layer } from "../shared/observation";

/** Where and how an attempt ended. */
export interface Failure {
    readonly stage: Stage;
    /** What was seen at the stage. */
    readonly layer: Layer;
    /** What a refusal said. */
    readonly reply: Refusal["reply"];
}

/** What to look at in AWS, in the order in which it is worth looking. */
export function adviceFor(need: ProbedNeed, failure: Failure, workload: string): string {
    switch (failure.stage) {
        case "dns":
            return dns(need);
        case "tcp":
            return failure.layer === "refused" ? refused(need) : `No packet came back. ${passage(need, workload)}`;
        case "tls":
            return tls(need, failure.layer);
        case "answer":
            return answer(need, failure);
    }
}

function dns(need: ProbedNeed): string {
    const resolver = "The name has no address here: the VPC needs enableDnsSupport and enableDnsHostnames";
    return isInside(need) ? `${resolver}, and ${need.need} has to exist and run.` : `${resolver}, and the host's name has to be right.`;
}

function refused({ port, need }: ProbedNeed): string {
    return `The way is open, but nothing listens on port ${port}: ${need} is stopped or starting, or has another port.`;
}

function tls(need: ProbedNeed, layer: Layer): string {
    if (layer === "TLS") {
        const signed = need.call === "postgresql" || need.call === "documentdb" ? "RDS in this Region" : "a public authority";
        return `What answers has no certificate for this name from ${signed}: a proxy or a wrong private DNS zone stands in between.`;
    }
    return `The connection opens, but nobody encrypts it: the server restarts, does not speak TLS on port ${need.port}, or a firewall swallows it.`;
}

/** AWS says 403 in some protocols and 400 in others, with a code in both; a web server says a status alone. */
function answer({ host }: ProbedNeed, { reply: { status = 0, code = "" }, layer }: Failure): string {
    if ([401, 403].includes(status) || /AccessDenied|Unauthorized|Forbidden/.test(code)) {
        return "The network is open. The function's role, the policy of the endpoint, or the resource's own policy does not allow the call.";
    }
    if (status === 404 || code.includes("NotFound"))
        return "The network is open. What the call names is not there: it was deleted or renamed outside Pulumi.";
    if (status >= 429 || /Throttling|Unavailable|Internal/.test(code))
        return `The network is open, but ${host} has trouble. Run pulumi up again.`;
    if (layer === "timeout")
        return `The connection opens, but no answer comes: ${host} is overloaded, or something on the way drops large packets.`;
    return "The network is open; the answer above says what is wrong.";
}

/** The security groups are the workload's own, so what they lack here they lack there. */
function passage(need: ProbedNeed, workload: string): string {
    const egress = `an egress rule for TCP ${need.port} in the security group of ${workload}`;
    if (isInside(need)) {
        return `Look at: ${egress}; an ingress rule for TCP ${need.port} from that group in the one of ${need.need}; the network ACLs of both subnets.`;
    }
    const endpoint = need.need.startsWith("service:")
        ? `the endpoint of ${need.need.slice("service:".length)} in the VPC, whose group has to admit TCP 443 from that group; without an endpoint, `
        : "";
    return `Look at: ${egress}; ${endpoint}the route from the private subnets to a NAT gateway; the network ACLs of the subnets.`;
}

/** Databases, caches and services of the program have addresses in the VPC only. */
function isInside({ need }: ProbedNeed): boolean {
    return need.startsWith("tcp:");
}
