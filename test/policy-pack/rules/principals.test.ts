import { iamRoleRequireNarrowTrust } from "../../../policy-pack/rules/iam-role-require-narrow-trust";
import { lambdaDisallowPublicAccess } from "../../../policy-pack/rules/lambda-disallow-public-access";
import { resourcePolicyDisallowPublicPrincipals } from "../../../policy-pack/rules/resource-policy-disallow-public-principals";
import { snapshotDisallowPublicSharing } from "../../../policy-pack/rules/snapshot-disallow-public-sharing";
import { TYPES } from "../../../policy-pack/types";
import { UNKNOWN_TEXT } from "../graph";
import { describeSubject, type Subject } from "./subjects";

const GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

function trusts(Principal: unknown, more: Record<string, unknown> = {}): { assumeRolePolicy: string } {
    return { assumeRolePolicy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal, ...more }] }) };
}

const webIdentity = (provider: string, Condition?: unknown) =>
    trusts({ Federated: provider }, { Action: "sts:AssumeRoleWithWebIdentity", ...(Condition !== undefined && { Condition }) });

const IN = "statement 1 in assumeRolePolicy of it";

function opens(Principal: unknown, more: Record<string, unknown> = {}): { policy: string } {
    return { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal, ...more }] }) };
}

const EVERYBODY = [
    "statement 1 in policy of it allows everybody s3:GetObject; wanted are principals by ARN, or a condition such as aws:PrincipalOrgID or aws:SourceArn.",
];

