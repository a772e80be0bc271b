/** The whole program, in both stacks of the repository, under the rules that ask for neither network nor prices: it breaks none of them. */
import { strict as assert } from "node:assert";
import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { rules } from "../../../policy-pack/rules";
import { isUnknownValue, secretValue, type Registration } from "../../components/recorder";
import { recordProgram, stackConfig } from "../../program/program";
import { judged, reported, resource, UNKNOWN_TEXT } from "../graph";

/**
 * Rules about the network, about money and about the pack itself. `awsx` makes its subnets itself, so the recording has none; the previews
 * of the real engine in `reachability/captured` do.
 */
const NOT_HERE = /^(workload-(require|inform)-reachability|vpc-endpoint-.*|stack-.*-monthly-.*|preview-.*|exceptions-.*|pack-config)$/;

/** Rules about what the program need not have, and about the stack itself, which a recording lacks. */
const MAY_BE_IDLE: readonly string[] = [
    "ec2-require-imdsv2",
    "lambda-disallow-public-access",
    "snapshot-disallow-public-sharing",
    "stack-config",
    "storage-require-encryption",
];

/** Rules about production, and about what only production has. */
const ONLY_IN_PROD: readonly string[] = [
    "database-require-deletion-protection",
    "elasticache-require-authentication",
    "secret-require-recovery-window",
    "storage-require-deletion-protection",
];

const ofResources = rules.filter((rule): rule is ResourceValidationPolicy => "validateResource" in rule && !NOT_HERE.test(rule.name));
const ofStacks = rules.filter((rule): rule is StackValidationPolicy => "validateStack" in rule && !NOT_HERE.test(rule.name));

for (const stack of ["dev", "prod"]) {
    for (const preview of [true, false]) {
        describe(`the program, stack ${stack}, ${preview ? "in a first preview" : "in an update"}`, () => {
            let resources: PolicyResource[];
            let registrations: readonly Registration[];
            const config = stackConfig(stack);

            before(async () => {
                registrations = (await recordProgram(config, { preview })).registrations;
                resources = asSeenByPolicies(registrations);
                pulumi.runtime.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)])));
            });
            after(() => {
                pulumi.runtime.setAllConfig({});
            });

            for (const rule of ofResources) {
                it(`keeps ${rule.name}`, async () => {
                    for (const [i, { type, name, props }] of resources.entries()) {
                        const verdict = await judged(rule, type, name, props, { protect: registrations[i]?.protect ?? false });
                        assert.deepEqual(Array.isArray(verdict) ? verdict : [], [], `${type} ${name}`);
                    }
                });
            }

            if (!preview) {
                it("gives every other rule something to judge", async () => {
                    const excused = [...MAY_BE_IDLE, ...(stack === "dev" ? ONLY_IN_PROD : [])];
                    for (const rule of ofResources.filter(({ name }) => !excused.includes(name))) {
                        const verdicts = [];
                        for (const { type, name, props } of resources) verdicts.push(await judged(rule, type, name, props));
                        assert.ok(verdicts.some(Array.isArray), `${rule.name} has nothing to judge`);
                    }
                });
            }

            for (const rule of ofStacks) {
                it(`keeps ${rule.name}`, async () => {
                    assert.deepEqual(await reported(rule, resources), []);
                });
            }
        });
    }
}

function asSeenByPolicies(registrations: readonly Registration[]): PolicyResource[] {
    const byUrn = new Map<string, PolicyResource>();
    for (const { urn, type, name, inputs, propertyDependencies } of registrations) {
        const dependencies = Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, urns]) => [property, urns.flatMap((each) => byUrn.get(each) ?? [])]),
        );
        byUrn.set(urn, resource(type, name, seen(secretValue(inputs)) as Record<string, unknown>, dependencies));
    }
    return [...byUrn.values()];
}

/** Values as the engine sends them: assets and references have no meaning for these rules. */
function seen(value: unknown): unknown {
    if (isUnknownValue(value)) return UNKNOWN_TEXT;
    if (Array.isArray(value)) return value.map(seen);
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, seen(inner)]));
}
