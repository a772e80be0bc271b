import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCode, type TaskCredentials } from "./code";
import { taskEnvironmentOf } from "./task-environment";

/** A function as Lambda would call it. */
type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

export interface RunArgs {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly now: () => number;
}

/**
 * Runs a Lambda function in a container that has nothing but Node.js: reads its bundle from S3 and calls its handler once.
 *
 * @returns what the handler answered
 * @throws Error what it failed with; the container ends with it, and so does the deployment
 */
export async function runAsTask({ environment, now }: RunArgs): Promise<unknown> {
    const task = taskEnvironmentOf(environment);
    const end = now() + task.timeLimitSeconds * 1000;
    const credentials = await credentialsOf(task.credentialsUrl);
    const code = await readCode({ region: task.region, url: task.codeUrl, sha256: task.codeSha256, credentials });
    return handlerOf(code)(task.event, { getRemainingTimeInMillis: () => end - now() });
}

async function credentialsOf(url: URL): Promise<TaskCredentials> {
    const response = await fetch(url);
    if (response.ok) return (await response.json()) as TaskCredentials;
    throw new Error(`${url.href} answers ${response.status}: the task has no credentials. Its task definition must name a task role.`);
}

function handlerOf(code: string): Handler {
    const file = join(mkdtempSync(join(tmpdir(), "run-as-task-")), "index.js");
    writeFileSync(file, code);
    return (createRequire(file)(file) as { handler: Handler }).handler;
}
