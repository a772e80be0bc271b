/** Which registry a container image comes from: what the task must reach, and be allowed, to pull it. */

/** A private Amazon ECR repository. */
export interface EcrRepository {
    readonly registry: string;
    readonly arn: string;
}

/**
 * The registry's host; Docker Hub where the image names none.
 *
 * @example registryOf("ghcr.io/librechat-ai/librechat:v0.8.8") // "ghcr.io"
 * @example registryOf("postgres:16") // "docker.io"
 */
export function registryOf(image: string): string {
    const [first = "", ...rest] = image.split("/");
    return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}

/** The private ECR repository that an image comes from, or undefined for any other registry. */
export function ecrRepositoryOf(image: string): EcrRepository | undefined {
    const match = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^:@]+)/.exec(image);
    if (!match?.groups) return undefined;
    const { account, region, repository } = match.groups;
    return { registry: registryOf(image), arn: `arn:aws:ecr:${region}:${account}:repository/${repository}` };
}
