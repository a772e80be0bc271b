import { strict as assert } from "node:assert";
import { ProgramInfo, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import * as path from "node:path";
import { programCommand } from "../../../../simulator/engine/language-host/program";

const ROOT = path.resolve(__dirname, "../../../..");
const BEFORE = path.join(ROOT, "simulator/engine/language-host/before-program.js");
const RUNNER = path.join(ROOT, "node_modules/@pulumi/pulumi/cmd/run/index.js");

describe("programCommand", () => {
    function request(options: Record<string, JavaScriptValue>, directory = ROOT): RunRequest {
        const info = new ProgramInfo().setRootDirectory(ROOT).setProgramDirectory(directory).setEntryPoint(".");
        const run = new RunRequest()
            .setInfo(info.setOptions(Struct.fromJavaScript(options)))
            .setPwd(ROOT)
            .setParallel(16);
        run.setOrganization("organization").setProject("app").setStack("dev").setMonitorAddress("127.0.0.1:1");
        run.getConfigMap().set("app:count", "0").set("app:password", "hunter2");
        return run.setConfigsecretkeysList(["app:password"]);
    }

    const fixed = [
        ...["--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:2", "--organization", "organization", "--project", "app", "--stack", "dev"],
        ...["--pwd", ROOT, "--root-directory", ROOT, "--parallel", "16", "--query-mode", "false"],
    ];

    it("runs a program for an update, with its configuration in the environment", () => {
        assert.deepEqual(programCommand(request({}), "127.0.0.1:2"), {
            args: ["--require", BEFORE, RUNNER, ...fixed, "."],
            environment: {
                PULUMI_NODEJS_TYPESCRIPT: "true",
                PULUMI_CONFIG: '{"app:count":"0","app:password":"hunter2"}',
                PULUMI_CONFIG_SECRET_KEYS: '["app:password"]',
            },
        });
    });

    it("says that a preview is one", () => {
        assert.deepEqual(programCommand(request({}).setDryrun(true), "127.0.0.1:2").args, [
            "--require",
            BEFORE,
            RUNNER,
            ...fixed,
            "--dry-run",
            ".",
        ]);
    });

    it("hands options to Node.js ahead of the program, and arguments to the program after it", () => {
        const { args, environment } = programCommand(
            request({ typescript: false, tsconfig: "t.json", nodeargs: "--import tsx" }).setArgsList(["--flag"]),
            "127.0.0.1:2",
        );
        assert.deepEqual(args, ["--require", BEFORE, "--import", "tsx", RUNNER, ...fixed, ".", "--flag"]);
        assert.equal(environment["PULUMI_NODEJS_TYPESCRIPT"], undefined);
        assert.equal(environment["PULUMI_NODEJS_TSCONFIG_PATH"], "t.json");
    });

    it("fails for a program without the SDK", () => {
        assert.throws(() => programCommand(request({}, "/"), "127.0.0.1:2"), {
            message: '@pulumi/pulumi/cmd/run is not installed for /; run "npm install" there',
        });
    });
});
