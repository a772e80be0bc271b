import { createHash } from "node:crypto";
import { sign } from "aws4";

/** As the credentials endpoint of a task gives them. */
export interface TaskCredentials {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly Token: string;
}

export interface CodeArgs {
    readonly region: string;
    readonly url: URL;
    /** SHA-256 in hexadecimal digits. */
    readonly sha256: string;
    readonly credentials: TaskCredentials;
}

/**
 * Reads a bundle from S3 with the rights of the task.
 *
 * The digest is part of the task definition, so whoever may write to the bucket still cannot have other code run with the master user's
 * password.
 *
 * @throws Error when S3 refuses, or has something else
 */
export async function readCode({ region, url, sha256, credentials }: CodeArgs): Promise<string> {
    const { headers } = sign(
        { service: "s3", region, method: "GET", host: url.host, path: url.pathname },
        { accessKeyId: credentials.AccessKeyId, secretAccessKey: credentials.SecretAccessKey, sessionToken: credentials.Token },
    );
    const response = await fetch(url, { headers: textHeaders(headers ?? {}) });
    const body = Buffer.from(await response.arrayBuffer());
    if (!response.ok) {
        const code = /<Code>(\w+)<\/Code>/.exec(body.toString("utf8"))?.[1] ?? "no reason";
        throw new Error(
            `CODE_URL = ${url.href}: S3 answers ${response.status} ${code}. The task's role must allow s3:GetObject on it, and the bucket ` +
                `must have it; pulumi up restores both.`,
        );
    }
    const found = createHash("sha256").update(body).digest("hex");
    if (found !== sha256) {
        throw new Error(
            `CODE_SHA256 = ${sha256}, but ${url.href} has ${found}: somebody has changed the object. Nothing was run; pulumi up puts the code back.`,
        );
    }
    return body.toString("utf8");
}

/** The host is what is connected to; `fetch` sets it itself and refuses to be told. */
function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
    const entries = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "host");
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
