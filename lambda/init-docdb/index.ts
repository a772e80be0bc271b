import { lambdaEntry } from "../shared/lambda-entry";
import { connectTo } from "./connection";
import { handle } from "./handler";

/**
 * Prepares DocumentDB for LibreChat: its user and rights. Invoked by `aws.lambda.Invocation` with `lifecycleScope: CRUD`, and by Secrets
 * Manager to rotate the user's password.
 */
export const handler = lambdaEntry(handle, connectTo);
