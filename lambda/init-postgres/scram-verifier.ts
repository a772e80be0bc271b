import { InitialisationError } from "../shared/target";
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

const ITERATIONS = 4096;

/**
 * What PostgreSQL stores of a password, `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`.
 *
 * The server takes it in place of the password. The password itself would be written to the server's log, and to CloudWatch, as soon as
 * statements are logged; this text is of no use for logging in.
 *
 * @param password printable ASCII; other characters would have to be prepared as RFC 4013 says
 * @throws InitialisationError for other characters
 * @see https://www.postgresql.org/docs/16/catalog-pg-authid.html and RFC 5803
 */
export function scramVerifier(password: string, salt = randomBytes(16)): string {
    if (!/^[\x20-\x7e]+$/.test(password)) {
        throw new InitialisationError(
            "the application's password has other characters than printable ASCII; put another one into its secret.",
        );
    }
    const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
    const storedKey = createHash("sha256").update(createHmac("sha256", salted).update("Client Key").digest()).digest("base64");
    const serverKey = createHmac("sha256", salted).update("Server Key").digest("base64");
    return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
