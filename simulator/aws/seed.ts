/**
 * What the simulated account holds before anyone deploys: what a company's account has been given by its administrators.
 *
 * A public hosted zone is not made by a deployment (its name servers must be entered at the registrar by hand), so a stack with a
 * domain looks it up. Nothing else is there: no default VPC, as in an account that was hardened.
 */
import type { StoredResource } from "./account";

const ZONE_ID = "Z00000000EXAMPLECOM";

/** Region of what belongs to the whole account: IAM, Route 53, CloudFront. */
export const GLOBAL = "global";

/** The domain of the seeded zone. Reserved for examples by RFC 2606, so nothing real can be meant. */
export const SEED_DOMAIN = "example.com";

const SEED: readonly StoredResource[] = [
    {
        type: "aws:route53/zone:Zone",
        id: ZONE_ID,
        region: GLOBAL,
        properties: {
            name: SEED_DOMAIN,
            zoneId: ZONE_ID,
            arn: `arn:aws:route53:::hostedzone/${ZONE_ID}`,
            comment: "Public zone of the company, in the account before the deployment",
            nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com", "ns-3.awsdns-03.net", "ns-4.awsdns-04.co.uk"],
            primaryNameServer: "ns-1.awsdns-01.org",
            forceDestroy: false,
            vpcs: [],
            tags: {},
            tagsAll: {},
        },
    },
];

/** The resources of a new account. */
export function seed(): readonly StoredResource[] {
    return SEED;
}

/** Whether a resource was there from the start, so that it is no leftover of a deployment. */
export function isSeed(resource: Pick<StoredResource, "type" | "id">): boolean {
    return SEED.some(({ type, id }) => type === resource.type && id === resource.id);
}
