import type { PolicyResource } from "@pulumi/policy";
import { UNKNOWN, valueAt } from "../known";
import { ofType } from "../references";
import { TYPES } from "../types";

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
