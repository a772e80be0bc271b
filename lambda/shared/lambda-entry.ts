import { trustedCertificates } from "./certificates";
import { systemClock } from "./clock";
import type { FunctionArgs, Result } from "./database-function";
import type { Surroundings } from "./environment";
import { injectedSecrets } from "./injected-secrets";
import { secretsManager } from "./secrets-manager";
import { secretVersions } from "./secret-versions";

/** What Lambda tells of a call, as far as it is used here. */
export interface LambdaContext {
    getRemainingTimeInMillis(): number;
}

/** A database's function as Lambda, or a container in its place, calls it: with the machine's clock, log and environment. */
export function lambdaEntry<Connect, Summary>(
    handle: (event: unknown, args: FunctionArgs<Connect>) => Promise<Result<Summary>>,
    connectTo: (surroundings: Surroundings, certificates: readonly string[]) => Connect,
) {
    return (event: unknown, context: LambdaContext): Promise<Result<Summary>> =>
        handle(event, {
            clock: systemClock,
            remainingMs: context.getRemainingTimeInMillis(),
            log: (line) => {
                console.log(line);
            },
            environment: process.env,
            readSecret: (region) => injectedSecrets(process.env) ?? secretsManager(region),
            secretVersions,
            connect: (surroundings) => connectTo(surroundings, trustedCertificates(surroundings.region, surroundings.certificateFile)),
        });
}
