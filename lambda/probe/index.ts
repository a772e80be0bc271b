import { trustedCertificates } from "../shared/certificates";
import { systemClock } from "../shared/clock";
import { attemptWith } from "./attempt";
import { awsCalls } from "./checks/aws";
import { handle, type Result } from "./handler";

/** Opens what a workload was declared to need, from where the workload runs. Invoked by `aws.lambda.Invocation` with `lifecycleScope: CRUD`. */
export function handler(event: unknown): Promise<Result> {
    const region = process.env["AWS_REGION"] ?? "";
    return handle(event, {
        clock: systemClock,
        log: (line) => {
            console.log(line);
        },
        attempt: attemptWith({
            callAws: awsCalls(region),
            publicAuthorities: undefined,
            databaseAuthorities: () => trustedCertificates(region, process.env["DATABASE_CA_FILE"]),
        }),
    });
}
