import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { DataFate } from "../data/fate-of-data";
import { storedSecret } from "../data/stored-secret";

export interface CredentialsArgs {
    /** Whether the keys that encrypt people's data may be deleted, and for how long a deleted secret can be restored. */
    fate: DataFate;
    /** Whether people sign in with OpenID, whose sessions are signed with a key of their own. */
    openId: boolean;
    /** Client secret that the OpenID provider issued; undefined for a provider that wants none. */
    openIdClientSecret: pulumi.Input<string> | undefined;
    /** Keys of model services and of web search, by LibreChat's environment names. */
    keys: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * The keys that LibreChat signs and encrypts with, made once for each stack. **Stateful.**
 *
 * With another CREDS_KEY or CREDS_IV, what people have stored encrypted (their own API keys) cannot be read again; nothing here ever
 * rotates them. LibreChat would make up keys of its own for each task if one were missing, and end every session with each deployment.
 * Each secret costs $0.40 a month.
 */
export class Credentials extends pulumi.ComponentResource {
    /** JSON with CREDS_KEY, CREDS_IV and JWT_REFRESH_SECRET: LibreChat's alone. */
    readonly credentialsArn: pulumi.Output<string>;
    /** JSON with JWT_SECRET: LibreChat signs with it, the RAG API checks. */
    readonly tokenArn: pulumi.Output<string>;
    /** JSON with what the configuration gives, by environment name; undefined where it gives nothing. */
    readonly given: { arn: pulumi.Output<string>; names: readonly string[] } | undefined;

    constructor(name: string, args: CredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:Credentials", name, { openId: args.openId }, opts);

        this.credentialsArn = this.stored(`${name}-librechat`, "Keys of LibreChat", args, {
            CREDS_KEY: this.bytes(`${name}-creds-key`, 32, args.fate.protect),
            CREDS_IV: this.bytes(`${name}-creds-iv`, 16, args.fate.protect),
            JWT_REFRESH_SECRET: this.bytes(`${name}-refresh`, 32, false),
        });
        this.tokenArn = this.stored(`${name}-token`, "Signature between LibreChat and the RAG API", args, {
            JWT_SECRET: this.bytes(`${name}-token`, 32, false),
        });
        const given = this.fromConfiguration(name, args);
        const names = Object.keys(given).sort();
        this.given =
            names.length > 0 ? { arn: this.stored(`${name}-given`, "Keys from the configuration", args, given), names } : undefined;
        this.registerOutputs({ credentialsArn: this.credentialsArn, tokenArn: this.tokenArn });
    }

    private fromConfiguration(
        name: string,
        { openId, openIdClientSecret, keys }: CredentialsArgs,
    ): Readonly<Record<string, pulumi.Input<string>>> {
        return {
            ...keys,
            ...(openIdClientSecret !== undefined && { OPENID_CLIENT_SECRET: openIdClientSecret }),
            ...(openId && { OPENID_SESSION_SECRET: this.bytes(`${name}-openid-session`, 32, false) }),
        };
    }

    /** @param length in bytes; LibreChat wants 32 for the key and 16 for the vector, and notices a wrong length only when it first encrypts */
    private bytes(name: string, length: number, protect: boolean) {
        return new random.RandomBytes(name, { length }, { parent: this, protect }).hex;
    }

    private stored(name: string, description: string, { fate }: CredentialsArgs, values: Readonly<Record<string, pulumi.Input<string>>>) {
        return storedSecret(this, name, description, values, fate).arn;
    }
}
