import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";
import { functionBundle } from "../functions/function-bundle";
import type { DatabaseInitialisationArgs } from "./database-initialisation";
import type { DataFate } from "./fate-of-data";
import { FileStorage } from "./file-storage";

/** A function that a container runs before the application's own starts, so that the database is ready for it. */
export interface InitialisationTask {
    /** Where the code lies; the task may read it, and nothing else in the bucket. */
    readonly codeArn: pulumi.Output<string>;
    /** Plain settings of the container. */
    readonly environment: pulumi.Output<Record<string, string>>;
    /** ARNs of the secrets that ECS reads for this container alone, by the setting that gets the whole of each. */
    readonly secrets: pulumi.Output<Record<string, string>>;
    /** To depend on before a task starts. */
    readonly ready: readonly pulumi.Resource[];
}

/** As long as the function has in Lambda. */
const TIME_LIMIT_SECONDS = "240";

export interface InitialiserCodeArgs {
    region: string;
    /** Of a stack whose data is kept the code is kept, too, and goes with the stack once that is retired. */
    fate: DataFate;
}

/**
 * The code of the initialisers, for containers to run. In a bucket of its own: whoever may write here could change what runs with the rights
 * of a database's master user. The containers check the digest, too.
 */
export class InitialiserCode extends pulumi.ComponentResource {
    private readonly name: string;
    private readonly region: string;
    private readonly bucketName: pulumi.Output<string>;

    constructor(name: string, args: InitialiserCodeArgs, opts?: pulumi.ComponentResourceOptions) {
        const { region, fate } = args;
        super("librechat:data:InitialiserCode", name, { region }, opts);

        this.name = name;
        this.region = region;
        // Nobody's data, so a stack may leave it behind; but tasks of older definitions need the code, also when nothing else uses it any more.
        const left = { fate: { ...fate, protect: false } };
        this.bucketName = new FileStorage(name, left, { parent: this, retainOnDelete: fate.protect }).bucketName;
        this.registerOutputs({ bucketName: this.bucketName });
    }

    /** What a container needs to run a function once. */
    task({ code, environment, input, dependsOn }: DatabaseInitialisationArgs): InitialisationTask {
        const { digest, file } = functionBundle(code, this);
        const object = new aws.s3.BucketObjectv2(
            `${this.name}-${code}`,
            { bucket: this.bucketName, key: `${code}/${digest}.js`, source: new pulumi.asset.FileAsset(file) },
            // ECS starts a task of an older definition again when one dies or a deployment is rolled back, and that one runs the older code.
            { parent: this, retainOnDelete: true },
        );
        const settings: Record<string, pulumi.Input<string>> = {
            ...environment,
            AWS_REGION: this.region,
            CODE_URL: pulumi.interpolate`https://${this.bucketName}.s3.${this.region}.amazonaws.com/${object.key}`,
            CODE_SHA256: digest,
            EVENT: pulumi.jsonStringify(input),
            TIME_LIMIT_SECONDS,
        };
        const { MASTER_SECRET_ARN: MASTER_SECRET, APPLICATION_SECRET_ARN: APPLICATION_SECRET } = environment;
        return {
            codeArn: object.arn,
            environment: pulumi.all(settings),
            secrets: pulumi.all({ MASTER_SECRET, APPLICATION_SECRET }),
            ready: [object, ...dependsOn],
        };
    }
}
