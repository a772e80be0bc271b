import * as pulumi from "@pulumi/pulumi";

import type { DataFate } from "./fate-of-data";
import { storedSecret } from "./stored-secret";

export interface ExternalMongoArgs {
    /** Connection string with user and password; a secret. */
    uri: pulumi.Input<string>;
    fate: DataFate;
}

/** A MongoDB that somebody else runs, such as Atlas: only its connection string is kept here, in Secrets Manager. */
export class ExternalMongo extends pulumi.ComponentResource {
    /** JSON: uri. */
    readonly secretArn: pulumi.Output<string>;

    constructor(name: string, args: ExternalMongoArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:ExternalMongo", name, { fate: args.fate }, opts);

        this.secretArn = storedSecret(this, name, "Connection string of the external MongoDB", { uri: args.uri }, args.fate).arn;
        this.registerOutputs({ secretArn: this.secretArn });
    }
}
