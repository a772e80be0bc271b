/** Whole cases: a random program, what is wrong with it, and both opinions on every question that it raises. */
import fc from "fast-check";
import { blueprint, type Blueprint } from "./blueprint";
import { breakage, brokenProgram, removedByHand, type Breakage } from "./breakages";
import { answers, disagreements, told, type Answer } from "./compare";
import { deploy } from "./deploy";
import { engineState, firstPreview, storedState } from "./graphs";
import { programOf } from "./program";

export interface Case {
    readonly blueprint: Blueprint;
    readonly breakages: readonly Breakage[];
    /** What is deleted behind the program's back, by number; undefined: nothing. */
    readonly byHand: number | undefined;
}

export const anyCase: fc.Arbitrary<Case> = fc.record({
    blueprint,
    breakages: fc.array(breakage, { maxLength: 2 }),
    byHand: fc.option(fc.nat(9999), { freq: 4, nil: undefined }),
});

export interface Outcome {
    /** Form of the graph, question and both sides, for people. */
    readonly contradictions: readonly string[];
    readonly answers: readonly Answer[];
    readonly refusals: readonly string[];
}

/** Deploys a case, and compares the answers from stored states, without and with dependencies, and from a first preview. */
export function outcomeOf({ blueprint: choices, breakages, byHand }: Case): Outcome {
    const simulated = deploy(brokenProgram(programOf(choices), breakages));
    const isDrifted = byHand !== undefined && removedByHand(simulated, byHand);
    const fromState = answers(simulated, storedState(simulated));
    const fromEngine = answers(simulated, engineState(simulated));
    // A preview knows of the program alone, not of what was done behind its back.
    const fromPreview = isDrifted ? [] : answers(simulated, firstPreview(simulated));
    return {
        contradictions: [
            ...disagreements(fromState, true).map((answer) => `from a stored state: ${told(answer)}`),
            ...disagreements(fromEngine, true).map((answer) => `from a state with dependencies: ${told(answer)}`),
            ...disagreements(fromPreview, false).map((answer) => `from a first preview: ${told(answer)}`),
        ],
        answers: [...fromState, ...fromEngine, ...fromPreview],
        refusals: simulated.refusals,
    };
}
