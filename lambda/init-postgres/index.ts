import { lambdaEntry } from "../shared/lambda-entry";
import { connectTo } from "./connection";
import { handle } from "./handler";

/**
 * Prepares PostgreSQL for the RAG API: a database, the extension, a role. Invoked by `aws.lambda.Invocation` with `lifecycleScope: CRUD`, and
 * by Secrets Manager to rotate the role's password.
 */
export const handler = lambdaEntry(handle, connectTo);
