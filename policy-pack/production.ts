import type { PolicyConfigSchema, PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { matches } from "./iam/wildcards";
import { resourcePolicy, stackPolicy, type ResourceCheck, type RuleText, type SelectiveCheck, type Verdict } from "./rule";
import { settings } from "./settings";

/** How far the data of a stack is to be kept. */
export interface Stage {
    /** Whether people would miss what the stack holds. */
    readonly production: boolean;
    /** Whether the stack is about to be destroyed on purpose: the setting `librechat:retireStack`. */
    readonly retired: boolean;
}

/** What a stage is told from. */
export interface StageSigns {
    /** Name of the stack. */
    readonly stack: string;
    /** The stack's configuration as Pulumi keeps it: `namespace:name` and text. Empty outside an update. */
    readonly configuration: Readonly<Record<string, string>>;
    readonly stackTags: ReadonlyMap<string, string>;
    /** Patterns from the rule's own configuration. */
    readonly productionStacks: readonly string[];
}

/** Tags that people give stacks to tell them apart, in the order in which they are asked. */
const STAGE_TAGS = ["environment", "env", "stage"] as const;

const PRODUCTION = /^prod(uction)?$/i;

/** `prod`, `eu-prod`, `production-2`; not `product` or `preprod`. */
const PRODUCTION_NAME = /(^|[-_.])prod(uction)?([-_.]|$)/i;

/**
 * Tells the stage of a stack.
 *
 * The rule's configuration has the first word, since those who enforce the pack write it. Then the stack itself is asked: its setting
 * `librechat:preset`, a tag, and only where it has neither its name, which is a guess.
 */
export function stageOf({ stack, configuration, stackTags, productionStacks }: StageSigns): Stage {
    const preset = configuration["librechat:preset"];
    const tag = STAGE_TAGS.map((name) => stackTags.get(name)).find((value) => value !== undefined);
    const said = preset !== undefined ? preset === "production" : tag !== undefined ? PRODUCTION.test(tag) : PRODUCTION_NAME.test(stack);
    return {
        production: productionStacks.some((pattern) => matches(pattern, stack)) || said,
        retired: configuration["librechat:retireStack"] === "true",
    };
}

/** The setting that rules on production stacks share. */
const PRODUCTION_SETTINGS: PolicyConfigSchema["properties"] = {
    productionStacks: {
        type: "array",
        items: { type: "string" },
        description:
            'Names of production stacks, with * for any letters, for example ["live-*"]; besides those whose setting librechat:preset, ' +
            "stack tag environment, env or stage, or else name says production.",
        default: [],
    },
};

interface ProductionConfig {
    readonly productionStacks?: readonly string[];
}

/** What a policy is told about the stack that it is run on. */
interface Surroundings {
    readonly stackTags: ReadonlyMap<string, string>;
    readonly getConfig: () => ProductionConfig;
}

/** The name of the stack comes from a URN, which is there in `pulumi policy analyze` too. */
function stageIn({ stackTags, getConfig }: Surroundings, urn: string | undefined): Stage {
    const stack = urn?.split(":")[2] ?? "";
    return stageOf({ stack, configuration: pulumi.runtime.allConfig(), stackTags, productionStacks: getConfig().productionStacks ?? [] });
}

/** A resource, and whether Pulumi protects it. */
export type ProtectableResource = Parameters<ResourceCheck>[0] & { readonly protect: boolean };

/** A policy like `resourcePolicy`, whose check knows the stage of the stack. */
export function stagedPolicy(
    text: RuleText,
    types: readonly string[],
    check: (resource: ProtectableResource, stage: Stage) => ReturnType<SelectiveCheck>,
): ResourceValidationPolicy {
    return {
        ...text,
        enforcementLevel: "mandatory",
        configSchema: settings(PRODUCTION_SETTINGS),
        validateResource: async (args, reportViolation) => {
            const { opts, urn } = args;
            const { validateResource } = resourcePolicy(text, types, ({ type, name, props }) =>
                check({ type, name, props, protect: opts.protect }, stageIn(args, urn)),
            );
            for (const validate of [validateResource ?? []].flat()) await validate(args, reportViolation);
        },
    };
}

/** A policy like `stackPolicy`, whose check knows the stage of the stack. */
export function stagedStackPolicy(
    text: RuleText,
    check: (resources: readonly PolicyResource[], stage: Stage) => Verdict,
): StackValidationPolicy {
    return {
        ...text,
        enforcementLevel: "mandatory",
        configSchema: settings(PRODUCTION_SETTINGS),
        validateStack: (args, reportViolation) => {
            const policy = stackPolicy(text, (resources) => check(resources, stageIn(args, resources[0]?.urn)));
            return policy.validateStack(args, reportViolation);
        },
    };
}
