/** The whole program, in both stacks of the repository, under the rules that ask nothing of the network: it breaks none of them. */
import { strict as assert } from "node:assert";
import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { rules } from "../../../policy-pack/rules";
import { isUnknownValue, secretValue, type Registration } from "../../components/recorder";
import { recordProgram, stackConfig } from "../../program/program";
import { judged, reported, resource, UNKNOWN_TEXT } from "../graph";

/** `awsx` makes its subnets itself, so the recording has none; the previews of the real engine in `reachability/captured` do. */
const NETWORK = /^(workload-(require|inform)-reachability|vpc-endpoint-.*|preview-inform-undecided|exceptions-in-force|pack-config)$/;

const ofResources = rules.filter((rule): rule is ResourceValidationPolicy => "validateResource" in rule && !NETWORK.test(rule.name));
const ofStacks = rules.filter((rule): rule is StackValidationPolicy => "validateStack" in rule && !NETWORK.test(rule.name));

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

            for (const rule of ofStacks) {
                it(`keeps ${rule.name}`, async () => {
                    assert.deepEqual(
                        await reported(rule, resources, { config: rule.name === "resource-require-tags" ? { tags: [] } : {} }),
                        [],
                    );
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
