import type { Problem } from "./problem";
import type { Settings } from "./settings";

/** A rule across settings. */
export interface Rule {
    /** Stable name; documentation and tests refer to it. */
    id: string;
    /** The positive sentence that the rule holds the settings to. */
    statement: string;
    /** Settings that must be sound for the rule to say anything: a wrong value is reported once, not with all that would follow from it. */
    reads: readonly (keyof Settings)[];
    /** What breaks the rule, without its id; none when the settings keep it. */
    check: (settings: Settings) => Omit<Problem, "id"> | undefined;
}

/** A rule that sees only the settings it says it reads. */
export function rule<const Name extends keyof Settings>(definition: {
    id: string;
    statement: string;
    reads: readonly Name[];
    check: (settings: Pick<Settings, Name>) => Omit<Problem, "id"> | undefined;
}): Rule {
    return definition;
}
