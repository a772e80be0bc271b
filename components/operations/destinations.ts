/** From what a workload was declared to need to what the probe opens, and what its role must be allowed for that. */
import * as pulumi from "@pulumi/pulumi";

import type { Call, ProbedNeed } from "../../lambda/probe/needs";
import type { Statement } from "../policy-document";

/** The same object before the deployment, when texts may not be known yet. Words that are one of a few stay as they are. */
type Planned<T> = T extends unknown ? { readonly [Key in keyof T]: string extends T[Key] ? pulumi.Input<string> : T[Key] } : never;

/** One host and port, with the call that proves it. */
export type Destination = Planned<ProbedNeed>;

/** Something with an address inside the VPC only: a database, a cache, a service of the program. */
export type Inside = { readonly host: pulumi.Input<string> } & Extract<Call, { call: "postgresql" | "documentdb" | "redis" | "http" }>;

/** With what the calls are made. */
export interface Surroundings {
    readonly region: string;
    /** A secret that the workload reads. */
    readonly secretArn: pulumi.Input<string>;
    /** The log group of the probe. */
    readonly logGroup: { readonly name: pulumi.Input<string>; readonly arn: pulumi.Input<string> };
    /** The bucket for files. */
    readonly bucket: { readonly name: pulumi.Input<string>; readonly arn: pulumi.Input<string> };
    /** By need: `tcp:postgres:5432`. */
    readonly inside: Readonly<Record<string, Inside>>;
}

/**
 * What has to be opened for one need.
 *
 * @param need as the reachability tag spells it
 * @throws Error for a need that nobody has told how to open: a workload that needs more than before must not count as verified
 */
export function destinationsOf(need: string, surroundings: Surroundings): Destination[] {
    const inside = Object.hasOwn(surroundings.inside, need) ? surroundings.inside[need] : undefined;
    const [kind, what = "", port = ""] = need.split(":");
    if (kind === "tcp" && inside !== undefined) return [{ need, port: Number(port), ...inside }];
    if (kind === "service") return [serviceDestination(need, what, surroundings)];
    if (kind === "image") return registryDestinations(need, what);
    if (kind === "internet") return [{ need, host: what, port: Number(port), call: "https", path: "/" }];
    throw new Error(`self-check: ${need} has no destination; destinations.ts has to know how to open it`);
}

/** What the probe's role must be allowed for its calls: to see that something is there, never to read what it holds. */
export function statementsOf(
    destinations: readonly Destination[],
    { secretArn, logGroup, bucket }: Surroundings,
): pulumi.Output<Statement[]> {
    const called = new Set(destinations.map(({ call }) => call));
    return pulumi.output({ secretArn, logGroupArn: logGroup.arn, bucketArn: bucket.arn }).apply((arns) => {
        const statements: readonly (readonly [Call["call"], string, string, string])[] = [
            ["secretsmanager", "DescribeSecret", "secretsmanager:DescribeSecret", arns.secretArn],
            ["logs", "DescribeOwnLog", "logs:DescribeLogStreams", `${arns.logGroupArn}:*`],
            ["s3", "SeeBucket", "s3:ListBucket", arns.bucketArn],
            // A token is for the whole registry; AWS accepts no other resource here.
            // Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
            ["ecr", "SignInToRegistry", "ecr:GetAuthorizationToken", "*"],
        ];
        return statements
            .filter(([call]) => called.has(call))
            .map(([, Sid, action, resource]): Statement => ({ Sid, Effect: "Allow", Action: [action], Resource: [resource] }));
    });
}

function serviceDestination(need: string, service: string, { region, secretArn, logGroup, bucket }: Surroundings): Destination {
    const endpoint = { need, host: `${service}.${region}.amazonaws.com`, port: 443 } as const;
    switch (service) {
        case "secretsmanager":
            return { ...endpoint, call: "secretsmanager", secretArn };
        case "logs":
            return { ...endpoint, call: "logs", logGroup: logGroup.name };
        case "s3":
            return { ...endpoint, call: "s3", bucket: bucket.name };
        default:
            // Whatever the service says to an unsigned request, it was reached; a model that is asked would cost money.
            return { ...endpoint, call: "https", path: "/" };
    }
}

/** An image in ECR takes a token from the API and its layers from the registry. */
function registryDestinations(need: string, registry: string): Destination[] {
    const pull = {
        need,
        host: registry === "docker.io" ? "registry-1.docker.io" : registry,
        port: 443,
        call: "https",
        path: "/v2/",
    } as const;
    const region = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(registry)?.[1];
    return region === undefined ? [pull] : [{ need, host: `api.ecr.${region}.amazonaws.com`, port: 443, call: "ecr" }, pull];
}
