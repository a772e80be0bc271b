import type { PolicyResource } from "@pulumi/policy";
import { isGiven, UNKNOWN, valueAt } from "../known";
import { configuredStackPolicy, joined, KEPT, undecided, violated, type Verdict } from "../rule";

interface TagSettings {
    readonly tags?: readonly string[];
}

/** With the provider's default tags, and without: one of them holds all that AWS will see. */
const TAGS = ["tagsAll", "tags"] as const;

/**
 * Resources of AWS have the tags that the configuration of this rule lists, the default tags of their provider included.
 *
 * Nothing is required by default: which tags a company bills and searches by is its own, and a guess would refuse every other program.
 * A resource that shows neither `tags` nor `tagsAll` takes none.
 */
export function checkTags(resources: readonly PolicyResource[], required: readonly string[]): Verdict {
    if (required.length === 0) return KEPT;
    return joined(resources.filter(({ type }) => type.startsWith("aws:")).map((resource) => judge(resource, required)));
}

function judge(resource: PolicyResource, required: readonly string[]): Verdict {
    const { name, props } = resource;
    const shown = TAGS.filter((property) => property in props);
    if (shown.length === 0) return KEPT;
    const absent = required.filter((tag) => !shown.some((property) => isGiven(valueAt(props, property, tag))));
    if (absent.length === 0) return KEPT;
    // What a preview does not know may hold the rest.
    return shown.some((property) => valueAt(props, property) === UNKNOWN)
        ? undecided(resource, `whether ${name} has the ${absent.length === 1 ? "tag" : "tags"} ${absent.join(", ")} is not known yet`)
        : violated(
              resource,
              `tags of ${name} lack ${absent.join(", ")}; wanted ${absent.length === 1 ? "is a value for it" : "are values for them"}.`,
          );
}

export const resourceRequireTags = configuredStackPolicy<TagSettings>(
    {
        name: "resource-require-tags",
        displayName: "Resources have the required tags",
        description:
            "Resources of AWS have the tags that the configuration of this rule lists, the default tags of their provider included.",
        enforcementLevel: "mandatory",
        severity: "low",
        remediationSteps: "Add the tags to defaultTags of the provider, which gives them to each of its resources.",
        url: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
        properties: {
            tags: {
                type: "array",
                items: { type: "string" },
                description: 'Names of the tags that each resource has to have, for example ["cost-center", "owner"].',
                default: [],
            },
        },
    },
    (resources, { tags }, exceptions) => {
        const { violations, undecided: waiting } = checkTags(resources, tags ?? []);
        for (const finding of waiting) exceptions.awaits(finding);
        return violations.filter((finding) => !exceptions.covers(finding));
    },
);
