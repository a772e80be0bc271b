/** Changes to what is no part of the network itself: images, instances of clusters, switches of the account. */
import { listAt, textAt } from "../known";
import { AWS } from "./aws-types";
import { free, type Change } from "./change";
import { add, newNode, set, type Edit } from "./edits";
import type { Graph, GraphNode } from "./graph";
import { imageNeed, NEEDS_TAG } from "./needs";
import { definitionOf, parsedList } from "./needs-of-ecs";
import type { Hop } from "./path";
import { nameOf } from "./places";
import { USD_PER_MONTH } from "./price";

type Hint<K> = Extract<NonNullable<Hop["repair"]>, { kind: K }>;

export function exclusionChange(graph: Graph, { vpc, mode }: Hint<"public-access-exclusion">): Change {
    const exclusion = newNode(AWS.publicAccessExclusion, `of ${vpc}`, { internetGatewayExclusionMode: mode }, { vpcId: [vpc] });
    const what = `exclude VPC ${nameOf(graph, vpc)} from Block Public Access (aws.ec2.VpcBlockPublicAccessExclusion, ${mode})`;
    return free(`exclusion|${vpc}|${mode}`, what, [add(exclusion)]);
}

export function clusterInstanceChange(graph: Graph, cluster: string): Change {
    const isDocumentDb = graph.node(cluster)?.type === AWS.documentDbCluster;
    const [type, size, usdPerMonth] = isDocumentDb
        ? ([AWS.documentDbClusterInstance, "db.t4g.medium", USD_PER_MONTH.documentDbInstance] as const)
        : ([AWS.rdsClusterInstance, "db.serverless", USD_PER_MONTH.auroraInstance] as const);
    const instance = newNode(type, `of ${cluster}`, { instanceClass: size }, { clusterIdentifier: [cluster] });
    const what = `add an instance (${size}) to cluster ${nameOf(graph, cluster)}`;
    return { key: `instance|${cluster}`, what, usdPerMonth, edits: [add(instance)] };
}

/** The image is named in the task definition, in the build, and wherever the need of it is declared. */
export function imageCopyChange(graph: Graph, { workload, image, copy }: Hint<"image-copy">): Change {
    const node = graph.node(workload);
    const definition = node?.type === AWS.ecsService ? definitionOf(graph, node) : undefined;
    const named = definition ?? node;
    const what = `copy the image of ${image.replace("image:", "")} to a repository in ECR, and name it in ${named?.name ?? workload}`;
    const edits = [
        ...(definition === undefined ? [] : containerEdits(definition, image, copy)),
        ...(node === undefined ? [] : [...buildEdits(node, image, copy), ...tagEdits(node, image, copy)]),
        ...(node === undefined ? [] : graph.ancestors(node).flatMap((component) => componentEdits(component, image, copy))),
    ];
    const renamed = { workload, from: image, to: copy };
    return { key: `copy|${workload}|${image}`, what, usdPerMonth: USD_PER_MONTH.imageInRegistry, edits, renamed };
}

function containerEdits({ urn, properties }: GraphNode, image: string, copy: string): Edit[] {
    const containers = parsedList(textAt(properties, "containerDefinitions") ?? "");
    if (containers === undefined) return [];
    const edited = containers.map((container) => {
        const own = textAt(container, "image");
        return own !== undefined && imageNeed(own) === image ? { ...(container as object), image: copied(own, copy) } : container;
    });
    return [set(urn, { containerDefinitions: JSON.stringify(edited) })];
}

function buildEdits({ type, urn, properties }: GraphNode, image: string, copy: string): Edit[] {
    const own = textAt(properties, "environment", "image");
    if (type !== AWS.codeBuildProject || own === undefined || imageNeed(own) !== image) return [];
    return [set(urn, { environment: { ...(properties["environment"] as object), image: copied(own, copy) } })];
}

/** @example copied("ghcr.io/a/b:v1", "image:000000000000.dkr.ecr.us-east-1.amazonaws.com/copies") // "000000000000.dkr.ecr.us-east-1.amazonaws.com/copies/b:v1" */
function copied(image: string, copy: string): string {
    return `${copy.replace("image:", "")}/${image.split("/").at(-1) ?? ""}`;
}

function tagEdits({ urn, properties }: GraphNode, image: string, copy: string): Edit[] {
    return ["tags", "tagsAll"].flatMap((property) => {
        const needs = textAt(properties, property, NEEDS_TAG);
        if (needs === undefined) return [];
        const renamed = needs.split(/\s+/).map((need) => (need === image ? copy : need));
        return [set(urn, { [property]: { ...(properties[property] as object), [NEEDS_TAG]: renamed.join(" ") } })];
    });
}

function componentEdits({ urn, properties }: GraphNode, image: string, copy: string): Edit[] {
    const needs = listAt(properties, "needs");
    return Array.isArray(needs) ? [set(urn, { needs: needs.map((need) => (need === image ? copy : need)) })] : [];
}