describe("rules on who may", () => {
    describeSubject({
        policy: iamRoleRequireNarrowTrust,
        type: TYPES.role,
        sound: trusts({ Service: ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"] }),
        changes: [
            [trusts("*"), [`${IN} trusts everybody (*); wanted are principals by ARN.`]],
            [trusts({ AWS: ["arn:aws:iam::123456789012:root", "*"] }), [`${IN} trusts everybody (*); wanted are principals by ARN.`]],
            [trusts("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }), []],
            [trusts("*", { Effect: "Deny" }), []],
            [
                trusts(undefined, { NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
                [`${IN} trusts everybody but some (NotPrincipal); wanted is Principal.`],
            ],
            [
                trusts({ Service: "vpc-flow-logs.amazonaws.com" }),
                [
                    `${IN} trusts vpc-flow-logs.amazonaws.com on behalf of everybody; wanted is a condition on aws:SourceAccount or aws:SourceArn.`,
                ],
            ],
            [trusts({ Service: "scheduler.amazonaws.com" }, { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } }), []],
            [
                trusts(
                    { Service: "scheduler.amazonaws.com" },
                    { Condition: { StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } } },
                ),
                [
                    `${IN} trusts scheduler.amazonaws.com on behalf of everybody; wanted is a condition on aws:SourceAccount or aws:SourceArn.`,
                ],
            ],
            [
                webIdentity(GITHUB, { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }),
                [`${IN} trusts everybody whom ${GITHUB} knows; wanted is a condition on its sub, with StringEquals or StringLike.`],
            ],
            [
                webIdentity(GITHUB, { StringLike: { "token.actions.githubusercontent.com:sub": "*" } }),
                [`${IN} trusts everybody whom ${GITHUB} knows; wanted is a condition on its sub, with StringEquals or StringLike.`],
            ],
            [webIdentity(GITHUB, { StringLike: { "token.actions.githubusercontent.com:sub": "repo:me/app:*" } }), []],
            [
                webIdentity("cognito-identity.amazonaws.com"),
                [
                    `${IN} trusts everybody whom cognito-identity.amazonaws.com knows; wanted is a condition on its aud, with StringEquals or StringLike.`,
                ],
            ],
            [webIdentity("cognito-identity.amazonaws.com", { StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:1" } }), []],
            [trusts({ Federated: "arn:aws:iam::123456789012:saml-provider/us" }, { Action: "sts:AssumeRoleWithSAML" }), []],
            [{ assumeRolePolicy: undefined }, []],
            [{ assumeRolePolicy: "{" }, []],
        ],
        unknown: [{ assumeRolePolicy: UNKNOWN_TEXT }],
    });

    for (const type of [TYPES.bucketPolicy, TYPES.secret, "aws:sqs/queue:Queue", "aws:kms/key:Key", "aws:sns/topicPolicy:TopicPolicy"]) {
        describeSubject({
            policy: resourcePolicyDisallowPublicPrincipals,
            type,
            sound: opens({ AWS: "arn:aws:iam::123456789012:role/app" }),
            changes: [
                [opens("*"), EVERYBODY],
                [opens({ AWS: "*" }), EVERYBODY],
                [opens("*", { Effect: "Deny" }), []],
                [
                    opens(undefined, { NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
                    ["statement 1 in policy of it allows everybody but some (NotPrincipal) s3:GetObject; wanted is Principal."],
                ],
                ...(
                    [
                        ["StringEquals", "aws:PrincipalOrgID", "o-1", []],
                        ["ArnLike", "AWS:SourceArn", "arn:aws:sns:us-east-1:123456789012:*", []],
                        ["ArnLike", "aws:SourceArn", "arn:aws:s3:::files", []],
                        ["StringEquals", "aws:SourceVpce", ["vpce-1"], []],
                        ["IpAddress", "aws:SourceIp", "203.0.113.0/24", []],
                        ["Bool", "elasticfilesystem:AccessedViaMountTarget", "true", []],
                        ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/r-1/*", []],
                        ["StringLike", "aws:PrincipalOrgID", "*", EVERYBODY],
                        ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*", EVERYBODY],
                        ["IpAddress", "aws:SourceIp", ["203.0.113.0/24", "0.0.0.0/0"], EVERYBODY],
                        ["IpAddress", "aws:SourceIp", "::/0", EVERYBODY],
                        ["StringNotEquals", "aws:PrincipalOrgID", "o-1", EVERYBODY],
                        ["StringEqualsIfExists", "aws:PrincipalOrgID", "o-1", EVERYBODY],
                        ["ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-1/r-1/*", EVERYBODY],
                        ["Bool", "aws:SecureTransport", "true", EVERYBODY],
                        ["StringEquals", "aws:PrincipalOrgID", [], EVERYBODY],
                    ] as const
                ).map(([operator, key, value, messages]): Subject["changes"][number] => [
                    opens("*", { Condition: { [operator]: { [key]: value } } }),
                    messages,
                ]),
                [{ policy: undefined }, []],
                [{ policy: "[" }, []],
            ],
            unknown: [{ policy: UNKNOWN_TEXT }],
        });
    }

    describeSubject({
        policy: lambdaDisallowPublicAccess,
        type: TYPES.functionPermission,
        sound: { action: "lambda:InvokeFunction", principal: "events.amazonaws.com", sourceArn: UNKNOWN_TEXT },
        changes: [
            [
                { sourceArn: undefined },
                ["sourceArn and sourceAccount of permission it for events.amazonaws.com = not set; wanted is one of them."],
            ],
            [{ sourceArn: undefined, sourceAccount: "123456789012" }, []],
            [{ sourceArn: undefined, principal: "123456789012" }, []],
            [{ sourceArn: undefined, principal: undefined }, []],
            [
                { sourceArn: "", principal: "*" },
                ["principal of permission it = *, which is everybody; wanted is an account, or principalOrgId."],
            ],
            [{ sourceArn: undefined, principal: "*", principalOrgId: "o-1" }, []],
            [{ sourceArn: undefined, principal: "*", functionUrlAuthType: "AWS_IAM" }, []],
            [
                { sourceArn: undefined, principal: "*", functionUrlAuthType: "NONE" },
                ["principal of permission it = *, which is everybody; wanted is an account, or principalOrgId."],
            ],
        ],
        unknown: [{ principal: UNKNOWN_TEXT }],
    });

    describeSubject({
        policy: lambdaDisallowPublicAccess,
        type: TYPES.functionUrl,
        sound: { authorizationType: "AWS_IAM" },
        changes: [
            [{ authorizationType: "NONE" }, ["authorizationType of function URL it = NONE, which is for everybody; wanted is AWS_IAM."]],
            [{ authorizationType: undefined }, []],
        ],
        unknown: [{ authorizationType: UNKNOWN_TEXT }],
    });

    for (const type of [TYPES.rdsSnapshot, TYPES.rdsSnapshotCopy, TYPES.rdsClusterSnapshot, TYPES.rdsClusterSnapshotCopy]) {
        describeSubject({
            policy: snapshotDisallowPublicSharing,
            type,
            sound: { sharedAccounts: ["123456789012"] },
            changes: [
                [
                    { sharedAccounts: [UNKNOWN_TEXT, "all"] },
                    ["sharedAccounts of snapshot it = all, which is everybody; wanted are account numbers."],
                ],
                [{ sharedAccounts: undefined }, []],
                [{ sharedAccounts: "all" }, []],
            ],
            unknown: [{ sharedAccounts: UNKNOWN_TEXT }, { sharedAccounts: [UNKNOWN_TEXT] }],
        });
    }

    describeSubject({
        policy: snapshotDisallowPublicSharing,
        type: TYPES.imageLaunchPermission,
        sound: { imageId: "ami-1", accountId: "123456789012" },
        changes: [
            [{ group: "all" }, ["group of launch permission it = all, which is everybody; wanted is accountId."]],
            [{ accountId: undefined }, []],
        ],
        unknown: [{ group: UNKNOWN_TEXT }],
    });
});
