import { demandUser, type Credentials } from "./credentials";
import { actionOf } from "./event";
import { surroundingsOf, type Environment, type Surroundings } from "./environment";
import { rotate, type RotationResult } from "./rotation";
import { isRotation, rotationRequestOf } from "./rotation-event";
import { guarded, readCredentials, readMaster, type BothCredentials, type Run, type RunArgs } from "./run";
import { follow, rotatedJobOf } from "./rotated-secret";
import { secretsManagerAddress, type ReadSecret } from "./secrets-manager";
import type { SecretVersions } from "./secret-versions";
import { databaseTarget, secretsManagerTarget, type Target } from "./target";

/** What a database's function gets from outside. */
export interface FunctionArgs<Connect> extends RunArgs {
    readonly environment: Environment;
    readonly readSecret: (region: string) => ReadSecret;
    readonly secretVersions: (region: string) => SecretVersions;
    readonly connect: (surroundings: Surroundings) => Connect;
}

/** What the two databases do in ways of their own. */
export interface Database<Job, Connect, Summary> {
    readonly name: string;
    /** @throws InputError that names every field that is missing or wrong */
    readonly jobOf: (event: unknown, environment: Environment) => Job;
    /** The application's user; its twin gets the same rights. */
    readonly userOf: (job: Job) => string;
    /** Brings the server to the state that the job describes, with the user whose credentials are given. */
    readonly initialise: (run: Run, args: InitialiseArgs<Job, Connect>) => Promise<Summary>;
    /** Whether an initialisation had to change the user. */
    readonly hasChanged: (summary: Summary) => boolean;
    /** Logs in as the application and does what it does, leaving nothing behind. */
    readonly test: (run: Run, args: TestArgs<Job, Connect>) => Promise<void>;
}

export interface InitialiseArgs<Job, Connect> {
    readonly job: Job;
    readonly credentials: BothCredentials;
    readonly target: Target;
    readonly connect: Connect;
}

export interface TestArgs<Job, Connect> extends Omit<InitialiseArgs<Job, Connect>, "credentials"> {
    readonly application: Credentials;
}

/** The answer to an Invocation. */
export type Initialised<Summary> = ({ action: "create" | "update" } & Summary) | { action: "delete"; dropped: "nothing" };

export type Result<Summary> = Initialised<Summary> | RotationResult;

/** The function of a database: a run for each event of an Invocation, and for each step of a rotation. */
export function databaseFunction<Job, Connect, Summary>(database: Database<Job, Connect, Summary>) {
    return (event: unknown, args: FunctionArgs<Connect>): Promise<Result<Summary>> =>
        guarded<Result<Summary>>(args, (run) =>
            isRotation(event) ? rotated(run, event, database, args) : initialised(run, event, database, args),
        );
}

/**
 * A delete touches nothing, not even the network: the data goes with the server or not at all; a replaced Invocation sends its delete after
 * the new one's create; and a stack whose network is broken, or whose event is of an older version, can still be destroyed.
 */
async function initialised<Job, Connect, Summary>(
    run: Run,
    event: unknown,
    database: Database<Job, Connect, Summary>,
    args: FunctionArgs<Connect>,
): Promise<Initialised<Summary>> {
    const action = actionOf(event);
    if (action === "delete") return { action, dropped: "nothing" };

    const { environment } = args;
    const job = database.jobOf(event, environment);
    const surroundings = surroundingsOf(environment);
    const { api, target } = targetsOf(database.name, surroundings, environment);
    const { region, applicationSecretArn } = surroundings;
    const credentials = await readCredentials(run, api, surroundings, args.readSecret(region));
    demandUser(applicationSecretArn, credentials.application, database.userOf(job));
    const summary = await database.initialise(run, { job, credentials, target, connect: args.connect(surroundings) });
    if (rotatedJobOf(environment) !== undefined) await follow(run, { surroundings, versions: args.secretVersions(region), api });
    return { action, ...summary };
}

function rotated<Job, Connect, Summary>(
    run: Run,
    event: unknown,
    database: Database<Job, Connect, Summary>,
    args: FunctionArgs<Connect>,
): Promise<RotationResult> {
    const { environment } = args;
    const surroundings = surroundingsOf(environment);
    const request = rotationRequestOf(event, surroundings.applicationSecretArn);
    const job = database.jobOf(rotatedJobOf(environment), environment);
    const { region } = surroundings;
    const { api, target } = targetsOf(database.name, surroundings, environment);
    const connect = args.connect(surroundings);
    return rotate(run, {
        request,
        surroundings,
        versions: args.secretVersions(region),
        api,
        user: database.userOf(job),
        set: async (application) => {
            const master = await readMaster(run, api, surroundings, args.readSecret(region));
            return database.hasChanged(await database.initialise(run, { job, credentials: { master, application }, target, connect }));
        },
        test: (application) => database.test(run, { job, application, target, connect }),
    });
}

function targetsOf(name: string, { region, host, port, masterSecretArn }: Surroundings, environment: Environment) {
    const address = secretsManagerAddress(region, environment);
    return {
        api: secretsManagerTarget(region, address.host, address.port),
        target: databaseTarget(name, host, port, masterSecretArn),
    };
}
