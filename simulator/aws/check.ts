/** What the provider says to a resource's inputs before anything is planned, and what it fills in. */
import type { CheckFailure, CheckRequest, CheckResult } from "../provider/provider";
import type { Properties } from "../provider/values";
import type { KnownType } from "./catalogue";
import { constraintFailures } from "./constraints";
import { withDefaults } from "./defaults";
import type { AwsConfig } from "./provider-config";
import { withRegion } from "./region";
import { withAllTags } from "./tags";

/** All failures at once, in the words of Pulumi's bridge where it has them. */
export function checkInputs(known: KnownType, request: CheckRequest, config: AwsConfig): CheckResult {
    const written = withRegion(known, withAllTags(known, present(request.news), config), config);
    const filled = withDefaults(known, request, written);
    const failures = [...filled.failures, ...constraintFailures(known, filled.inputs), ...behaviourFailures(known, filled.inputs)];
    return { inputs: filled.inputs, failures: failures.map((failure) => inBridgeForm(request.name, failure)) };
}

function behaviourFailures(known: KnownType, inputs: Properties): readonly CheckFailure[] {
    return known.behaviour.check?.(inputs) ?? [];
}

function present(inputs: Properties): Properties {
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null));
}

/** The engine shows the reason only; the bridge therefore puts the place into it. */
function inBridgeForm(name: string, { property, reason }: CheckFailure): CheckFailure {
    if (property === "" || reason.startsWith("Missing required property")) return { property, reason };
    return { property, reason: `${reason}. Examine values at '${name}.${property}'.` };
}
