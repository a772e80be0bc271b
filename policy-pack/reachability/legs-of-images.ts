/** The ways to container images, each of which may be several things to reach. */
import { textAt } from "../known";
import { AWS } from "./aws-types";
import type { Client } from "./client";
import { legTruth, type Leg } from "./leg";
import { service } from "./legs-of-services";
import { ECR } from "./needs";
import type { Outside } from "./destination";
import { waysOut } from "./outside";
import { broken, type Hop, type Path } from "./path";
import { regionOf } from "./region";

/**
 * An image in ECR is asked for at one API, described by another and stored in S3, in the Region of the registry.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export function ecr(client: Client, registry?: string): Leg[] {
    const [, ofRegistry] = /\.ecr\.([a-z0-9-]+)\./.exec(registry ?? "") ?? [];
    const region = ofRegistry ?? regionOf(client.graph, client.subnet.vpc ?? "");
    const asked = region === undefined ? {} : { region };
    return [
        service(client, "ecr.api", asked),
        service(client, "ecr.dkr", asked),
        service(client, "s3", { ...asked, bucket: `prod-${region ?? "*"}-starport-layer-bucket` }),
    ];
}

/** An image by its registry, and the start of its repository where that matters. */
export function image(client: Client, registry: string, repository: string): Leg[] {
    if (!ECR.test(registry)) {
        const leg = fromInternet(client, { what: registry, port: 443 });
        return [
            withCopy(
                client,
                `image:${registry}`,
                withCode(leg, "EXTERNAL_IMAGE_NO_EGRESS", `${registry} is a registry that no endpoint serves`),
            ),
        ];
    }
    const legs = ecr(client, registry);
    if (!isCached(client, repository)) return legs;
    // The first pull through PrivateLink fetches the image from the public registry, by the way out of the subnet.
    const first = fromInternet(client, { what: `${registry}/${repository}`, port: 443 });
    const why = "the first pull through this cache needs a way to the internet";
    return [...legs, withCopy(client, `image:${registry}/${repository}`, withCode(first, "PTC_FIRST_PULL", why))];
}

/** `ROOT` stands for every repository: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
function isCached({ graph }: Client, repository: string): boolean {
    return graph.ofType(AWS.pullThroughCache).some(({ properties }) => {
        const prefix = textAt(properties, "ecrRepositoryPrefix");
        return prefix !== undefined && (prefix === "ROOT" || repository === prefix || repository.startsWith(`${prefix}/`));
    });
}

function fromInternet(client: Client, outside: Outside): Leg {
    return { what: outside.what, possible: waysOut(client, outside), others: [] };
}

/** Says, ahead of what is broken on the way, why only the internet will do. */
function withCode(leg: Leg, code: "EXTERNAL_IMAGE_NO_EGRESS" | "PTC_FIRST_PULL", why: string): Leg {
    const possible = leg.possible.map((path): Path => {
        const faults = path.hops.filter(({ passes }) => passes === false);
        if (faults.length === 0) return path;
        const hop: Hop = broken(
            code,
            leg.what,
            why,
            faults.flatMap(({ on }) => on.slice(0, 1)),
        );
        return { ...path, hops: [{ ...hop, isConsequence: true }, ...path.hops] };
    });
    return { ...leg, possible };
}

/** Repository of copies, as repairs call it. */
const COPIES = "copies";

/** What there could be in the place of a registry that cannot be reached: a copy in the account's own, and the way there. */
function withCopy(client: Client, need: string, leg: Leg): Leg {
    if (legTruth(leg) !== false) return leg;
    const { graph, subnet, workload } = client;
    const registry = `000000000000.dkr.ecr.${regionOf(graph, subnet.vpc ?? "") ?? "us-east-1"}.amazonaws.com`;
    const hint = { kind: "image-copy", workload: workload.node.urn, image: need, copy: `image:${registry}/${COPIES}` } as const;
    const missing = broken("EXTERNAL_IMAGE_NO_EGRESS", leg.what, "there is no copy of the image in ECR", [workload.node.urn, need], hint);
    const there = ecr(client, registry).flatMap((each) =>
        legTruth(each) === true ? [] : ((each.others[0] ?? each.possible[0])?.hops ?? []),
    );
    return { ...leg, others: [{ via: "a copy in ECR", isForRepairOnly: true, hops: [missing, ...there] }] };
}
