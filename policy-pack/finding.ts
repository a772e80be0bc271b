/** One thing a rule has to say about one resource. */
export interface Finding {
    urn: string;
    message: string;
}
