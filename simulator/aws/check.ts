/** What the provider says to a resource's inputs before anything is planned, and what it fills in. */
import type { CheckFailure, CheckRequest, CheckResult } from "../provider/provider";
import type { Properties } from "../provider/values";
import type { KnownType } from "./catalogue";
import { conform, missingProperties } from "./conform";
import { combinationFailures, requiredFailures } from "./constraints";
import { withDefaults } from "./defaults";
import type { AwsConfig } from "./provider-config";
import { withRegion } from "./region";
import { factProblems } from "./facts-rules";
import { DEFAULTS_MARK, withoutMarks } from "./state";
import { withAllTags } from "./tags";

/** All failures at once, in the words of Pulumi's bridge where it has them. */
export function checkInputs(known: KnownType, request: CheckRequest, config: AwsConfig): CheckResult {
    const conformed = conform(known.token, known.shape.inputs, present(request.news));
    // Rules about values that are of the wrong kind would only repeat the complaint, or stumble over them.
    if (conformed.failures.length > 0) {
        return { inputs: conformed.value, failures: conformed.failures.map((failure) => inBridgeForm(request.name, failure)) };
    }
    const written = withRegion(known, withAllTags(known, conformed.value, config), config);
    const filled = withDefaults(known, request, written);
    const missing = [...missingProperties(known.shape.inputs, filled.inputs), ...requiredFailures(known, filled.inputs)];
    const given = withoutMarks(filled.inputs);
    const ofType = known.behaviour.check?.(given) ?? [];
    const judged = new Set(ofType.map(({ property }) => property));
    const failures = [
        ...filled.failures,
        ...uniqueByProperty(missing),
        // A default that was filled in is nothing that the program gave.
        ...combinationFailures(known, written),
        ...ofType,
        // The type's own words are the better ones where it has judged a property itself.
        ...factProblems(known, given).filter(({ property }) => !judged.has(property)),
    ];
    return { inputs: filled.inputs, failures: failures.map((failure) => inBridgeForm(request.name, failure)) };
}

function present(inputs: Properties): Properties {
    return Object.fromEntries(
        Object.entries(inputs).filter(([key, value]) => key !== DEFAULTS_MARK && value !== undefined && value !== null),
    );
}

function uniqueByProperty(failures: readonly CheckFailure[]): readonly CheckFailure[] {
    return [...new Map(failures.map((failure) => [failure.property, failure])).values()];
}

/** The engine shows the reason only; the bridge therefore puts the place into it. */
function inBridgeForm(name: string, { property, reason }: CheckFailure): CheckFailure {
    if (property === "" || reason.startsWith("Missing required property")) return { property, reason };
    return { property, reason: `${reason}. Examine values at '${name}.${property}'.` };
}
