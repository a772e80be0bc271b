import { strict as assert } from "node:assert";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judged, type Surroundings } from "../graph";

export const WAITS = { notApplicable: "A value is not known yet; the update judges it before the resource is created" };

/** A resource in order, named `it`, and what each change of its properties makes a rule say. */
export interface Subject {
    policy: ResourceValidationPolicy;
    type: string;
    sound: Record<string, unknown>;
    changes: readonly (readonly [change: Record<string, unknown>, messages: readonly string[]])[];
    /** Changes after which the rule has to wait for the update. */
    unknown: readonly Record<string, unknown>[];
    surroundings?: Surroundings;
}

/** Five kinds of test for a rule: in order, broken, missing or malformed, unknown, and of another type. */
export function describeSubject({ policy, type, sound, changes, unknown, surroundings }: Subject): void {
    const verdict = (props: Record<string, unknown>, of = type) => judged(policy, of, "it", props, surroundings);

    describe(`${policy.name} on ${type}`, () => {
        it("accepts a resource in order", async () => {
            assert.deepEqual(await verdict(sound), []);
        });

        for (const [change, messages] of changes) {
            it(`${messages.length > 0 ? "fails" : "accepts"} with ${JSON.stringify(change, (_, value: unknown) => value ?? "nothing")}`, async () => {
                assert.deepEqual(await verdict({ ...sound, ...change }), messages);
            });
        }

        for (const change of unknown) {
            it(`waits for the update with ${JSON.stringify(change)}`, async () => {
                assert.deepEqual(await verdict({ ...sound, ...change }), WAITS);
            });
        }

        it("leaves other types alone", async () => {
            const other = await verdict({}, "aws:mq/broker:Broker");
            assert.ok("notApplicable" in other && other.notApplicable.startsWith("The rule is about "));
        });
    });
}
