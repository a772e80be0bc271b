import { strict as assert } from "node:assert";
import { disagreements, told } from "../differential/compare";
import { engineCases } from "../differential/engine/cases";
import { placed, type PlacedCase } from "../differential/engine/places";
import { judged, recordedBlocked, STAGES, toldBlocked, type JudgedAccount, type Stage } from "../differential/engine/stages";

/** Always the same cases, unless other ones are asked for; see test/differential/README.md. */
const SEED = Number(process.env["DIFFERENTIAL_ENGINE_SEED"] ?? 1);
const ONLY = process.env["DIFFERENTIAL_ENGINE_CASE"];
const CASES = 50;
const ACCOUNTS = 4;
/** Accounts at a time: an engine, its program, its provider and two packs take turns on one processor. */
const AT_ONCE = 2;

/** Ids, and what AWS computes, are not known in a preview. */
const IN_DOUBT: readonly Stage[] = ["first preview", "preview of the update"];

describe(`the proof in the real engine and the virtual network (DIFFERENTIAL_ENGINE_SEED=${SEED})`, function () {
    this.timeout(1_800_000);
    const numbers = ONLY === undefined ? Array.from({ length: CASES }, (_, i) => i) : [Number(ONLY)];
    const accounts: JudgedAccount[] = [];
    const cases = () => accounts.flatMap((account) => account.cases);

    before(async () => {
        const all = placed(engineCases(SEED, CASES), ACCOUNTS).filter(({ number }) => numbers.includes(number));
        const groups = Array.from({ length: ACCOUNTS }, (_, i) => all.filter(({ account }) => account === i)).values();
        const worker = async (): Promise<void> => {
            for (const group of groups) if (group.length > 0) accounts.push(await judged(group));
        };
        await Promise.all(Array.from({ length: AT_ONCE }, worker));
    });

    for (const number of numbers) {
        it(`agree on case ${number} (DIFFERENTIAL_ENGINE_CASE=${number})`, () => {
            const one = cases().find(({ placed: { number: each } }) => each === number);
            assert.ok(one, "the case was not judged");
            const contradictions = STAGES.flatMap((stage) => {
                const asked = one.answers[stage];
                assert.ok(asked.length > 0, `${stage}: nothing was asked`);
                return disagreements(asked, !IN_DOUBT.includes(stage)).map((answer) => `${stage}: ${told(answer)}`);
            });
            assert.equal(contradictions.length, 0, [...contradictions, ...programText(one.placed)].join("\n"));
        });
    }

    it("were asked in five stages, and drifted", () => {
        for (const { commands } of accounts) {
            assert.deepEqual(
                commands.map(({ records }) => records.length),
                [2, 2, 1],
            );
        }
        const drifted = cases().filter(({ hasDrifted }) => hasDrifted).length;
        assert.ok(drifted > numbers.length / 2, `${drifted} of ${numbers.length} cases drifted`);
    });

    it("leave little open in previews", () => {
        const answers = cases().flatMap((one) => IN_DOUBT.flatMap((stage) => one.answers[stage]));
        const open = answers.filter(({ verdict }) => verdict === "UNKNOWN").length;
        assert.ok(open < answers.length / 10, `${open} of ${answers.length} answers are UNKNOWN`);
    });

    it("are told to people by the pack of this repository as they were recorded", () => {
        const commands = accounts.flatMap((account) => account.commands);
        assert.deepEqual(commands.map(toldBlocked), commands.map(recordedBlocked));
        assert.ok(commands.some((command) => toldBlocked(command).length > 0));
    });
});

function programText({ region, first, broken }: PlacedCase): string[] {
    const lines = (program: PlacedCase["first"]) => program.map(({ type, name, inputs }) => `  ${type} ${name} ${JSON.stringify(inputs)}`);
    return [`the program in ${region}:`, ...lines(first), "the update:", ...lines(broken).filter((line) => !lines(first).includes(line))];
}
