import { databaseFunction, type FunctionArgs, type Result as ResultOf } from "../shared/database-function";
import { initialise, type Summary } from "./initialise";
import { jobOf, type Job } from "./job";
import type { Connect } from "./session";
import { testLogin } from "./test-login";

export type HandlerArgs = FunctionArgs<Connect>;
export type Result = ResultOf<Summary>;

/** One run, for one event of an Invocation or one step of a rotation. */
export const handle = databaseFunction<Job, Connect, Summary>({
    name: "DocumentDB",
    jobOf,
    userOf: ({ user }) => user,
    initialise,
    hasChanged: ({ done }) => done.length > 0,
    test: testLogin,
});
