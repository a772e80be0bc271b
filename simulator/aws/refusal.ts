import { ProviderError } from "../provider/errors";

/**
 * What AWS says when it will not do something.
 *
 * The text has the form in which the real provider shows it, so that what is learned from the simulator (searching for an error code,
 * reading a runbook) holds for AWS.
 */
export class Refusal extends ProviderError {
    /**
     * @param service the SDK's service id as the provider prints it, for example `EC2`, `RDS`, `Secrets Manager`
     * @param operation the API call that is refused, for example `CreateSubnet`
     * @param code AWS's error code, for example `InvalidSubnet.Conflict`
     * @param reason AWS's sentence
     */
    constructor(
        readonly service: string,
        readonly operation: string,
        readonly code: string,
        readonly reason: string,
    ) {
        super(`operation error ${service}: ${operation}, api error ${code}: ${reason}`);
        this.name = "Refusal";
    }
}
