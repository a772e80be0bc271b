import { demandUser } from "../shared/credentials";
import { actionOf } from "../shared/event";
import { surroundingsOf, type Surroundings } from "../shared/environment";
import { guarded, readCredentials, type RunArgs } from "../shared/run";
import { secretsManagerAddress, type ReadSecret } from "../shared/secrets-manager";
import { databaseTarget, secretsManagerTarget } from "../shared/target";
import { initialise, type Summary } from "./initialise";
import { jobOf } from "./job";
import type { Connect } from "./session";

export interface HandlerArgs extends RunArgs {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly readSecret: (region: string) => ReadSecret;
    readonly connect: (surroundings: Surroundings) => Connect;
}

export type Result = ({ action: "create" | "update" } & Summary) | { action: "delete"; dropped: "nothing" };

/**
 * One run, for one event of an Invocation.
 *
 * A delete touches nothing, not even the network: the data goes with the cluster or not at all; a replaced Invocation sends its delete after
 * the new one's create; and a stack whose network is broken, or whose event is of an older version, can still be destroyed.
 */
export function handle(event: unknown, args: HandlerArgs): Promise<Result> {
    return guarded(args, async (run): Promise<Result> => {
        const action = actionOf(event);
        if (action === "delete") return { action, dropped: "nothing" };

        const job = jobOf(event);
        const surroundings = surroundingsOf(args.environment);
        const { region, host, port, masterSecretArn } = surroundings;
        const api = secretsManagerAddress(region, args.environment);
        const credentials = await readCredentials(
            run,
            secretsManagerTarget(region, api.host, api.port),
            surroundings,
            args.readSecret(region),
        );
        demandUser(surroundings.applicationSecretArn, credentials.application, job.user);
        const target = databaseTarget("DocumentDB", host, port, masterSecretArn);
        return { action, ...(await initialise(run, { job, credentials, target, connect: args.connect(surroundings) })) };
    });
}
