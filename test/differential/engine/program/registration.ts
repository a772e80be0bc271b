/** One resource of a program that is data. */
export interface Registration {
    readonly type: string;
    readonly name: string;
    readonly region: string;
    /** JSON; `{ $resource, output }` stands for an output of an earlier resource. */
    readonly inputs: unknown;
    /** Names of earlier resources. */
    readonly dependsOn: readonly string[];
}
