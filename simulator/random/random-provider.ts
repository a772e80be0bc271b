/** The random provider without its transport: inputs checked, values generated once, every change a replacement. */
import { isDeepStrictEqual } from "node:util";
import { version } from "@pulumi/random/package.json";
import { ProviderError } from "../provider/errors";
import type * as protocol from "../provider/provider";
import { holdsUnknown, UNKNOWN, type Properties, type Value } from "../provider/values";
import { RANDOM_TYPES, type Input, type RandomType } from "./resources";

/** Stands in for the provider of `@pulumi/random`. It needs no configuration and holds no state. */
export class RandomProvider implements protocol.Provider {
    readonly name = "random";
    readonly version = version;

    checkConfig(config: Properties): protocol.CheckResult {
        return { inputs: config, failures: [] };
    }

    configure(): void {
        // The package has no settings.
    }

    /** Defaults are not filled in here but in the outputs, as the real provider does: the state keeps what the program wrote. */
    check({ type, news }: protocol.CheckRequest): protocol.CheckResult {
        const randomType = typeOf(type);
        const failures = Object.entries(news).flatMap(([property, value]) => kindFailures(type, randomType.inputs, property, value));
        for (const [property, input] of Object.entries(randomType.inputs)) {
            if (input.required === true && news[property] === undefined) {
                failures.push({ property, reason: `${property} is missing: ${type} needs ${article(input.kind)}; set ${property}` });
            }
        }
        if (failures.length === 0 && !holdsUnknown(news)) failures.push(...randomType.problems(withDefaults(randomType, news)));
        return { inputs: news, failures };
    }

    diff({ type, oldInputs, news, ignoreChanges }: protocol.DiffRequest): protocol.DiffResult {
        const randomType = typeOf(type);
        const [before, after] = [withDefaults(randomType, oldInputs), withDefaults(randomType, news)];
        const changed = Object.keys({ ...before, ...after })
            .filter((property) => !ignoreChanges.includes(property))
            .filter((property) => !isDeepStrictEqual(before[property], after[property]));
        const differences = new Map(changed.map((property) => [property, replacement(before[property], after[property])]));
        return { differences, changed, replaces: changed, deleteBeforeReplace: false };
    }

    create({ type, inputs, preview }: protocol.CreateRequest): protocol.CreateResult {
        const randomType = typeOf(type);
        const known = withDefaults(randomType, inputs);
        if (preview) {
            return { id: "", outputs: { ...known, ...Object.fromEntries(randomType.computed.map((property) => [property, UNKNOWN])) } };
        }
        const { id, computed } = randomType.generate(known);
        return { id, outputs: { ...known, ...computed } };
    }

    /** Reached only for properties under `ignoreChanges`, so nothing changes: everything else is replaced. */
    update({ oldOutputs }: protocol.UpdateRequest): Properties {
        return oldOutputs;
    }

    read({ id, type, inputs, outputs }: protocol.ReadRequest): protocol.ReadResult {
        typeOf(type);
        if (inputs === undefined || outputs === undefined) {
            throw new ProviderError(
                `${type} ${id}: the simulated random provider cannot import; let the program create the resource instead`,
            );
        }
        return { id, inputs, outputs };
    }

    delete(): void {
        // Nothing exists outside Pulumi's state.
    }

    invoke(token: string): never {
        throw new ProviderError(`${token}: @pulumi/random has no functions; use one of its resources`);
    }
}

function typeOf(token: string): RandomType {
    const randomType = RANDOM_TYPES.get(token);
    if (randomType !== undefined) return randomType;
    const known = [...RANDOM_TYPES.keys()].map((each) => each.split(":")[2]).join(", ");
    throw new ProviderError(`${token}: the simulated random provider does not know this type; it knows ${known}`);
}

function kindFailures(
    type: string,
    inputs: Readonly<Record<string, Input>>,
    property: string,
    value: Value | undefined,
): protocol.CheckFailure[] {
    const input = inputs[property];
    if (input === undefined) {
        const known = Object.keys(inputs).join(", ");
        return [{ property, reason: `${property} is no property of ${type}; it has ${known}; remove or rename ${property}` }];
    }
    if (value === undefined || holdsUnknown(value) || hasKind(value, input.kind)) return [];
    return [{ property, reason: `${property} = ${JSON.stringify(value)}: must be ${article(input.kind)}; change ${property}` }];
}

function hasKind(value: Value, kind: Input["kind"]): boolean {
    switch (kind) {
        case "integer":
            return Number.isSafeInteger(value);
        case "map":
            return typeof value === "object" && value !== null && !Array.isArray(value);
        default:
            return typeof value === kind;
    }
}

function article(kind: Input["kind"]): string {
    return kind === "integer" ? "an integer" : `a ${kind}`;
}

function withDefaults(randomType: RandomType, given: Properties): Properties {
    const filled: Record<string, Value> = {};
    for (const [property, { byDefault }] of Object.entries(randomType.inputs)) {
        const value = given[property] ?? byDefault;
        if (value !== undefined) filled[property] = value;
    }
    // `number` is the old name of `numeric`: whichever is given holds for both.
    if ("number" in filled && given.number !== undefined && given.numeric === undefined) filled.numeric = given.number;
    if ("number" in filled && given.numeric !== undefined && given.number === undefined) filled.number = given.numeric;
    return filled;
}

function replacement(before: Value | undefined, after: Value | undefined): protocol.DifferenceKind {
    if (before === undefined) return "add-replace";
    return after === undefined ? "delete-replace" : "update-replace";
}
