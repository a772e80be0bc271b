import { strict as assert } from "node:assert";

import type { Credentials } from "../../lambda/shared/credentials";

export const MASTER_SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:master-AbCdEf";
export const APPLICATION_SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:application-AbCdEf";

/** The secrets of one stack, and a memory of every password that was ever in them. */
export class Secrets {
    private readonly texts = new Map<string, string>();
    private readonly passwords = new Set<string>();

    constructor(master: Credentials, application: Credentials) {
        this.put(MASTER_SECRET_ARN, master);
        this.put(APPLICATION_SECRET_ARN, application);
    }

    put(arn: string, credentials: Credentials): void {
        this.texts.set(arn, JSON.stringify(credentials));
        this.passwords.add(credentials.password);
    }

    /** @throws Error for a secret that is not there */
    textOf(arn: string): string {
        const text = this.texts.get(arn);
        if (text === undefined) throw new Error(`no secret ${arn}`);
        return text;
    }

    /** @throws AssertionError when a password is in the text, as it is or as part of a URL or of JSON */
    demandAbsentFrom(text: string): void {
        for (const password of this.passwords) {
            const forms = [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1), password.replaceAll("'", "''")];
            for (const form of forms) assert.equal(text.indexOf(form), -1, `the password "${form}" was put out`);
        }
    }
}
