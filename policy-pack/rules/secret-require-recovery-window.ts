import { shown, UNKNOWN, valueAt } from "../known";
import { stagedPolicy, type ProtectableResource, type Stage } from "../production";
import type { SelectiveCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Secrets in production can be restored for a week or longer after they are deleted.
 *
 * With 0 days the value is gone at once, and with it what it encrypts. AWS's default is 30 days, so a secret that says nothing is accepted.
 * A stack with `librechat:retireStack` is to be destroyed: the rule does not hold it back.
 */
export function checkRecoveryWindow({ name, props }: ProtectableResource, { production, retired }: Stage): ReturnType<SelectiveCheck> {
    if (!production) return { notApplicable: "The stack is no production stack" };
    if (retired) return { notApplicable: "The stack is being retired (librechat:retireStack)" };
    const days = valueAt(props, "recoveryWindowInDays");
    if (days === UNKNOWN) return "unknown";
    // AWS takes 0, or 7 to 30.
    return days === undefined || Number(days) >= 7
        ? []
        : [`recoveryWindowInDays of secret ${name} = ${shown(days)}; wanted are 7 to 30 days in production.`];
}

export const secretRequireRecoveryWindow = stagedPolicy(
    {
        name: "secret-require-recovery-window",
        displayName: "Production secrets can be restored",
        description: "Secrets in production can be restored for a week or longer after they are deleted.",
        severity: "medium",
        remediationSteps: "Leave recoveryWindowInDays out or set it to 7 to 30.",
        url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
    },
    [TYPES.secret],
    checkRecoveryWindow,
);
