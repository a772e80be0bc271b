import type { Aws } from "./aws";
import type { Inventory } from "./inventory";
import * as judge from "./judge";
import type { Row } from "./row";

export interface VerifyArgs {
    readonly aws: Aws;
    /** HTTP status of a page, without following redirects. */
    readonly statusOf: (url: string) => Promise<number>;
    readonly now: Date;
}

/** Checks everything at once. What cannot be asked is a row that says so, and not the end of the others. */
export async function verify(inventory: Inventory, { aws, statusOf, now }: VerifyArgs): Promise<Row[]> {
    const { url, probes, services, targetGroups, certificates, alarms, instances, initialisations } = inventory;
    const rows = await Promise.all([
        ...probes.map(({ name, functionName, event }) =>
            asked("self-check", name, async () => judge.judgeProbe(name, await aws.invoke(functionName, event))),
        ),
        ...services.map(({ name, cluster, service }) =>
            asked("service", name, async () => judge.judgeService(name, await aws.service(cluster, service))),
        ),
        ...targetGroups.map(({ name, arn }) => asked("targets", name, async () => judge.judgeTargets(name, await aws.targets(arn)))),
        ...(url === undefined ? [] : [frontDoor(url, statusOf)]),
        ...certificates.map(({ name, arn }) =>
            asked("certificate", name, async () => judge.judgeCertificate(name, await aws.certificate(arn), now)),
        ),
        ...alarms.map(({ name, alarm }) => asked("alarm", name, async () => judge.judgeAlarm(name, await aws.alarm(alarm)))),
        ...instances.map(({ name, identifier }) =>
            asked("database", name, async () => judge.judgeDatabase(name, await aws.database(identifier))),
        ),
    ]);
    const absent = [...judge.judgePresence("service", services.length), ...judge.judgePresence("front door", url === undefined ? 0 : 1)];
    return [...absent, ...rows, ...initialisations.map(({ name, result }) => judge.judgeInitialisation(name, result))];
}

async function asked(check: string, subject: string, ask: () => Promise<Row>): Promise<Row> {
    try {
        return await ask();
    } catch (error) {
        return { check, subject, verdict: "UNKNOWN", detail: wordsOf(error) };
    }
}

/** A front door that does not answer is wrong, and not unknown: nobody else gets in either. */
async function frontDoor(url: string, statusOf: VerifyArgs["statusOf"]): Promise<Row> {
    try {
        return judge.judgeFrontDoor(url, await statusOf(`${url}/readyz`));
    } catch (error) {
        return judge.judgeFrontDoor(url, wordsOf(error));
    }
}

/** `fetch` says only that it failed, and why in the cause. */
function wordsOf(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
