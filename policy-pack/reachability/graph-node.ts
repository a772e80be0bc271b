/** A resource. */
export interface GraphNode {
    readonly urn: string;
    readonly type: string;
    /** Its name in the program; messages use it. */
    readonly name: string;
    /** Its id in AWS, as far as it is known. */
    readonly id: string | undefined;
    /** Plain values; `UNKNOWN` stands for each one that is not known yet. */
    readonly properties: Readonly<Record<string, unknown>>;
    /** URN of the component around it. */
    readonly parent: string | undefined;
    readonly dependencies: readonly string[];
    /** URNs of the resources that the value of a property came from. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}
