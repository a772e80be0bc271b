/**
 * Elastic Load Balancing: listeners.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
 */
import type { StoredResource } from "../account";
import { leftOut } from "../filled-in";
import { blocksOf, findBy, requiredText, textOf } from "../reading";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf, type Rule } from "../validation";
import {
    actionProblems,
    LISTENER,
    LISTENER_RULE,
    listenersOf,
    LOAD_BALANCER,
    loadBalancingRefusal,
    refuseActions,
    rulesOfListener,
    withOrder,
} from "./elastic-load-balancing-references";

/** What the provider checks beyond what the facts say in a form that is applied to all types. */
const CHECKS: readonly Rule[] = [
    {
        property: "defaultActions.type",
        oneOf: ["forward", "authenticate-oidc", "authenticate-cognito", "redirect", "fixed-response", "jwt-validation"],
    },
    { property: "defaultActions.redirect.statusCode", oneOf: ["HTTP_301", "HTTP_302"] },
    { property: "defaultActions.forward.targetGroups.weight", range: [0, 999] },
];

const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
    application: ["HTTP", "HTTPS"],
    network: ["TCP", "UDP", "TLS", "TCP_UDP", "QUIC", "TCP_QUIC"],
    gateway: [""],
};

/** The policy that the API gives to a secure listener that names none: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08";

const HEADERS = [
    ...["", "Issuer", "Leaf", "SerialNumber", "Subject", "Validity"].map(
        (part) => `routingHttpRequestXAmznMtlsClientcert${part}HeaderName`,
    ),
    ...["CipherSuite", "Version"].map((part) => `routingHttpRequestXAmznTls${part}HeaderName`),
    ...["AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigin", "ExposeHeaders", "MaxAge"].map(
        (part) => `routingHttpResponseAccessControl${part}HeaderValue`,
    ),
    ...["ContentSecurityPolicy", "StrictTransportSecurity", "XContentTypeOptions", "XFrameOptions"].map(
        (part) => `routingHttpResponse${part}HeaderValue`,
    ),
];

const listener: ResourceType = {
    token: LISTENER,
    check: (inputs) => [...problemsOf(inputs, CHECKS), ...actionProblems(inputs, "defaultActions")],
    create: (call) => {
        const { account, inputs } = call;
        const { protocol, loadBalancer } = settingsOf(call, "CreateListener");
        const isSecure = protocol === "HTTPS" || protocol === "TLS";
        const isApplication = loadBalancer.properties["loadBalancerType"] === "application";
        const arn = `${loadBalancer.id.replace(":loadbalancer/", ":listener/")}/${account.newHex(16)}`;
        const headers = Object.fromEntries(HEADERS.map((header) => [header, ""]));
        return {
            id: arn,
            computed: {
                arn,
                protocol,
                defaultActions: withOrder(blocksOf(inputs, "defaultActions")),
                ...leftOut(inputs, {
                    ...headers,
                    mutualAuthentication: protocol === "HTTPS" ? { mode: "off", advertiseTrustStoreCaNames: "" } : undefined,
                    routingHttpResponseServerEnabled: isApplication,
                    sslPolicy: isSecure ? DEFAULT_SSL_POLICY : "",
                    tcpIdleTimeoutSeconds: protocol === "TCP" ? 350 : 0,
                }),
            },
        };
    },
    update: (call) => {
        const { protocol } = settingsOf(call, "ModifyListener", call.current);
        const isSecure = protocol === "HTTPS" || protocol === "TLS";
        const sslPolicy = textOf(call.inputs, "sslPolicy") ?? (isSecure ? DEFAULT_SSL_POLICY : "");
        return { protocol, sslPolicy, defaultActions: withOrder(blocksOf(call.inputs, "defaultActions")) };
    },
    delete: ({ account, current }) => {
        for (const { id } of rulesOfListener(account, current.id)) account.remove(LISTENER_RULE, id);
        return "removed";
    },
};

/** What the listener will be; refuses what AWS would. */
function settingsOf(call: CreateCall, operation: string, current?: StoredResource): { protocol: string; loadBalancer: StoredResource } {
    const { account, inputs } = call;
    const arn = requiredText(inputs, "loadBalancerArn");
    const loadBalancer = account.find(LOAD_BALANCER, arn);
    if (loadBalancer === undefined) throw loadBalancingRefusal(operation, "LoadBalancerNotFound", `Load balancer '${arn}' not found`);
    const type = requiredText(loadBalancer.properties, "loadBalancerType");
    if (type !== "gateway" && inputs["port"] === undefined) {
        throw loadBalancingRefusal(operation, "ValidationError", "A listener port must be specified");
    }
    const protocol = protocolOf(call, operation, type);
    if (listenersOf(account, arn).some(({ id, properties }) => id !== current?.id && properties["port"] === inputs["port"])) {
        const reason = `A listener already exists on this port for this load balancer '${arn}'`;
        throw loadBalancingRefusal(operation, "DuplicateListener", reason);
    }
    refuseCertificate(call, operation, protocol);
    refuseActions(account, operation, loadBalancer, blocksOf(inputs, "defaultActions"));
    return { protocol, loadBalancer };
}

function protocolOf({ inputs }: CreateCall, operation: string, type: string): string {
    const unsaid = type === "application" ? (inputs["certificateArn"] === undefined ? "HTTP" : "HTTPS") : "";
    const protocol = (textOf(inputs, "protocol") ?? unsaid).toUpperCase();
    const allowed = PROTOCOLS[type] ?? [];
    if (allowed.includes(protocol)) return protocol;
    const reason = `Listener protocol '${protocol}' must be one of '${allowed.join(", ")}'`;
    throw loadBalancingRefusal(operation, "ValidationError", reason);
}

/** @throws Refusal when a secure listener has no certificate, one that is not there, or one that ACM has not issued; or another listener has one */
function refuseCertificate({ account, region, inputs }: CreateCall, operation: string, protocol: string): void {
    const arn = textOf(inputs, "certificateArn");
    const isSecure = protocol === "HTTPS" || protocol === "TLS";
    if (arn === undefined) {
        if (!isSecure) return;
        throw loadBalancingRefusal(operation, "ValidationError", `A certificate must be specified for ${protocol} listeners`);
    }
    if (!isSecure) {
        throw loadBalancingRefusal(operation, "ValidationError", `Certificates cannot be specified for ${protocol} listeners`);
    }
    // Certificates of IAM are not modelled; those of ACM serve load balancers of their own Region only.
    const certificate = findBy(account, "aws:acm/certificate:Certificate", "arn", arn);
    if (certificate === undefined || arn.split(":")[3] !== region) {
        throw loadBalancingRefusal(operation, "CertificateNotFound", `Certificate '${arn}' not found`);
    }
    if (certificate.properties["status"] === "PENDING_VALIDATION") {
        const reason = `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`;
        throw loadBalancingRefusal(operation, "UnsupportedCertificate", reason);
    }
}

export const service: Service = { name: "Elastic Load Balancing (listeners)", resourceTypes: [listener] };
