import { trustedCertificates } from "../../lambda/shared/certificates";
import type { Clock } from "../../lambda/shared/clock";
import type { Credentials } from "../../lambda/shared/credentials";
import type { FunctionArgs, Initialised, Result } from "../../lambda/shared/database-function";
import type { Surroundings } from "../../lambda/shared/environment";
import type { RotationResult } from "../../lambda/shared/rotation";
import { STEPS, type Step } from "../../lambda/shared/rotation-event";
import type { CertificateAuthority } from "../../simulator/databases/certificates";
import { HurriedClock } from "./hurried-clock";
import { APPLICATION_SECRET_ARN, MASTER_SECRET_ARN, Secrets } from "./secrets";

/** A database's function, and the stack for which it runs. */
export interface DatabaseRunsArgs<Connect, Summary> {
    readonly handle: (event: unknown, args: FunctionArgs<Connect>) => Promise<Result<Summary>>;
    readonly connectTo: (surroundings: Surroundings, certificates: readonly string[]) => Connect;
    readonly server: { readonly port: number };
    readonly authority: CertificateAuthority;
    readonly master: Credentials;
    readonly application: Credentials;
    /** What a deployment has the function do. */
    readonly job: object;
    /** Variables of this database alone. */
    readonly variables: Readonly<Record<string, string>>;
}

/** How a run differs from the usual one. */
export interface RunChanges<Connect> {
    readonly action?: "create" | "update" | "delete";
    readonly event?: object;
    readonly environment?: Readonly<Record<string, string>>;
    readonly clock?: Clock;
    /** Milliseconds until Lambda would stop the function. */
    readonly remainingMs?: number;
    /** Comes between the function and its connections. */
    readonly around?: (connect: Connect) => Connect;
}

/** Runs of a database's function for one stack, as Lambda would make them but for its clock, and all that they put out. */
export class DatabaseRuns<Connect, Summary> {
    readonly secrets: Secrets;
    /** Log lines and messages of failures of all runs. */
    readonly output: string[] = [];

    constructor(private readonly args: DatabaseRunsArgs<Connect, Summary>) {
        this.secrets = new Secrets(args.master, args.application);
        this.secrets.enableRotation(APPLICATION_SECRET_ARN);
    }

    /** As a deployment writes it. */
    get event(): object {
        return this.args.job;
    }

    get environment(): Record<string, string> {
        return {
            AWS_REGION: "eu-west-1",
            DATABASE_HOST: "localhost",
            DATABASE_PORT: String(this.args.server.port),
            DATABASE_CA_FILE: this.args.authority.certificateFile,
            MASTER_SECRET_ARN,
            APPLICATION_SECRET_ARN,
            ...this.args.variables,
        };
    }

    async run(changes: RunChanges<Connect> = {}): Promise<Initialised<Summary>> {
        const { action = "create", event = {} } = changes;
        const result = await this.call({ ...this.event, ...event, tf: { action } }, changes);
        if ("step" in result) throw new Error("the run was taken for a rotation");
        return result;
    }

    /** The message with which a run fails; times differ from run to run and are left out. */
    failure(changes: RunChanges<Connect>): Promise<string> {
        return failureOf(this.run(changes));
    }

    /** One step of a rotation, as Secrets Manager calls for it. */
    async step(step: Step, versionId: string, changes: RunChanges<Connect> = {}): Promise<RotationResult> {
        const event = { Step: step, SecretId: APPLICATION_SECRET_ARN, ClientRequestToken: versionId, ...changes.event };
        const result = await this.call(event, {
            ...changes,
            environment: { ROTATED_JOB: JSON.stringify(this.event), ...changes.environment },
        });
        if (!("step" in result)) throw new Error("the step was taken for a run");
        return result;
    }

    /** All steps of a rotation. */
    async rotate(changes: RunChanges<Connect> = {}): Promise<void> {
        const versionId = this.secrets.begin(APPLICATION_SECRET_ARN);
        for (const step of STEPS) await this.step(step, versionId, changes);
    }

    private async call(event: object, changes: RunChanges<Connect>): Promise<Result<Summary>> {
        const { environment = {}, clock = new HurriedClock(), remainingMs = 240_000 } = changes;
        const around = changes.around ?? ((connect) => connect);
        try {
            return await this.args.handle(event, {
                clock,
                remainingMs,
                log: (line) => this.output.push(line),
                environment: { ...this.environment, ...environment },
                readSecret: () => (arn) => Promise.resolve(this.secrets.textOf(arn)),
                secretVersions: () => this.secrets,
                connect: (surroundings) =>
                    around(this.args.connectTo(surroundings, trustedCertificates(surroundings.region, surroundings.certificateFile))),
            });
        } catch (error) {
            this.output.push(messageOf(error));
            throw error;
        }
    }
}

/** The message of a failure, without its times. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
    try {
        await work;
    } catch (error) {
        return messageOf(error).replace(/ in \d+ s and/, " in some s and");
    }
    throw new Error("the run succeeded");
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
