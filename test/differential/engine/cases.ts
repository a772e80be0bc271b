/** The cases that go through the whole engine. */
import fc from "fast-check";
import { blueprint } from "../blueprint";
import { breakage, brokenProgram } from "../breakages";
import type { Declaration, Inputs } from "../declarations";
import { deploy, type Simulated } from "../deploy";
import { programOf } from "../program";
import { isTaken } from "./rehearsal";

/** One program, as it is deployed first, and as an update leaves it. */
export interface EngineCase {
    /** Counted from 0. */
    readonly number: number;
    readonly first: readonly Declaration[];
    /** With something wrong in it. */
    readonly broken: readonly Declaration[];
    /** What is deleted behind the program's back then, by number. */
    readonly byHand: number;
}

const choices = fc.record({
    blueprint,
    breakages: fc.array(breakage, { minLength: 1, maxLength: 2 }),
    byHand: fc.nat(9999),
});

/** A case with fewer needs asks too little for its price. */
const FEWEST_NEEDS = 3;
/** Of this many programs at least one has enough needs, and an update that AWS takes. */
const TRIES = 20;

/** Cases of a seed, the same each time. */
export function engineCases(seed: number, count: number): readonly EngineCase[] {
    const all = fc.sample(choices, { seed, numRuns: count * TRIES }).values();
    return Array.from({ length: count }, (_, number) => {
        for (const { blueprint: chosen, breakages, byHand } of all) {
            const program = programOf(chosen);
            const first = deploy(program.map(withoutLater));
            const broken = deploy(brokenProgram(program, breakages));
            const isEnough = [first, broken].every((each) => needsIn(each) >= FEWEST_NEEDS) && differ(first, broken);
            if (isEnough && isTaken(first, broken.declarations))
                return { number, first: first.declarations, broken: broken.declarations, byHand };
        }
        throw new Error(`${count * TRIES} programs of seed ${seed} are too few for ${count} with ${FEWEST_NEEDS} needs and an update`);
    });
}

function differ(first: Simulated, broken: Simulated): boolean {
    return JSON.stringify(first.declarations) !== JSON.stringify(broken.declarations);
}

function needsIn({ declarations }: Simulated): number {
    return declarations.flatMap(({ inputs }) => {
        const tags = inputs["tags"] as Inputs | undefined;
        const needs = tags?.["reachability:needs"];
        return typeof needs === "string" ? needs.split(" ") : [];
    }).length;
}

/** What only an update can change is left to the update. */
function withoutLater({ type, name, inputs, isRecord }: Declaration): Declaration {
    return { type, name, inputs, ...(isRecord && { isRecord }) };
}
