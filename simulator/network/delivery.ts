/**
 * What became of one packet: the words that the virtual network answers in.
 */

/** Where a packet starts: a network interface of a function or task. */
export interface Sender {
    readonly subnetId: string;
    readonly securityGroupIds: readonly string[];
    readonly hasPublicIp: boolean;
}

/** Where it is to go, as the software inside would say it. */
export type Destination =
    /** A host name and port: an AWS service's (`secretsmanager.us-east-1.amazonaws.com`), a database's, or any on the internet. */
    { readonly host: string; readonly port: number };

/** One stage of the way, for people: `route table rtb-1: 0.0.0.0/0 -> nat-1`. */
export interface Hop {
    readonly at: string;
    readonly what: string;
}

export type Delivery =
    | { readonly delivered: true; readonly hops: readonly Hop[] }
    | {
          readonly delivered: false;
          readonly hops: readonly Hop[];
          /** Where it was lost, for people, for example `no route to 52.1.2.3 in rtb-1`. */
          readonly lostAt: string;
          /** What the software sees: the name does not resolve, or nothing ever answers. */
          readonly symptom: "name not resolved" | "timed out";
      };
