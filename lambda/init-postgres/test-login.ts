import { retried } from "../shared/retry";
import type { TestArgs } from "../shared/database-function";
import type { Run } from "../shared/run";
import { InitialisationError } from "../shared/target";
import { within, type Connect } from "./session";
import type { JobHere } from "./job";

/**
 * Logs in as the application, and uses its right to make tables without a trace.
 *
 * @throws InitialisationError when its tables would belong to the login itself, and not to the role that both logins stand for
 */
export function testLogin(run: Run, { job, application, target, connect }: TestArgs<JobHere, Connect>): Promise<void> {
    return retried(
        (timeoutMs) => {
            const time = { timeoutMs, remainingMs: () => run.deadline.remainingMs() };
            return within(connect, { database: job.database, ...application, ...time }, async (session) => {
                const [row] = await session.query<{ user: string }>(`SELECT current_user AS "user"`);
                if (row?.user !== job.role) {
                    throw new InitialisationError(
                        `role ${application.username} acts as ${row?.user ?? "nobody"}; allowed: ${job.role}, which owns the tables. Run pulumi up.`,
                    );
                }
                for (const sql of ["BEGIN", "CREATE TABLE public.rotation_test (id integer)", "ROLLBACK"]) await session.query(sql);
            });
        },
        { ...run, target },
    );
}
