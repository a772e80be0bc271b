/**
 * What a workload must reach, as the tag `reachability:needs`, the output `needs` of a component and the policy's configuration spell it.
 */
import { listAt, textAt, UNKNOWN } from "../known";
import type { Graph, GraphNode } from "./graph";

/** One need. */
export type Need =
    /** An AWS API, by the last part of its endpoint's name: `service:secretsmanager`, `service:ecr.dkr`, `service:s3`. */
    | { readonly kind: "service"; readonly text: string; readonly service: string }
    /** A container registry, with the start of the repository where it matters: `image:ghcr.io`. */
    | { readonly kind: "image"; readonly text: string; readonly registry: string; readonly repository: string }
    /** A database, a cache, a service of the program, by its name there: `tcp:postgres:5432`. */
    | { readonly kind: "tcp"; readonly text: string; readonly name: string; readonly port: number }
    /** A file system by its name in the program: `efs:files`. */
    | { readonly kind: "efs"; readonly text: string; readonly name: string }
    /** A host on the internet: `internet:api.openai.com:443`. */
    | { readonly kind: "internet"; readonly text: string; readonly host: string; readonly port: number }
    /** A need that is spelled in no known way. */
    | { readonly kind: "unreadable"; readonly text: string };

/** Tag by which a resource of any program states its needs, separated by blanks. */
export const NEEDS_TAG = "reachability:needs";

/** Reads one need as it is spelled. */
export function parseNeed(text: string): Need {
    const [kind, ...rest] = text.split(":");
    const what = rest.join(":");
    const [, name, port] = /^(.+):(\d{1,5})$/.exec(what) ?? [];
    if (kind === "service" && /^[a-z0-9.-]+$/.test(what)) return { kind, text, service: what };
    if (kind === "image" && what !== "") {
        const [registry = "", ...path] = what.split("/");
        return { kind, text, registry, repository: path.join("/") };
    }
    if (kind === "tcp" && name !== undefined && isPort(port)) return { kind, text, name, port: Number(port) };
    if (kind === "efs" && what !== "") return { kind, text, name: what };
    if (kind === "internet" && name !== undefined && isPort(port)) return { kind, text, host: name.toLowerCase(), port: Number(port) };
    if (kind === "internet" && /^[A-Za-z0-9.-]+$/.test(what)) return { kind, text, host: what.toLowerCase(), port: 443 };
    return { kind: "unreadable", text };
}

function isPort(port: string | undefined): boolean {
    return port !== undefined && Number(port) > 0 && Number(port) <= 65_535;
}

/** What a workload, or the innermost component around it that does, declares. Undefined when nobody declares anything. */
export function declaredNeeds(graph: Graph, node: GraphNode, configured: Readonly<Record<string, string>>): string[] | undefined {
    const ofConfiguration = configured[node.name];
    const tag = textAt(node.properties, "tags", NEEDS_TAG) ?? textAt(node.properties, "tagsAll", NEEDS_TAG);
    const published = graph
        .ancestors(node)
        .map(({ properties }) => listAt(properties, "needs"))
        .find((needs) => needs !== undefined && needs !== UNKNOWN);
    const ofComponent = Array.isArray(published) ? published.filter((need) => typeof need === "string") : undefined;
    const declared = [words(ofConfiguration), words(tag), ofComponent].filter((needs) => needs !== undefined);
    return declared.length === 0 ? undefined : declared.flat();
}

function words(text: string | undefined): string[] | undefined {
    return text?.split(/\s+/).filter((word) => word !== "");
}

/** An image as it is written in a task definition: registry and repository. */
export function imageNeed(image: string): string {
    const [first = "", ...rest] = image.split("/");
    const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
    if (!isHost) return "image:docker.io";
    return ECR.test(first) && rest.length > 1 ? `image:${first}/${rest[0] ?? ""}` : `image:${first}`;
}

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
export const ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
