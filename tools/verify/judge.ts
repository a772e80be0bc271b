/** What facts mean: pure, so that each verdict can be read and tested alone. */
import { row, type Row } from "./row";

/**
 * A stack without services, or without an address, is one whose deployment broke off: all that is there may be right, and LibreChat is not.
 *
 * @param found how many there are in the state
 */
export function judgePresence(check: string, found: number): Row[] {
    return found > 0 ? [] : [row(check, "none", false, "the last deployment did not come that far; run: pulumi up")];
}

/** The answer of a function. */
export interface Invoked {
    /** Whether the function ended with an error. */
    readonly isFailed: boolean;
    /** JSON. */
    readonly payload: string;
}

export function judgeProbe(name: string, { isFailed, payload }: Invoked): Row {
    const answer = parsed(payload);
    if (isFailed) return row("self-check", name, false, textOf(answer, "errorMessage") ?? payload);
    const reached = Array.isArray(answer["reached"]) ? (answer["reached"] as { need?: unknown; latencyMs?: unknown }[]) : [];
    if (reached.length === 0)
        return row("self-check", name, false, `the function answered ${payload}, which names nothing that it reached`);
    const slowest = [...reached].sort((one, other) => Number(other.latencyMs) - Number(one.latencyMs))[0];
    const slow = slowest?.latencyMs === undefined ? "" : `, the slowest ${String(slowest.need)} in ${Number(slowest.latencyMs)} ms`;
    return row("self-check", name, true, `${reached.length} reached${slow}`);
}

export interface ServiceFacts {
    readonly status: string;
    readonly desired: number;
    readonly running: number;
    /** State of each deployment, the newest first: COMPLETED, IN_PROGRESS or FAILED. */
    readonly rollouts: readonly string[];
}

/** Steady is: as many tasks as wanted, from one deployment that is complete. */
export function judgeService(name: string, facts: ServiceFacts | undefined): Row {
    if (facts === undefined) return row("service", name, false, "ECS knows no such service; run: pulumi refresh, then pulumi up");
    const { status, desired, running, rollouts } = facts;
    const isSteady = status === "ACTIVE" && running === desired && running > 0 && rollouts.length === 1 && rollouts[0] === "COMPLETED";
    const found = `${running} of ${desired} tasks run, ${status.toLowerCase()}, rollout ${rollouts.join(" and ").toLowerCase()}`;
    return row("service", name, isSteady, isSteady ? found : `${found}; the service's events in the console of ECS say why`);
}

export interface TargetFacts {
    readonly id: string;
    readonly state: string;
    readonly reason: string | undefined;
}

export function judgeTargets(name: string, targets: readonly TargetFacts[]): Row {
    // One that leaves finishes its answers; it is no failure.
    const counted = targets.filter(({ state }) => state !== "draining");
    const ill = counted.filter(({ state }) => state !== "healthy");
    if (counted.length === 0) return row("targets", name, false, "no task is registered with the load balancer");
    const found = `${counted.length - ill.length} of ${counted.length} healthy`;
    const reasons = ill.map(({ id, state, reason }) => `${id} is ${state}${reason === undefined ? "" : ` (${reason})`}`);
    return row("targets", name, ill.length === 0, [found, ...reasons].join("; "));
}

/** @param status HTTP status, or what went wrong before there was one */
export function judgeFrontDoor(url: string, status: number | string): Row {
    return row("front door", `${url}/readyz`, status === 200, typeof status === "number" ? `HTTP ${status}` : status);
}

export interface CertificateFacts {
    readonly status: string;
    readonly notAfter: Date | undefined;
}

/**
 * ACM renews 60 days before the end; one that has less than 30 left could not be renewed.
 * https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
 */
const LEAST_DAYS_LEFT = 30;
const DAY_MS = 24 * 3_600_000;

export function judgeCertificate(name: string, { status, notAfter }: CertificateFacts, now: Date): Row {
    if (status !== "ISSUED" || notAfter === undefined) return row("certificate", name, false, `ACM says ${status}; allowed is ISSUED`);
    const daysLeft = Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS);
    const found = `valid until ${notAfter.toISOString().slice(0, 10)}, ${daysLeft} days`;
    if (daysLeft >= LEAST_DAYS_LEFT) return row("certificate", name, true, found);
    return row("certificate", name, false, `${found}; ACM should have renewed it: its validation record in DNS has to be there`);
}

export interface AlarmFacts {
    readonly state: string;
    readonly reason: string | undefined;
}

/** Without data there is nothing to be alarmed about yet: a new alarm, or a metric of what does not happen. */
export function judgeAlarm(name: string, facts: AlarmFacts | undefined): Row {
    if (facts === undefined) return row("alarm", name, false, "CloudWatch knows no such alarm; run: pulumi refresh, then pulumi up");
    const isRight = facts.state === "OK" || facts.state === "INSUFFICIENT_DATA";
    return row("alarm", name, isRight, isRight || facts.reason === undefined ? facts.state : `${facts.state}: ${facts.reason}`);
}

export interface DatabaseFacts {
    readonly engine: string;
    readonly version: string;
    readonly status: string;
}

/**
 * States in which a database takes connections.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
const SERVING: readonly string[] = [
    "available",
    "backing-up",
    "configuring-enhanced-monitoring",
    "configuring-log-exports",
    "storage-optimization",
];

export function judgeDatabase(name: string, { engine, version, status }: DatabaseFacts): Row {
    return row("database", name, SERVING.includes(status), `${engine} ${version}, ${status}`);
}

/** @param result JSON that the initialiser answered at its last run; undefined when none succeeded */
export function judgeInitialisation(name: string, result: string | undefined): Row {
    const answer = result === undefined ? undefined : parsed(result);
    if (answer === undefined) return row("initialisation", name, false, "never succeeded; run: pulumi up");
    const action = textOf(answer, "action") ?? "done";
    const version = textOf(answer, "serverVersion");
    return row(
        "initialisation",
        name,
        true,
        version === undefined ? `last run: ${action}` : `last run: ${action}, on server version ${version}`,
    );
}

/** An object, or one without members where the text holds something else. */
function parsed(text: string): Readonly<Record<string, unknown>> {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
    } catch (error) {
        if (error instanceof SyntaxError) return {};
        throw error;
    }
}

function textOf(answer: Readonly<Record<string, unknown>>, member: string): string | undefined {
    const value = answer[member];
    return typeof value === "string" ? value : undefined;
}
