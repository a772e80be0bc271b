import { databaseFunction, type FunctionArgs, type Result as ResultOf } from "../shared/database-function";
import { initialise, type Summary } from "./initialise";
import { jobHere, type JobHere } from "./job";
import type { Connect } from "./session";
import { testLogin } from "./test-login";

export type HandlerArgs = FunctionArgs<Connect>;
export type Result = ResultOf<Summary>;

/** One run, for one event of an Invocation or one step of a rotation. */
export const handle = databaseFunction<JobHere, Connect, Summary>({
    name: "PostgreSQL",
    jobOf: jobHere,
    userOf: ({ role }) => role,
    initialise,
    hasChanged: ({ passwordSet }) => passwordSet,
    test: testLogin,
});
