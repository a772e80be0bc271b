import { credentialsOf, demandUser, type Credentials } from "./credentials";
import type { Surroundings } from "./environment";
import { retried } from "./retry";
import type { RotationRequest, Step } from "./rotation-event";
import type { Run } from "./run";
import { changedSecret, newPassword } from "./secret-text";
import type { SecretState, SecretVersions } from "./secret-versions";
import { InitialisationError, type Target } from "./target";
import { nextOf } from "./twin";

export interface RotationResult {
    readonly step: Step;
    /** Whether something was done, or all was found as the step has to leave it. */
    readonly outcome: "done" | "nothing to do";
}

export interface RotationArgs {
    readonly request: RotationRequest;
    readonly surroundings: Surroundings;
    readonly versions: SecretVersions;
    /** Secrets Manager, for the message when it cannot be reached. */
    readonly api: Target;
    /** The application's first user; the other one is its twin. */
    readonly user: string;
    /** Makes the user with its password and all its rights; answers whether something was to be done. */
    readonly set: (pending: Credentials) => Promise<boolean>;
    /** Logs in and does what the application does. */
    readonly test: (pending: Credentials) => Promise<void>;
}

/**
 * One step of a rotation between two users. Each may be repeated: Secrets Manager calls again when a step fails.
 *
 * Running tasks keep the user that they were started with, whose password stays as it is until the next rotation but one. Whoever has
 * this called has the tasks started anew in between.
 *
 * @throws InitialisationError, InputError
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export async function rotate(run: Run, args: RotationArgs): Promise<RotationResult> {
    const { step, secretArn, versionId } = args.request;
    const state = await asked(run, args, (timeoutMs) => args.versions.describe(secretArn, timeoutMs));
    const isCurrent = demandStaged(args.request, state);
    const isDone = isCurrent || !(await STEPS[step](run, args, state));
    run.log(`${step} of version ${versionId}: ${isDone ? "nothing to do" : "done"}`);
    return { step, outcome: isDone ? "nothing to do" : "done" };
}

/** Whether the version is in use already: the last step was done, and only the answer to it was lost. */
function demandStaged({ secretArn, versionId }: RotationRequest, { rotationEnabled, stages }: SecretState): boolean {
    const labels = stages[versionId];
    const problem = !rotationEnabled
        ? "is not enabled for rotation; call RotateSecret"
        : labels === undefined
          ? `has no version ${versionId}; call RotateSecret, which makes one`
          : !labels.includes("AWSCURRENT") && !labels.includes("AWSPENDING")
            ? `has a version ${versionId} that is neither AWSPENDING nor AWSCURRENT; call RotateSecret for a new one`
            : undefined;
    if (problem !== undefined) throw new InitialisationError(`secret ${secretArn} ${problem}.`);
    return labels?.includes("AWSCURRENT") === true;
}

/** Each answers whether there was something to do. */
const STEPS: Readonly<Record<Step, (run: Run, args: RotationArgs, state: SecretState) => Promise<boolean>>> = {
    createSecret: async (run, args) => {
        const { request, versions, surroundings, user } = args;
        const { secretArn, versionId, rotationToken } = request;
        if ((await readPending(run, args)) !== undefined) return false;
        const current = await readCurrent(run, args);
        const { host, port } = surroundings;
        const changes = { username: nextOf(user, current.credentials.username), password: newPassword(), host, port };
        run.redaction.add(changes.password);
        const version = { versionId, rotationToken, text: changedSecret(secretArn, current.text, changes), stage: "AWSPENDING" as const };
        await asked(run, args, (timeoutMs) => versions.put(secretArn, version, timeoutMs));
        return true;
    },
    setSecret: async (run, args) => {
        const pending = await demandPending(run, args);
        const current = await readCurrent(run, args);
        if (pending.username === current.credentials.username && pending.password !== current.credentials.password) {
            throw new InitialisationError(
                `secret ${args.request.secretArn}: AWSPENDING and AWSCURRENT are both of user ${pending.username}, whose password running tasks ` +
                    "use. Remove the label AWSPENDING and rotate again.",
            );
        }
        return args.set(pending);
    },
    testSecret: async (run, args) => {
        await args.test(await demandPending(run, args));
        return true;
    },
    finishSecret: async (run, args, { stages }) => {
        const { secretArn, versionId } = args.request;
        const insteadOf = Object.keys(stages).find((id) => stages[id]?.includes("AWSCURRENT"));
        await asked(run, args, (timeoutMs) => args.versions.makeCurrent(secretArn, { versionId, insteadOf }, timeoutMs));
        return true;
    },
};

interface Version {
    readonly text: string;
    readonly credentials: Credentials;
}

async function readCurrent(run: Run, args: RotationArgs): Promise<Version> {
    const { secretArn } = args.request;
    const text = await asked(run, args, (timeoutMs) => args.versions.read(secretArn, { stage: "AWSCURRENT" }, timeoutMs));
    if (text === undefined) throw new InitialisationError(`secret ${secretArn} has no current value. Run pulumi up.`);
    return { text, credentials: demandOwn(run, args, text) };
}

function readPending(run: Run, args: RotationArgs): Promise<string | undefined> {
    const { secretArn, versionId } = args.request;
    return asked(run, args, (timeoutMs) => args.versions.read(secretArn, { stage: "AWSPENDING", versionId }, timeoutMs));
}

async function demandPending(run: Run, args: RotationArgs): Promise<Credentials> {
    const text = await readPending(run, args);
    if (text !== undefined) return demandOwn(run, args, text);
    const { secretArn, versionId } = args.request;
    throw new InitialisationError(`secret ${secretArn} has no value in version ${versionId}; createSecret comes before.`);
}

function demandOwn(run: Run, { request, user }: RotationArgs, text: string): Credentials {
    const credentials = credentialsOf(request.secretArn, text);
    run.redaction.add(credentials.password);
    demandUser(request.secretArn, credentials, user);
    return credentials;
}

function asked<T>(run: Run, { api }: RotationArgs, call: (timeoutMs: number) => Promise<T>): Promise<T> {
    return retried(call, { ...run, target: api });
}
