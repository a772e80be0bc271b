import type { Clock } from "../../../lambda/shared/clock";

/** A clock that stands still but for the waits asked of it. */
export class FakeClock implements Clock {
    readonly waits: number[] = [];

    constructor(
        private time = 0,
        private readonly chance = 0.5,
    ) {}

    now(): number {
        return this.time;
    }

    sleep(milliseconds: number): Promise<void> {
        this.waits.push(milliseconds);
        this.pass(milliseconds);
        return Promise.resolve();
    }

    random(): number {
        return this.chance;
    }

    pass(milliseconds: number): void {
        this.time += milliseconds;
    }
}

/** An error with a code, as Node.js and the drivers make them. */
export function coded(code: string | number, message: string, more: object = {}): Error {
    return Object.assign(new Error(message), { code, ...more });
}

export const MASTER_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:master-AbCdEf";
export const APPLICATION_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:application-AbCdEf";

export const ENVIRONMENT = {
    AWS_REGION: "eu-west-1",
    DATABASE_HOST: "db.example",
    DATABASE_PORT: "5432",
    MASTER_SECRET_ARN: MASTER_ARN,
    APPLICATION_SECRET_ARN: APPLICATION_ARN,
};

/** Texts that must never leave a run. */
export const PASSWORDS = { master: "master+pass/word", application: "application&pass word" };

export const SECRETS: Readonly<Record<string, string>> = {
    [MASTER_ARN]: JSON.stringify({ username: "postgres", password: PASSWORDS.master }),
    [APPLICATION_ARN]: JSON.stringify({ username: "application", password: PASSWORDS.application }),
};
