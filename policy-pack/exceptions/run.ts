/** What exceptions do while the rules run, kept so that none of it is silent. */
import type { Finding } from "../finding";
import { isAbout, isExpired, readExceptions, type Exception, type Subject } from "./exception";

/** The exceptions of one rule. */
export interface RuleExceptions {
    /** Whether an exception in force covers a finding, which is then shown by exceptions-in-force in place of the violation. */
    covers(finding: Finding & Subject): boolean;
    /** Notes that the rule cannot judge a resource yet: whether an exception for it is needed shows in the update. */
    awaits(subject: Subject): void;
}

interface Used {
    readonly exception: Exception;
    readonly finding: Finding;
}

interface RuleState {
    readonly configured: unknown;
    readonly exceptions: readonly Exception[];
    readonly used: Used[];
    /** Exceptions that found their resource, though not always something to except. */
    readonly needed: Set<Exception>;
}

/** What there is to say about an exception; at no resource where it found none. */
export interface ExceptionNote {
    readonly urn: string | undefined;
    readonly message: string;
}

/** One run of the pack: the engine starts a process for each preview and each update. */
export class Run {
    readonly #rules = new Map<string, RuleState>();
    readonly #notes = new Map<string, Finding[]>();

    /** @param today the day that expiry dates are held against, as `2027-03-31` */
    constructor(readonly today: () => string = utcToday) {}

    /**
     * The exceptions that the configuration of a rule lists.
     *
     * @param configured the setting `exceptions` as it was found
     * @param keys what an exception from the rule may have
     */
    exceptionsOf(rule: string, configured: unknown, keys: readonly string[]): RuleExceptions {
        const { exceptions, used, needed } = this.#stateOf(rule, configured, keys);
        return {
            covers: (finding) => {
                const about = exceptions.filter((exception) => isAbout(exception, finding));
                for (const exception of about) needed.add(exception);
                const inForce = about.find((exception) => !isExpired(exception, this.today()));
                if (inForce !== undefined) used.push({ exception: inForce, finding });
                return inForce !== undefined;
            },
            awaits: (subject) => {
                for (const exception of exceptions) if (isAbout(exception, subject)) needed.add(exception);
            },
        };
    }

    /** Leaves something for a rule that only informs: a mandatory rule cannot report at another level than its own. */
    note(rule: string, finding: Finding): void {
        this.#notes.set(rule, [...(this.#notes.get(rule) ?? []), finding]);
    }

    /** What was left for a rule since the last time. */
    takeNotes(rule: string): readonly Finding[] {
        const notes = this.#notes.get(rule) ?? [];
        this.#notes.delete(rule);
        return notes;
    }

    /** What the exceptions did since the last time: each one in use, expired, or of no use. */
    takeExceptions(): ExceptionNote[] {
        const said = [...this.#rules].flatMap(([rule, { exceptions, used, needed }]) => {
            const expired = exceptions.filter((each) => isExpired(each, this.today()));
            const unused = exceptions.filter((each) => !expired.includes(each) && !needed.has(each));
            return [
                ...used.map(({ exception, finding }) => ({ urn: finding.urn, message: inForceText(rule, exception, finding) })),
                ...expired.map((each) => ({ urn: undefined, message: expiredText(rule, each) })),
                ...unused.map((each) => ({ urn: undefined, message: unusedText(rule, each) })),
            ];
        });
        this.#rules.clear();
        return said;
    }

    #stateOf(rule: string, configured: unknown, keys: readonly string[]): RuleState {
        const earlier = this.#rules.get(rule);
        if (earlier !== undefined && isSame(earlier.configured, configured)) return earlier;
        const { exceptions } = readExceptions(rule, configured, keys);
        const state: RuleState = { configured, exceptions, used: [], needed: new Set() };
        this.#rules.set(rule, state);
        return state;
    }
}

/** The SDK hands out one list for all resources of a stack, so that it is read and compared once; others may hand out copies. */
function isSame(one: unknown, other: unknown): boolean {
    return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function utcToday(): string {
    return new Date().toISOString().slice(0, 10);
}

function inForceText(rule: string, { reason, expires }: Exception, { message }: Finding): string {
    const end = expires === undefined ? "without end" : `until ${expires}`;
    return `${rule} is excepted ${end}, because: ${reason}. Without the exception: ${message.split("\n")[0] ?? ""}`;
}

function expiredText(rule: string, exception: Exception): string {
    return `${titleOf(rule, exception)} expired on ${exception.expires ?? ""} and excepts nothing now. Remove it, or give it a later date.`;
}

function unusedText(rule: string, exception: Exception): string {
    return `${titleOf(rule, exception)} excepts nothing in this stack. Remove it, or correct the name.`;
}

function titleOf(rule: string, { resource, need, reason }: Exception): string {
    return `The exception from ${rule} for ${resource}${need === undefined ? "" : ` to ${need}`} (${reason})`;
}

/** The run of this process. */
export const THIS_RUN = new Run();
