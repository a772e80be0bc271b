import type { PolicyResource } from "@pulumi/policy";
import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { stagedStackPolicy, type Stage } from "../production";
import { ofType, reference } from "../references";
import { joined, KEPT, undecided, violated, type Verdict } from "../rule";
import { TYPES } from "../types";

const LISTENERS = [TYPES.listener, TYPES.albListener];
const BALANCERS = [TYPES.loadBalancer, TYPES.albLoadBalancer];

/**
 * Listeners for HTTP that the internet reaches only redirect to HTTPS.
 *
 * Otherwise passwords travel in clear text. Accepted outside production is a load balancer without any certificate, which cannot do better.
 * Internal load balancers are reached from inside the VPC only.
 */
export function checkHttps(resources: readonly PolicyResource[], { production }: Pick<Stage, "production">): Verdict {
    const listeners = ofType(resources, ...LISTENERS).map((listener) => ({ listener, balancers: balancersOf(listener, resources) }));
    const secured = listeners.filter(({ listener }) => textAt(listener.props, "protocol") === "HTTPS");
    const plain = listeners.filter(({ listener }) => textAt(listener.props, "protocol") === "HTTP");
    return joined(
        plain.map(({ listener, balancers }) => {
            const hasCertificate = secured.some((other) => other.balancers.some((balancer) => balancers.includes(balancer)));
            return production || hasCertificate ? judge(listener, balancers) : KEPT;
        }),
    );
}

function judge(listener: PolicyResource, balancers: readonly PolicyResource[]): Verdict {
    const internal = balancers.map((balancer) => valueAt(balancer.props, "internal"));
    if (balancers.length > 0 && internal.every((value) => value === true)) return KEPT;
    const actions = listAt(listener.props, "defaultActions");
    if (actions === UNKNOWN || internal.includes(UNKNOWN)) return unclear(listener);
    const kinds = (actions ?? []).map((action) => (action === UNKNOWN ? UNKNOWN : valueAt(action, "type")));
    const serving = kinds.filter((kind) => kind !== UNKNOWN && kind !== "redirect" && kind !== "fixed-response").map(String);
    if (serving.length === 0) {
        const targets = (actions ?? []).filter((_, i) => kinds[i] === "redirect").map((action) => valueAt(action, "redirect", "protocol"));
        if (kinds.includes(UNKNOWN) || targets.includes(UNKNOWN)) return unclear(listener);
        if (targets.every((protocol) => protocol === "HTTPS")) return KEPT;
    }
    const found = serving.length > 0 ? serving.join(", ") : "redirect to HTTP";
    return violated(listener, `defaultActions of HTTP listener ${listener.name} = ${found}; wanted is redirect to HTTPS.`);
}

function unclear(listener: PolicyResource): Verdict {
    return undecided(listener, `whether HTTP listener ${listener.name} serves anything but a redirect is not known yet`);
}

function balancersOf(listener: PolicyResource, all: readonly PolicyResource[]): readonly PolicyResource[] {
    return BALANCERS.flatMap((type) => reference(listener, ["loadBalancerArn"], type, all).resources);
}

export const loadBalancerRequireHttps = stagedStackPolicy(
    {
        name: "load-balancer-require-https",
        displayName: "HTTP only redirects to HTTPS",
        description: "Listeners for HTTP that the internet reaches only redirect to HTTPS.",
        severity: "high",
        remediationSteps: "Give the load balancer a certificate and an HTTPS listener, and the HTTP listener a redirect to port 443.",
        url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
    },
    checkHttps,
);
