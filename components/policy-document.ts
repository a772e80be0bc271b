/** Policy documents of IAM as data, so that each can be read and tested exactly. */

export interface Statement {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
}

export interface PolicyDocument {
    readonly Version: "2012-10-17";
    readonly Statement: readonly Statement[];
}

export function policyDocument(statements: readonly Statement[]): PolicyDocument {
    return { Version: "2012-10-17", Statement: statements };
}

/**
 * Lets an AWS service take on a role, for example `ecs-tasks.amazonaws.com`.
 *
 * @param account on whose behalf alone, for services that act for whoever asks them; left out: IAM sees to it
 */
export function trustPolicy(service: string, account?: string) {
    const onBehalf = account !== undefined && { Condition: { StringEquals: { "aws:SourceAccount": account } } };
    return {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service }, ...onBehalf }],
    };
}

/** The account that an ARN names; `arn:aws:ecs:eu-west-1:123456789012:cluster/main` gives `123456789012`. */
export function accountOf(arn: string): string {
    return arn.split(":")[4] ?? "";
}

/** A statement; the actions and resources are the whole of what it allows. */
export function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): Statement {
    return { Sid, Effect: "Allow", Action, Resource };
}
