import { strict as assert } from "node:assert";
import { Catalogue, type KnownType } from "../../../simulator/aws/catalogue";
import { defaultsOf } from "../../../simulator/aws/facts";
import { valuesAt, withoutPositions } from "../../../simulator/aws/paths";
import { SERVICES } from "../../../simulator/aws/services/index";
import { UNKNOWN, type Properties } from "../../../simulator/provider/values";
import { inputsWith, leafPaths, versionsOf } from "./facts-inputs";
import { deployment } from "./harness";

const catalogue = new Catalogue(SERVICES);
const aws = deployment();

function failuresOf({ token }: KnownType, inputs: Properties): readonly { property: string; reason: string }[] {
    return aws.check(token, "it", inputs).failures.map(({ property, reason }) => ({ property: withoutPositions(property), reason }));
}

function replacesOf({ token }: KnownType, olds: Properties, news: Properties): readonly string[] {
    const request = { urn: "", type: token, name: "it", id: "it", oldInputs: olds, oldOutputs: olds, news, ignoreChanges: [] };
    return aws.provider.diff(request).replaces;
}

/** Properties that force a replacement, and a change of each that an exception leaves alone. */
const EXCEPTIONS: readonly (readonly [token: string, property: string, old: string | number, next: string | undefined])[] = [
    ["aws:ec2/vpc:Vpc", "cidrBlock", "10.0.0.0/16", undefined],
    ["aws:rds/cluster:Cluster", "snapshotIdentifier", "before-upgrade", undefined],
    ["aws:docdb/cluster:Cluster", "snapshotIdentifier", "before-upgrade", ""],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "port", 6379, undefined],
];

/** Paths whose replacement depends on more than a change. */
function conditional({ facts }: KnownType): readonly string[] {
    return ["region", ...(facts.forcesReplacementWhen ?? []).map(({ prop }) => prop.split(".")[0] ?? prop)];
}

/** Each fact of each simulated type, looked at through the provider. */
describe("facts", () => {
    it("list these exceptions to what forces a replacement, and no others", () => {
        const listed = catalogue.resourceTypes.flatMap((token) => {
            const { forcesReplacement = [], forcesReplacementWhen = [] } = catalogue.resourceType(token).facts;
            return forcesReplacementWhen.filter(({ prop }) => forcesReplacement.includes(prop)).map(({ prop }) => `${token} ${prop}`);
        });
        assert.deepEqual(listed.sort(), EXCEPTIONS.map(([token, property]) => `${token} ${property}`).sort());
    });

    for (const [token, property, old, next] of EXCEPTIONS) {
        it(`${token} is left alone when ${property} goes from ${old} to ${next ?? "nothing"}`, () => {
            const request = { urn: "", type: token, name: "it", id: "it", oldOutputs: {}, ignoreChanges: [] };
            const { differences } = aws.provider.diff({ ...request, oldInputs: { [property]: old }, news: { [property]: next } });
            assert.deepEqual([...differences], []);
        });
    }

    for (const token of catalogue.resourceTypes) {
        const known = catalogue.resourceType(token);
        const { facts, shape } = known;

        describe(token, () => {
            it("requires what is required", () => {
                const nested = (facts as { nestedRequired?: readonly string[] }).nestedRequired ?? [];
                for (const path of [...(facts.required ?? []), ...nested]) {
                    const inputs = inputsWith(shape.inputs, path, undefined);
                    const missing = failuresOf(known, inputs).filter(({ reason }) => reason.startsWith("Missing required property"));
                    assert.deepEqual(missing.filter(({ property }) => property === path).length, 1, path);
                }
            });

            it("is replaced for what forces a replacement", () => {
                for (const path of facts.forcesReplacement ?? []) {
                    if (path === "region") continue;
                    const [olds, news] = versionsOf(shape.inputs, path);
                    assert.ok(replacesOf(known, olds, news).includes(path.split(".")[0]!), path);
                }
            });

            it("changes in place for every other input", () => {
                const forcing = [...(facts.forcesReplacement ?? []), ...conditional(known)];
                const others = leafPaths(shape.inputs).filter(
                    (path) => !forcing.some((force) => path === force || path.startsWith(`${force}.`)),
                );
                for (const path of others) {
                    const [olds, news] = versionsOf(shape.inputs, path);
                    assert.deepEqual(replacesOf(known, olds, news), [], path);
                }
            });

            it("does not know in a preview what AWS computes", () => {
                for (const path of [...(facts.computed ?? []), ...(facts.optionalComputed ?? [])]) {
                    const isInBlock = path.includes(".") && shape.inputs.properties[path.split(".")[0]!] !== undefined;
                    const inputs = isInBlock ? inputsWith(shape.inputs, path, undefined) : {};
                    const { outputs } = aws.provider.create({ urn: "", type: token, name: "it", inputs, preview: true });
                    const found = valuesAt(outputs, path);
                    assert.ok(
                        found.length === 0
                            ? valuesAt(outputs, path.split(".")[0]!)[0] === UNKNOWN
                            : found.every((value) => value === UNKNOWN),
                        path,
                    );
                }
            });

            it("has its defaults", () => {
                for (const [path, value] of defaultsOf(facts)) {
                    const { inputs } = aws.check(token, "it", path.includes(".") ? inputsWith(shape.inputs, path, undefined) : {});
                    assert.deepEqual(valuesAt(inputs, path), [value], path);
                }
            });

            it("refuses what excludes or needs something else", () => {
                const given = (...paths: string[]) =>
                    paths.reduce((inputs, path) => merge(inputs, inputsWith(shape.inputs, path, UNKNOWN)), {});
                const refuses = (inputs: Properties, words: RegExp, group: readonly string[]) => {
                    assert.ok(
                        failuresOf(known, inputs).some(({ reason }) => words.test(reason)),
                        `${group.join()} ${words.source}`,
                    );
                };
                for (const group of facts.conflicts ?? []) refuses(given(...group), /^Conflicting configuration arguments/, group);
                for (const group of facts.exactlyOneOf ?? []) {
                    refuses(given(...group), /^Invalid combination of arguments.*only one of/, group);
                    if (!group.some((path) => path.includes("."))) refuses({}, /^Invalid combination of arguments.*one of/, group);
                }
                for (const group of facts.atLeastOneOf ?? []) refuses({}, /^Missing required argument.*one of/, group);
                for (const group of facts.requiredTogether ?? []) refuses(given(group[0]!), /^Missing required argument.*all of/, group);
            });

            it("is named as Pulumi names it", () => {
                const { autonaming } = known;
                const property = autonaming?.property ?? undefined;
                if (property === undefined) return;
                const name = aws.check(token, "it", {}).inputs[property];
                assert.equal(typeof name === "string" && name.includes("it"), autonaming?.autonamed, property);
                const limit = autonaming?.maxLength ?? undefined;
                if (limit === undefined) return;
                const { failures } = aws.check(token, "n".repeat(limit), {});
                assert.ok(failures.some(({ reason }) => reason.endsWith(`is longer than maximum length ${limit}`)));
            });
        });
    }
});

function merge(one: Properties, other: Properties): Properties {
    return Object.entries(other).reduce<Properties>((result, [key, value]) => {
        const before = result[key];
        if (isBlock(before) && isBlock(value)) return { ...result, [key]: merge(before, value) };
        if (Array.isArray(before) && Array.isArray(value) && isBlock(before[0]) && isBlock(value[0])) {
            return { ...result, [key]: [merge(before[0], value[0])] };
        }
        return { ...result, [key]: value };
    }, one);
}

function isBlock(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
