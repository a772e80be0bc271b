import { strict as assert } from "node:assert";
import { parseArguments, UsageError } from "../../../tools/prove/arguments";

describe("npm run prove: arguments", () => {
    const cases: [string[], ReturnType<typeof parseArguments>][] = [
        [[], { source: { stack: "dev" }, json: false, why: undefined, svg: undefined }],
        [["--stack", "prod", "--json"], { source: { stack: "prod" }, json: true, why: undefined, svg: undefined }],
        [["-f", "state.json"], { source: { file: "state.json" }, json: false, why: undefined, svg: undefined }],
        [
            ["--why", "librechat", "service:logs"],
            { source: { stack: "dev" }, json: false, why: { workload: "librechat", need: "service:logs" }, svg: undefined },
        ],
        [
            ["--file", "state.json", "--svg", "network.svg"],
            { source: { file: "state.json" }, json: false, why: undefined, svg: "network.svg" },
        ],
        [["--help"], "help"],
    ];
    for (const [args, expected] of cases) {
        it(`reads: ${args.join(" ")}`, () => {
            assert.deepEqual(parseArguments(args), expected);
        });
    }

    const refusals: [string[], string][] = [
        [["--stack", "dev", "--file", "x"], "--stack and --file: one of them is allowed, since both say what to prove"],
        [["--why", "librechat"], "--why librechat: a need is missing after the workload, for example service:logs"],
        [["service:logs"], "service:logs: not understood; see --help"],
        [["--why", "librechat", "service:logs", "more"], "more: not understood; see --help"],
        [["--svg"], "Option '--svg <value>' argument missing; see --help"],
        [["--what"], "Unknown option '--what'; see --help"],
    ];
    for (const [args, message] of refusals) {
        it(`refuses: ${args.join(" ")}`, () => {
            assert.throws(
                () => parseArguments(args),
                (error) => error instanceof UsageError && error.message === message,
            );
        });
    }
});
