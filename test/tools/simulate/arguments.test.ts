import { strict as assert } from "node:assert";
import { parseArguments, UsageError } from "../../../tools/simulate/arguments";

describe("arguments of npm run simulate", () => {
    const unset = { name: "up", stack: "dev", config: [], secrets: [], cwd: undefined };
    const defaults = { ...unset, policy: true, realDatabases: false, json: false, engineFlags: [] };

    it("deploys the dev stack when there are none", () => {
        assert.deepEqual(parseArguments([]), defaults);
    });

    for (const name of ["up", "preview", "destroy", "refresh", "account", "databases"]) {
        it(`knows ${name}`, () => {
            assert.deepEqual(parseArguments([name]), { ...defaults, name });
        });
    }

    it("reads every option, before and after the command", () => {
        const args = ["--json", "preview", "--stack", "prod", "--config", "a=1", "--config=b:c=2=3", "--cwd", "/program", "--no-policy"];
        args.push("--databases", "real", "--secret", "d=4");
        assert.deepEqual(parseArguments(args), {
            name: "preview",
            stack: "prod",
            config: ["a=1", "b:c=2=3"],
            secrets: ["d=4"],
            cwd: "/program",
            policy: false,
            realDatabases: true,
            json: true,
            engineFlags: [],
        });
    });

    it("reads the short options", () => {
        const expected = { ...defaults, stack: "prod", config: ["a=1"], cwd: "/program" };
        assert.deepEqual(parseArguments(["-s", "prod", "-c", "a=1", "-C", "/program"]), expected);
    });

    it("hands everything after -- to pulumi, options of its own names included", () => {
        const flags = ["--expect-no-changes", "--json", "--", "-s"];
        assert.deepEqual(parseArguments(["preview", "--", ...flags]), { ...defaults, name: "preview", engineFlags: flags });
    });

    it("takes the last of two stacks", () => {
        assert.deepEqual(parseArguments(["--stack", "dev", "--stack", "prod"]), { ...defaults, stack: "prod" });
    });

    it("asks for help", () => {
        assert.equal(parseArguments(["up", "--help"]), "help");
        assert.equal(parseArguments(["-h"]), "help");
    });

    const refusals: [string[], string][] = [
        [["deploy"], "deploy: unknown command; up, preview, destroy, refresh, account, databases are the commands"],
        [["up", "dev"], "dev: one command is allowed, and up is given already"],
        [
            ["--target", "x"],
            "--target: unknown option; --stack, --config, --secret, --cwd, --databases, --no-policy, --json, --help are the options, and flags of pulumi follow after --",
        ],
        [
            ["-x"],
            "-x: unknown option; --stack, --config, --secret, --cwd, --databases, --no-policy, --json, --help are the options, and flags of pulumi follow after --",
        ],
        [["--stack"], "--stack: a value is missing; see --help"],
        [["--cwd="], "--cwd: a value is missing; see --help"],
        [["--stack", "--json"], "--stack: a value is missing; see --help"],
        [["--json=yes"], "--json=yes: --json takes no value"],
        [
            ["--stack", "acme/dev"],
            "--stack acme/dev: letters, digits, hyphens, underscores and periods are allowed, 100 at most, without an organization",
        ],
        [["account", "--", "--diff"], "-- --diff: account does not run pulumi, so it takes no flags of pulumi"],
        [["databases", "--", "--diff"], "-- --diff: databases does not run pulumi, so it takes no flags of pulumi"],
        [["--databases", "fake"], "--databases fake: real is allowed; left out, functions run no code"],
    ];
    for (const [args, message] of refusals) {
        it(`refuses ${args.join(" ")}`, () => {
            assert.throws(
                () => parseArguments(args),
                (error) => error instanceof UsageError && error.message === message,
            );
        });
    }
});
