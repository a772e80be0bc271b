import { trustedCertificates } from "../shared/certificates";
import { systemClock } from "../shared/clock";
import { secretsManager } from "../shared/secrets-manager";
import { connectTo } from "./connection";
import { handle, type Result } from "./handler";

/** Prepares PostgreSQL for the RAG API: a database, the extension, a role. Invoked by `aws.lambda.Invocation` with `lifecycleScope: CRUD`. */
export function handler(event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<Result> {
    return handle(event, {
        clock: systemClock,
        remainingMs: context.getRemainingTimeInMillis(),
        log: (line) => {
            console.log(line);
        },
        environment: process.env,
        readSecret: secretsManager,
        connect: (surroundings) => connectTo(surroundings, trustedCertificates(surroundings.region, surroundings.certificateFile)),
    });
}
