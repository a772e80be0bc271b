import { configuredStackPolicy, joined, type StackCheck } from "../rule";
import { checkHttps } from "./load-balancer-require-https";
import { checkVersioning } from "./s3-bucket-require-versioning";
import { checkOneSubnetPerZone } from "./vpc-endpoint-require-one-subnet-per-zone";
import { checkAdmittingGroup } from "./vpc-endpoint-require-admitting-group";
import { checkPrivateDns } from "./vpc-endpoint-require-private-dns";
import { checkPublicAccessBlock } from "./s3-bucket-require-public-access-block";
import { checkOpenIngress } from "./security-group-disallow-open-ingress";

/**
 * Not among them: `s3-bucket-require-tls`. The policy of a bucket names its ARN, so it is unknown in every first preview, and a note that is
 * always there is read by nobody; like other policy documents it is judged in the update.
 */
const CHECKS: readonly StackCheck[] = [
    checkAdmittingGroup,
    checkOneSubnetPerZone,
    checkOpenIngress,
    checkPrivateDns,
    checkPublicAccessBlock,
    checkVersioning,
    // As for production, where it asks most: what stage the stack has makes no difference to what is unknown.
    (resources) => checkHttps(resources, { production: true }),
];

/** What the rules across resources could not tell. The proof of reachability has a rule of its own for that: `workload-inform-reachability`. */
export const checkUndecided: StackCheck = (resources) => joined(CHECKS.map((check) => check(resources)));

/**
 * What a preview cannot tell is said, and stops nobody.
 *
 * The rules across resources judge after the resources of an update exist, so that an unnoticed "unknown" in the preview would be a
 * promise that nobody keeps. It is advisory, since stacks that adopt what others created will always have some.
 */
export const previewInformUndecided = configuredStackPolicy(
    {
        name: "preview-inform-undecided",
        displayName: "What a preview cannot tell is said",
        description: "What the rules across resources cannot tell before the update is reported.",
        enforcementLevel: "advisory",
        severity: "low",
        remediationSteps: "Look at it by hand, or pass ids, zones and address blocks that are known before the update.",
        url: "https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/",
        properties: {},
    },
    (resources, _, exceptions) =>
        checkUndecided(resources)
            .undecided.map(({ urn, message }) => ({ urn, message: `${message}.` }))
            .filter((finding) => !exceptions.covers(finding)),
);
