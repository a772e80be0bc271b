import type { PolicyResource } from "@pulumi/policy";
import { prove } from "../../../policy-pack/reachability/decide";
import { explain } from "../../../policy-pack/reachability/explain";
import { graphOfResources } from "../../../policy-pack/reachability/from-pulumi";
import { TYPES } from "../../../policy-pack/types";
import { resource, UNKNOWN_TEXT, vpc } from "../graph";

/** A VPC with NAT gateways, as a first preview knows it. */
export const net = vpc({ natGateways: true });

/** An interface endpoint for Secrets Manager. */
export function endpoint(props: Record<string, unknown>, dependencies: Record<string, PolicyResource[]>, parent?: PolicyResource) {
    return resource(
        TYPES.vpcEndpoint,
        "secrets",
        {
            serviceName: "com.amazonaws.us-east-1.secretsmanager",
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            vpcId: UNKNOWN_TEXT,
            ...props,
        },
        { vpcId: net.behindOutputs, ...dependencies },
        parent,
    );
}

/** What the proof reports about the same stack, by code. */
export function proven(resources: PolicyResource[]): string[] {
    return explain(prove(graphOfResources(resources))).flatMap(({ codes }) => codes);
}
