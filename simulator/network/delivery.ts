/**
 * What became of one packet: the words that the virtual network answers in.
 */

/** Where a packet starts: a network interface of a function, a task or a load balancer. */
export interface Sender {
    readonly subnetId: string;
    /** Empty for an interface that was given none; AWS attaches the VPC's default group then. */
    readonly securityGroupIds: readonly string[];
    readonly hasPublicIp: boolean;
}

/** Where it is to go over TCP, as the software inside would say it. */
export interface Destination {
    /**
     * A host name (an AWS service's such as `secretsmanager.us-east-1.amazonaws.com`, a database's, or any on the internet), or the
     * private address of a network interface.
     */
    readonly host: string;
    readonly port: number;
}

/** One stage of the way, for people: at `route table rtb-1`, `0.0.0.0/0 -> nat-1`. */
export interface Hop {
    readonly at: string;
    readonly what: string;
}

/** The service answers that the policy of the endpoint does not allow the call, or denies it. */
export type PolicySymptom = "access denied" | "explicitly denied";

/** What the software sees of a lost packet: the name does not resolve, nothing ever answers, or a refusal by a policy. */
export type Symptom = "name not resolved" | "timed out" | PolicySymptom;

/** Whether the packet arrived and the answer was a refusal. */
export function isPolicySymptom(symptom: Symptom): symptom is PolicySymptom {
    return symptom === "access denied" || symptom === "explicitly denied";
}

export interface Loss {
    /** Where it was lost, for people, for example `route table rtb-1 has no route to 203.0.113.7`. */
    readonly lostAt: string;
    readonly symptom: Symptom;
}

export type Delivery =
    { readonly delivered: true; readonly hops: readonly Hop[] } | ({ readonly delivered: false; readonly hops: readonly Hop[] } & Loss);
