import { retried } from "../shared/retry";
import type { TestArgs } from "../shared/database-function";
import type { Run } from "../shared/run";
import type { Job } from "./job";
import type { Connect } from "./session";

/** In the application's database, but in none of its collections; a deletion that finds nothing makes none. */
const COLLECTION = "rotation-test";

/** Logs in as the application, and uses its rights to read and to write without a trace. */
export function testLogin(run: Run, { job, application, target, connect }: TestArgs<Job, Connect>): Promise<void> {
    return retried(
        async (timeoutMs) => {
            const session = await connect(application, timeoutMs);
            try {
                await session.command(job.database, { find: COLLECTION, limit: 1 });
                await session.command(job.database, { delete: COLLECTION, deletes: [{ q: { _id: "nobody" }, limit: 1 }] });
            } finally {
                await session.close();
            }
        },
        { ...run, target },
    );
}
