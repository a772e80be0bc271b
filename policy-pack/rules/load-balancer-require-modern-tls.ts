import { shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Policies of AWS that offer TLS 1.2 and 1.3 only, the post-quantum and FIPS ones included.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)(-|$)/;

/**
 * Listeners with certificates take TLS 1.2 or newer only.
 *
 * A listener without a word about it gets `ELBSecurityPolicy-2016-08` from the provider, which still takes TLS 1.0.
 */
export const checkModernTls: ResourceCheck = ({ name, props }) => {
    const protocol = valueAt(props, "protocol");
    if (protocol === UNKNOWN) return "unknown";
    if (protocol !== "HTTPS" && protocol !== "TLS") return [];
    const policy = valueAt(props, "sslPolicy");
    if (policy === UNKNOWN) return "unknown";
    return typeof policy === "string" && MODERN.test(policy)
        ? []
        : [
              `sslPolicy of listener ${name} = ${shown(policy)}; wanted is ELBSecurityPolicy-TLS13-1-2-2021-06 or another without TLS 1.0 and 1.1.`,
          ];
};

export const loadBalancerRequireModernTls = resourcePolicy(
    {
        name: "load-balancer-require-modern-tls",
        displayName: "Listeners take modern TLS only",
        description: "Listeners with certificates take TLS 1.2 or newer only.",
        severity: "medium",
        remediationSteps: "Set sslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06 on the listener.",
        url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    },
    [TYPES.listener, TYPES.albListener],
    checkModernTls,
);
