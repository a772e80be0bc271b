/** Runs the code of a simulated account's functions, against real databases. */
import { buildSync } from "esbuild";
import * as crypto from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Account, StoredResource } from "../aws/account";
import type { AccountStore } from "../aws/account-store";
import { requiredText, textOf } from "../aws/reading";
import { logGroupOf, memoryMiBOf, timeLimitSecondsOf } from "../aws/services/lambda-settings";
import { FUNCTION } from "../aws/services/lambda-function";
import { StandInServers } from "../api/stand-in-servers";
import type { Authorities } from "../databases/authorities";
import type { Databases } from "../databases/databases";
import type { PolicySymptom } from "../network/delivery";
import { ProviderError } from "../provider/errors";
import { unpackCode } from "./code";
import { functionEnvironment } from "./environment";
import { runProcess, type Ending } from "./function-process";
import { LogFiles } from "./log-files";
import type { StandIn, Start } from "./messages";
import type { Outcome, Run } from "./run";
import { speedOf } from "./speed";
import { VirtualConnections } from "./virtual-connections";

export interface FunctionsArgs {
    readonly account: AccountStore;
    readonly databases: Databases;
    readonly authorities: Authorities;
    /** For what ends with the run. */
    readonly runFolder: string;
    /** Keeps unpacked code, by its content. */
    readonly codeFolder: string;
    /** Keeps what functions write. */
    readonly logFolder: string;
    /** Of every function's clock; undefined: faster for those that stand before a dead end. */
    readonly speed: number | undefined;
}

/** Amazon's authorities, as the subjects of their certificates have them. */
const TRUST_SERVICES = "^CN=(Amazon Root CA [1-4]|Starfield Services Root Certificate Authority - G2)$";
const rdsSubject = (region: string): string => `^CN=Amazon RDS ${region} Root CA (RSA2048|RSA4096|ECC384) G1$`;

export class Functions {
    private readonly logs: LogFiles;

    private constructor(
        private readonly args: FunctionsArgs,
        private readonly standIns: StandInServers,
        private readonly runtimeFile: string,
    ) {
        this.logs = new LogFiles(args.logFolder);
    }

    static async start(args: FunctionsArgs): Promise<Functions> {
        const runtimeFile = path.join(args.runFolder, "runtime.js");
        const entry = path.join(__dirname, "runtime", "main.ts");
        buildSync({ entryPoints: [entry], outfile: runtimeFile, bundle: true, platform: "node", target: "node20", logLevel: "warning" });
        const standIns = await StandInServers.start(args.account, args.authorities.trustServices);
        return new Functions(args, standIns, runtimeFile);
    }

    /**
     * Runs a function once.
     *
     * @throws ProviderError when its code cannot be run on this machine
     */
    async run({ functionName, event, programFolder }: Run): Promise<Outcome> {
        await this.args.databases.settle();
        const { lambda, speed } = this.args.account.transact((account) => this.look(account, functionName, event));
        const codeFolder = await unpackCode(this.args.codeFolder, lambda, programFolder);
        const accessKeyId = `ASIA${crypto.randomBytes(8).toString("hex").toUpperCase()}`;
        const refusals = new Map<string, PolicySymptom>();
        this.standIns.sessions.set(accessKeyId, { lambda, refusals });
        const { account, databases } = this.args;
        const onRefusal = (host: string, symptom: PolicySymptom): void => void refusals.set(host, symptom);
        const connections = new VirtualConnections({ account, lambda, databases, ports: this.standIns.ports, onRefusal });
        try {
            const start = await this.startOf(lambda, event, speed);
            const homeFolder = path.join(this.args.runFolder, `home-${start.requestId}`);
            mkdirSync(homeFolder);
            const ending = await runProcess({
                runtimeFile: this.runtimeFile,
                codeFolder,
                environment: functionEnvironment({ lambda, codeFolder, homeFolder, logStream: start.logStream, accessKeyId }),
                certificateFile: this.args.authorities.trustServices.certificateFile,
                start,
                answer: ({ host, port }) => connections.wayTo(host, port),
            });
            return this.outcomeOf(start, ending, connections.losses);
        } finally {
            this.standIns.sessions.delete(accessKeyId);
        }
    }

    stop(): Promise<void> {
        return this.standIns.stop();
    }

    private look(account: Account, functionName: string, event: string): { lambda: StoredResource; speed: number } {
        const lambda = account.find(FUNCTION, functionName);
        if (lambda === undefined) throw new Error(`function ${functionName} is not in the account any more`);
        const runtime = textOf(lambda.properties, "runtime") ?? "an image";
        if (!runtime.startsWith("nodejs")) {
            throw new ProviderError(
                `runtime = ${runtime} of function ${functionName}: with --databases real the simulator runs Node.js alone. ` +
                    "Simulate without --databases real: packets are forwarded then, and no code runs",
            );
        }
        return { lambda, speed: this.args.speed ?? speedOf(account, lambda.region, lambda, event) };
    }

    private async startOf(lambda: StoredResource, event: string, speed: number): Promise<Start> {
        const requestId = crypto.randomUUID();
        const today = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
        return {
            kind: "start",
            handler: requiredText(lambda.properties, "handler"),
            event,
            requestId,
            functionName: lambda.id,
            functionArn: requiredText(lambda.properties, "arn"),
            memoryMiB: memoryMiBOf(lambda),
            logGroup: logGroupOf(lambda),
            logStream: `${today}/[$LATEST]${requestId.replaceAll("-", "")}`,
            timeLimitSeconds: timeLimitSecondsOf(lambda),
            speed,
            standIns: await this.standInsFor(lambda.region),
        };
    }

    private async standInsFor(region: string): Promise<readonly StandIn[]> {
        const { trustServices } = this.args.authorities;
        const rds = await this.args.authorities.rdsOf(region);
        return [
            { subject: TRUST_SERVICES, certificate: trustServices.certificate },
            { subject: rdsSubject(region), certificate: readFileSync(rds.certificateFile, "utf8") },
        ];
    }

    private outcomeOf({ logGroup, requestId, speed }: Start, ending: Ending, losses: readonly string[]): Outcome {
        const written = this.logs.keep(logGroup, requestId, ending.output);
        if ("result" in ending) return { result: ending.result };
        const pace = speed === 1 ? [] : [`Its clock went ${speed} times faster than this machine's.`];
        return { payload: ending.payload, explanation: [...losses, ...pace, written].join("\n") };
    }
}
