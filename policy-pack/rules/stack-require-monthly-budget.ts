import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { dollars } from "../../config/prices";
import { THIS_RUN, type Run } from "../exceptions/run";
import { estimate, unpricedText, type Estimate } from "../prices/estimate";
import { PRICES_STATED } from "../prices/rates";
import { graphOfResources } from "../reachability/from-pulumi";
import { configuredStackPolicy, type Finding } from "../rule";
import { TYPES } from "../types";

interface BudgetSettings {
    /** None: the rule says nothing. */
    readonly monthlyBudgetUsd?: number;
}

const URL = "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html";

const INFORMING = "stack-inform-monthly-cost";

/** What a stack costs, in lines: the largest items, what is not priced, and where the prices come from. */
function explained({ items, unpriced }: Estimate): string[] {
    const largest = items.slice(0, 3).map(({ node, what, usdPerMonth }) => `${node.name} (${what}) ${dollars(usdPerMonth)}`);
    return [
        `The largest items: ${largest.length === 0 ? "none" : largest.join(", ")}.`,
        ...(unpriced.length === 0 ? ["Everything is priced."] : ["Not priced:", ...unpricedText(unpriced).map((line) => `  - ${line}`)]),
        `${PRICES_STATED}.`,
    ];
}

/**
 * The stack costs no more a month than its budget.
 *
 * Counts what is sure to be paid: capacity and rates, the least that a scaled service runs. What is paid by use, or not known, is listed and
 * not guessed.
 */
export function stackRequireMonthlyBudget(run: Run = THIS_RUN): StackValidationPolicy {
    return configuredStackPolicy<BudgetSettings>(
        {
            name: "stack-require-monthly-budget",
            displayName: "The stack stays within its budget",
            description: "The AWS resources of the stack cost no more a month than the budget, as far as prices can be told beforehand.",
            enforcementLevel: "mandatory",
            severity: "medium",
            remediationSteps: "Make one of the largest items smaller, or raise monthlyBudgetUsd in the configuration of the pack.",
            url: URL,
            properties: {
                monthlyBudgetUsd: {
                    type: "number",
                    exclusiveMinimum: 0,
                    description: "What the stack may cost a month, in US dollars; without it the rule says nothing.",
                },
            },
            run,
        },
        (resources, { monthlyBudgetUsd }, exceptions) => {
            if (monthlyBudgetUsd === undefined) return [];
            const found = judged(resources, monthlyBudgetUsd);
            if (found.isWithin) run.note(INFORMING, found.finding);
            return found.isWithin || exceptions.covers(found.finding) ? [] : [found.finding];
        },
    );
}

function judged(resources: readonly PolicyResource[], budgetUsd: number): { isWithin: boolean; finding: Finding } {
    const found = estimate(graphOfResources(resources));
    const sum = dollars(found.usdPerMonth);
    const isWithin = found.usdPerMonth <= budgetUsd;
    const verdict = isWithin
        ? `The stack costs ${sum} a month, of ${dollars(budgetUsd)} that it may cost.`
        : `The stack costs ${sum} a month; monthlyBudgetUsd = ${budgetUsd} allows ${dollars(found.usdPerMonth - budgetUsd)} less.`;
    // At the stack, which is there in every program.
    const urn = resources.find(({ type }) => type === TYPES.stack)?.urn ?? "";
    return { isWithin, finding: { urn, message: [verdict, ...explained(found)].join("\n") } };
}

/** What a stack with a budget costs is said, even where it stays within. */
export function stackInformMonthlyCost(run: Run = THIS_RUN): StackValidationPolicy {
    return configuredStackPolicy(
        {
            name: INFORMING,
            displayName: "What the stack costs is said",
            description:
                "What a stack with a budget costs a month, and what of it is not priced, is said where it stays within the budget.",
            enforcementLevel: "advisory",
            severity: "low",
            remediationSteps: "Nothing to do; what is not priced is worth a look at the calculator of AWS.",
            url: URL,
            properties: {},
            run,
        },
        (_, __, exceptions) => run.takeNotes(INFORMING).filter((finding) => !exceptions.covers(finding)),
    );
}
