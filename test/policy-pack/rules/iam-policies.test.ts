import { iamDisallowAdministratorAccess } from "../../../policy-pack/rules/iam-disallow-administrator-access";
import { iamPolicyDisallowDataOnEveryResource } from "../../../policy-pack/rules/iam-policy-disallow-data-on-every-resource";
import { iamPolicyDisallowNegation } from "../../../policy-pack/rules/iam-policy-disallow-negation";
import { iamPolicyDisallowWildcardActions } from "../../../policy-pack/rules/iam-policy-disallow-wildcard-actions";
import { iamPolicyRequireValidDocument } from "../../../policy-pack/rules/iam-policy-require-valid-document";
import { TYPES } from "../../../policy-pack/types";
import { UNKNOWN_TEXT } from "../graph";
import { describeSubject, type Subject } from "./subjects";

const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:app-1";
const EVERY_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:*";

/** A policy of one statement that allows, as text. */
function allows(Action: unknown, Resource: unknown, more: Record<string, unknown> = {}): { policy: string } {
    return { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource, ...more }] }) };
}

const MALFORMED = [undefined, "", "{", "[]", 7, { Statement: "all" }];

describe("rules on IAM policies", () => {
    describeSubject({
        policy: iamPolicyDisallowWildcardActions,
        type: ROLE_POLICY,
        sound: allows(["s3:GetObject", "logs:Create*"], "*"),
        changes: [
            [allows("*", SECRET), ["statement 1 in policy of it allows every action (*); wanted are the actions that are needed."]],
            [allows(["*:*"], "*"), ["statement 1 in policy of it allows every action (*); wanted are the actions that are needed."]],
            [
                allows(["s3:*", "ec2:*", "ec2:Run*"], ["arn:aws:s3:::files", "*"], { Sid: "Wide" }),
                [
                    "statement Wide in policy of it allows s3:*, ec2:* on *; wanted are the actions that are needed, or the resources by ARN.",
                ],
            ],
            [
                allows("secretsmanager:*", EVERY_SECRET),
                [
                    `statement 1 in policy of it allows secretsmanager:* on ${EVERY_SECRET}; wanted are the actions that are needed, or the resources by ARN.`,
                ],
            ],
            [allows("s3:*", ["arn:aws:s3:::files", "arn:aws:s3:::files/*"]), []],
            [allows("ec2:*", "*", { Condition: { StringEquals: { "ec2:ResourceTag/owner": "me" } } }), []],
            [allows("*", "*", { Effect: "Deny" }), []],
            ...MALFORMED.map((policy): Subject["changes"][number] => [{ policy }, []]),
            [
                // An object, as the provider takes it too, with one statement outside of a list.
                { policy: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } },
                ["statement 1 in policy of it allows every action (*); wanted are the actions that are needed."],
            ],
        ],
        unknown: [
            { policy: UNKNOWN_TEXT },
            { policy: { Statement: [{ Effect: "Allow", Action: "*", Resource: UNKNOWN_TEXT }] } },
            { policy: { Statement: [UNKNOWN_TEXT] } },
        ],
    });

    describeSubject({
        policy: iamPolicyDisallowWildcardActions,
        type: TYPES.role,
        sound: { assumeRolePolicy: "{}", inlinePolicies: [allows("s3:GetObject", "*")] },
        changes: [
            [{ inlinePolicies: undefined }, []],
            [{ inlinePolicies: [{ name: "none" }] }, []],
            [
                { inlinePolicies: [allows("s3:GetObject", "*"), allows("*", "*")] },
                ["statement 1 in inlinePolicies[1] of it allows every action (*); wanted are the actions that are needed."],
            ],
        ],
        unknown: [{ inlinePolicies: UNKNOWN_TEXT }, { inlinePolicies: [UNKNOWN_TEXT] }, { inlinePolicies: [{ policy: UNKNOWN_TEXT }] }],
    });

    describeSubject({
        policy: iamPolicyDisallowDataOnEveryResource,
        type: ROLE_POLICY,
        sound: allows(["secretsmanager:GetSecretValue", "kms:Decrypt", "iam:PassRole"], [SECRET]),
        changes: [
            ...[
                "secretsmanager:GetSecretValue",
                "secretsmanager:Get*",
                "ssm:GetParameter*",
                "s3:getobject",
                "s3:*Object",
                "kms:Decrypt",
                "iam:PassRole",
                "sts:AssumeRole",
                "dynamodb:Get????",
            ].map((action): Subject["changes"][number] => [
                allows(action, "*"),
                [`statement 1 in policy of it allows ${action} on *; wanted are the resources by ARN.`],
            ]),
            ...[EVERY_SECRET, "arn:aws:iam::123456789012:role/*", "arn:aws:s3:::*", "arn:aws:s3:::*/*", "arn:aws:kms:*"].map(
                (resource): Subject["changes"][number] => [
                    allows("s3:GetObject", [SECRET, resource]),
                    [`statement 1 in policy of it allows s3:GetObject on ${resource}; wanted are the resources by ARN.`],
                ],
            ),
            [allows(["s3:ListAllMyBuckets", "ec2:DescribeSubnets"], "*"), []],
            [allows("s3:GetObject", "arn:aws:s3:::files/*"), []],
            [allows("iam:PassRole", "arn:aws:iam::123456789012:role/app-*"), []],
            // Whole services have a rule of their own.
            [allows("s3:*", "*"), []],
            [allows("kms:Decrypt", "*", { Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }), []],
            [allows("s3:GetObject", "*", { Condition: { StringEquals: { "s3:ExistingObjectTag/open": "yes" } } }), []],
            [
                allows("kms:Decrypt", "*", { Condition: { StringLike: { "kms:ViaService": "*" } } }),
                ["statement 1 in policy of it allows kms:Decrypt on *; wanted are the resources by ARN."],
            ],
            [
                allows("iam:PassRole", "*", { Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } }),
                ["statement 1 in policy of it allows iam:PassRole on *; wanted are the resources by ARN."],
            ],
            [allows("s3:GetObject", "*", { Effect: "Deny" }), []],
            ...MALFORMED.map((policy): Subject["changes"][number] => [{ policy }, []]),
        ],
        unknown: [{ policy: UNKNOWN_TEXT }],
    });

    describeSubject({
        policy: iamPolicyDisallowNegation,
        type: "aws:iam/policy:Policy",
        sound: allows("s3:GetObject", SECRET),
        changes: [
            [
                allows(undefined, "*", { NotAction: ["iam:*", "sts:*"] }),
                ["statement 1 in policy of it allows every action but iam:*, sts:* (NotAction); wanted is Action."],
            ],
            [
                allows("s3:GetObject", undefined, { NotResource: SECRET }),
                [`statement 1 in policy of it allows every resource but ${SECRET} (NotResource); wanted is Resource.`],
            ],
            [allows(undefined, "*", { NotAction: "iam:*", Effect: "Deny" }), []],
            ...MALFORMED.map((policy): Subject["changes"][number] => [{ policy }, []]),
        ],
        unknown: [{ policy: UNKNOWN_TEXT }],
    });

    const cannotBeRead = (problem: string) => [`policy of it cannot be read: ${problem}; wanted is a policy document as IAM defines it.`];
    const statement = (one: unknown) => ({ policy: JSON.stringify({ Statement: [one] }) });
    describeSubject({
        policy: iamPolicyRequireValidDocument,
        type: ROLE_POLICY,
        sound: allows("s3:GetObject", SECRET, { Condition: { Bool: { "aws:SecureTransport": true } }, Principal: { AWS: ["*"] } }),
        changes: [
            [{ policy: undefined }, []],
            [{ policy: "" }, []],
            [{ policy: { Statement: [] } }, []],
            [{ policy: "{" }, cannotBeRead("it is not JSON")],
            [{ policy: "[]" }, cannotBeRead("it is a list, not a JSON object")],
            [{ policy: '"text"' }, cannotBeRead("it is a string, not a JSON object")],
            [{ policy: "null" }, cannotBeRead("it is empty, not a JSON object")],
            [{ policy: 7 }, cannotBeRead("it is a number, not a JSON object")],
            [{ policy: "{}" }, cannotBeRead("Statement is not set")],
            [statement("all"), cannotBeRead("statement 1 is a string, not an object")],
            [statement({ Effect: "Permit", Action: "s3:*" }), cannotBeRead("Effect of statement 1 = Permit, not Allow or Deny")],
            [statement({ Sid: "One", Action: "s3:*" }), cannotBeRead("Effect of statement One = not set, not Allow or Deny")],
            [statement({ Effect: "Allow" }), cannotBeRead("Action of statement 1 is not set")],
            [statement({ Effect: "Allow", Action: [7] }), cannotBeRead("Action of statement 1 is malformed")],
            [statement({ Effect: "Deny", Action: "*", Resource: {} }), cannotBeRead("Resource of statement 1 is malformed")],
            [statement({ Effect: "Allow", Action: "*", Principal: "me" }), cannotBeRead("Principal of statement 1 is malformed")],
            [statement({ Effect: "Allow", Action: "*", Principal: { AWS: 7 } }), cannotBeRead("Principal of statement 1 is malformed")],
            [statement({ Effect: "Allow", Action: "*", Condition: "x" }), cannotBeRead("Condition of statement 1 is malformed")],
            [statement({ Effect: "Allow", Action: "*", Condition: { Bool: "x" } }), cannotBeRead("Condition of statement 1 is malformed")],
            [
                statement({ Effect: "Allow", Action: "*", Condition: { Bool: { a: {} } } }),
                cannotBeRead("Condition of statement 1 is malformed"),
            ],
        ],
        unknown: [{ policy: UNKNOWN_TEXT }, { policy: { Statement: [{ Effect: "Allow", Action: [UNKNOWN_TEXT] }] } }],
    });

    const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
    describeSubject({
        policy: iamDisallowAdministratorAccess,
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        sound: { role: UNKNOWN_TEXT, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        changes: [
            [{ policyArn: ADMINISTRATOR }, [`policyArn of it = ${ADMINISTRATOR}; wanted is a policy with the actions that are needed.`]],
            [
                { policyArn: "arn:aws-cn:iam::aws:policy/IAMFullAccess" },
                ["policyArn of it = arn:aws-cn:iam::aws:policy/IAMFullAccess; wanted is a policy with the actions that are needed."],
            ],
            [{ policyArn: undefined }, []],
            [{ policyArn: 7 }, []],
        ],
        unknown: [{ policyArn: UNKNOWN_TEXT }],
    });

    describeSubject({
        policy: iamDisallowAdministratorAccess,
        type: TYPES.role,
        sound: { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
        changes: [
            [
                { managedPolicyArns: [UNKNOWN_TEXT, ADMINISTRATOR] },
                [`managedPolicyArns of it = ${ADMINISTRATOR}; wanted is a policy with the actions that are needed.`],
            ],
            [{ managedPolicyArns: undefined }, []],
            [{ managedPolicyArns: ADMINISTRATOR }, []],
        ],
        unknown: [{ managedPolicyArns: UNKNOWN_TEXT }, { managedPolicyArns: [UNKNOWN_TEXT] }],
    });
});
