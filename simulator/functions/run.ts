/** One run of a function, as the provider's process asks the simulator's for it. */

/** The environment variable that tells the provider's process where functions are run; unset: nowhere. */
export const RUNNER_VARIABLE = "LIBRECHAT_SIMULATED_RUNNER";

export interface Run {
    /** Id of the function in the account. */
    readonly functionName: string;
    /** JSON. */
    readonly event: string;
    /** What paths in the program are relative to. */
    readonly programFolder: string;
}

export type Outcome =
    /** JSON that the function returned. */
    | { readonly result: string }
    | {
          /** JSON with errorType and errorMessage, as Lambda gives it. */
          readonly payload: string;
          /** For people: which packets were lost and where, and what the function wrote. */
          readonly explanation: string;
      };

/** What the other process answers: an outcome, or why there is none. */
export type Reply =
    Outcome | { readonly problem: string; /** Whether a person can do something about it. */ readonly isForPeople: boolean };
