/** Where on the internet a path goes. */
export interface Outside {
    /** Host or service, for people and for rules. */
    readonly what: string;
    readonly port: number;
    /** `s3` or `dynamodb`: gateway endpoints take what goes there. */
    readonly prefixListOf?: string;
    /** The S3 bucket, where it is known. */
    readonly bucket?: string;
    /** The AWS service, where it is called by its usual name. */
    readonly service?: string;
}
