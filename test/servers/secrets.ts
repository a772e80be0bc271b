import { strict as assert } from "node:assert";

import type { Credentials } from "../../lambda/shared/credentials";
import type { NewVersion } from "../../lambda/shared/secret-versions";
import { SecretStore } from "./secret-store";

export const MASTER_SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:master-AbCdEf";
export const APPLICATION_SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:application-AbCdEf";

/** The secrets of one stack, and a memory of every password that was ever in them. */
export class Secrets extends SecretStore {
    private readonly passwords = new Set<string>();

    constructor(master: Credentials, application: Credentials) {
        super();
        this.replace(MASTER_SECRET_ARN, master);
        this.replace(APPLICATION_SECRET_ARN, application);
    }

    replace(arn: string, credentials: Credentials): void {
        this.set(arn, JSON.stringify(credentials));
        this.passwords.add(credentials.password);
    }

    override put(secretArn: string, version: NewVersion): Promise<void> {
        this.passwords.add((JSON.parse(version.text) as Credentials).password);
        return super.put(secretArn, version);
    }

    /** User and password of the application, as a task that starts now gets them. */
    application(stage?: "AWSPENDING"): Credentials {
        const { username, password } = JSON.parse(this.textOf(APPLICATION_SECRET_ARN, stage)) as Credentials;
        return { username, password };
    }

    /** @throws AssertionError when a password is in the text, as it is or as part of a URL or of JSON */
    demandAbsentFrom(text: string): void {
        for (const password of this.passwords) {
            const forms = [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1), password.replaceAll("'", "''")];
            for (const form of forms) assert.equal(text.indexOf(form), -1, `the password "${form}" was put out`);
        }
    }
}
