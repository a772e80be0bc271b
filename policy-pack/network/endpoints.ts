import type { PolicyResource } from "@pulumi/policy";
import { textAt, UNKNOWN, valueAt } from "../known";
import { ofType } from "../references";
import { TYPES } from "../types";
import { vpcOf } from "./placement";

/** Services whose gateway endpoints answer in the place of interface endpoints. */
const GATEWAY_SERVICES: ReadonlySet<string> = new Set(["s3", "dynamodb"]);

/** Interface endpoints; one whose kind a preview cannot tell is none of them. */
export function interfaceEndpoints(all: readonly PolicyResource[]): PolicyResource[] {
    return ofType(all, TYPES.vpcEndpoint).filter(({ props }) => valueAt(props, "vpcEndpointType") === "Interface");
}

/** Whether an endpoint belongs to a service; `unknown` where its service name is. */
export function serves(endpoint: PolicyResource, service: string): boolean | "unknown" {
    const name = valueAt(endpoint.props, "serviceName");
    if (name === UNKNOWN) return "unknown";
    return typeof name === "string" && name.endsWith(`.${service}`);
}

/**
 * Whether the usual name of a service leads to an endpoint, in a whole VPC.
 *
 * In which subnets the endpoint has its interfaces does not matter: private DNS serves the whole VPC, and local routes reach them.
 * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function captures(vpc: string, service: string, all: readonly PolicyResource[]): boolean | "unknown" {
    const verdicts = ofType(all, TYPES.vpcEndpoint)
        .filter((endpoint) => (vpcOf(endpoint, all) ?? vpc) === vpc)
        .map((endpoint) => leads(endpoint, service));
    return verdicts.includes(true) || (verdicts.includes("unknown") ? "unknown" : false);
}

function leads(endpoint: PolicyResource, service: string): boolean | "unknown" {
    const belongs = serves(endpoint, service);
    if (belongs === false) return false;
    if (GATEWAY_SERVICES.has(service) && textAt(endpoint.props, "vpcEndpointType") !== "Interface") return belongs;
    const privateDns = valueAt(endpoint.props, "privateDnsEnabled");
    if (privateDns === UNKNOWN) return "unknown";
    return privateDns === true ? belongs : false;
}
