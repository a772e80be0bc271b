import { strict as assert } from "node:assert";
import { parseArguments, type SimulateCommand } from "../../../tools/simulate/arguments";
import { engineArguments } from "../../../tools/simulate/engine-arguments";

describe("engineArguments", () => {
    const files = { projectFolder: "/program", configFile: "/state/Pulumi.dev.yaml", policyPack: "/pack" };
    const place = ["--stack", "dev", "--cwd", "/program", "--config-file", "/state/Pulumi.dev.yaml"];

    function argumentsOf(...args: string[]): string[] {
        return engineArguments(parseArguments(args) as SimulateCommand, files);
    }

    it("confirms an update and keeps its preview", () => {
        assert.deepEqual(argumentsOf("up"), ["up", "--non-interactive", "--yes", ...place, "--policy-pack", "/pack"]);
    });

    it("previews as text", () => {
        assert.deepEqual(argumentsOf("preview"), ["preview", "--non-interactive", ...place, "--policy-pack", "/pack"]);
    });

    it("previews as JSON", () => {
        assert.deepEqual(argumentsOf("preview", "--json"), ["preview", "--non-interactive", ...place, "--policy-pack", "/pack", "--json"]);
    });

    it("leaves an update's output as text when the closing line is JSON", () => {
        assert.deepEqual(argumentsOf("up", "--json"), argumentsOf("up"));
    });

    it("names no pack when none judges", () => {
        const command = parseArguments(["destroy"]) as SimulateCommand;
        const expected = ["destroy", "--non-interactive", "--yes", ...place];
        assert.deepEqual(engineArguments(command, { ...files, policyPack: undefined }), expected);
    });

    it("drops creations that were cut short when it refreshes", () => {
        const command = parseArguments(["refresh"]) as SimulateCommand;
        const expected = ["refresh", "--non-interactive", "--yes", ...place, "--clear-pending-creates"];
        assert.deepEqual(engineArguments(command, { ...files, policyPack: undefined }), expected);
    });

    it("puts pulumi's own flags last", () => {
        const expected = ["--policy-pack", "/pack", "--expect-no-changes", "--diff"];
        assert.deepEqual(argumentsOf("preview", "--", "--expect-no-changes", "--diff").slice(-4), expected);
    });
});
