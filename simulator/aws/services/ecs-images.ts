/** Where container images come from: which hosts a task must reach to pull one. */
import type { Destination } from "../../network/delivery";

export interface Image {
    /** As written, for messages. */
    readonly reference: string;
    /** Account, Region and repository of a private ECR registry. */
    readonly ecr?: { readonly accountId: string; readonly region: string; readonly repository: string };
    readonly hosts: readonly Destination[];
}

/**
 * Reads an image reference: https://docs.docker.com/reference/cli/docker/image/tag/
 *
 * @example imageOf("ghcr.io/librechat-ai/librechat:v0.8.8").hosts // [{ host: "ghcr.io", port: 443 }]
 */
export function imageOf(reference: string): Image {
    const [first = "", ...rest] = reference.split("/");
    const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(first);
    if (ecr !== null) {
        const [, accountId = "", region = ""] = ecr;
        return { reference, ecr: { accountId, region, repository: rest.join("/").replace(/[:@].*$/, "") }, hosts: ecrHosts(first, region) };
    }
    // Without a dot or port the first part is no host: the image is Docker Hub's.
    const isHost = rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
    if (!isHost) return { reference, hosts: [https("auth.docker.io"), https("registry-1.docker.io")] };
    const [host = "", port = "443"] = first.split(":");
    return { reference, hosts: [{ host, port: Number(port) }] };
}

/** Token, manifest, and layers, which are in S3: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
function ecrHosts(registry: string, region: string): readonly Destination[] {
    const bucket = `prod-${region}-starport-layer-bucket`;
    return [https(`api.ecr.${region}.amazonaws.com`), https(registry), https(`${bucket}.s3.${region}.amazonaws.com`)];
}

function https(host: string): Destination {
    return { host, port: 443 };
}
