/** In which Region a network is: every VPC is in exactly one, and the names of its services and zones have it. */
import { textAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import { remembered } from "./memo";

/** The Region of a VPC; undefined when nothing about it shows it. */
export function regionOf(graph: Graph, vpc: string): string | undefined {
    return remembered(graph, `region ${vpc}`, () => {
        const node = graph.node(vpc);
        const subnets = graph.referring(vpc, ["vpcId"], AWS.subnet, AWS.vpc);
        return shownBy(node) ?? subnets.map((subnet) => shownBy(subnet) ?? regionOfZone(subnet)).find((region) => region !== undefined);
    });
}

/** The Region in which all VPCs of a graph are; undefined when they are in several, or nothing shows it. */
export function commonRegion(graph: Graph): string | undefined {
    return remembered(graph, "common region", () => {
        const regions = new Set(graph.ofType(AWS.vpc).map(({ urn }) => regionOf(graph, urn)));
        const [region] = regions;
        return regions.size === 1 ? region : undefined;
    });
}

/** The Region in the name of an endpoint's service: `com.amazonaws.us-east-1.ecr.dkr`. */
export function regionOfService(serviceName: string): string | undefined {
    return serviceName.split(".").find((part) => REGION.test(part));
}

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** A provider may say it, and an ARN does. */
function shownBy(node: GraphNode | undefined): string | undefined {
    const ofArn = textAt(node?.properties, "arn")?.split(":")[3];
    return [textAt(node?.properties, "region"), ofArn].find((region) => region !== undefined && REGION.test(region));
}

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html */
function regionOfZone({ properties }: GraphNode): string | undefined {
    return /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(textAt(properties, "availabilityZone") ?? "")?.[1];
}
