/**
 * What a role may do: IAM's evaluation of identity-based policies, as far as deployments need it.
 *
 * An explicit Deny wins, then any Allow, else no. A condition on the account of the caller (`aws:SourceAccount`) is compared; any other
 * condition is taken as met in an Allow and as not met in a Deny, so that the simulator never refuses for a reason it cannot judge.
 * An AWS managed policy that is not in the table below allows nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { Account, StoredResource } from "./account";
import type { PolicySymptom } from "../network/delivery";
import { blocksOf, findBy, isBlock, requiredText, textOf, textsOf } from "./reading";

/** Actions of AWS managed policies on every resource, by the end of their ARN. */
const AWS_MANAGED: Readonly<Record<string, readonly string[]>> = {
    AdministratorAccess: ["*"],
    SecretsManagerReadWrite: ["secretsmanager:*"],
    AWSXRayDaemonWriteAccess: ["xray:Put*", "xray:Get*"],
    "service-role/AmazonECSTaskExecutionRolePolicy": [
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ],
    "service-role/AWSLambdaBasicExecutionRole": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    "service-role/AWSLambdaVPCAccessExecutionRole": [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ],
};

/** The role with that ARN, or undefined. */
export function findRole(account: Account, arn: string): StoredResource | undefined {
    return findBy(account, "aws:iam/role:Role", "arn", arn);
}

/**
 * Whether a service may take the role: the role's trust policy.
 *
 * @param principal for example `lambda.amazonaws.com`
 */
export function mayAssume(account: Account, role: StoredResource, principal: string): boolean {
    const statements = statementsOf(textOf(role.properties, "assumeRolePolicy"));
    const matching = statements.filter((statement) => {
        const principals = isBlock(statement["Principal"]) ? statement["Principal"]["Service"] : statement["Principal"];
        return matches(principals, principal) && matches(statement["Action"], "sts:AssumeRole", true);
    });
    return decide(account, matching);
}

/**
 * Whether the policies of a role allow an action.
 *
 * @param action for example `secretsmanager:GetSecretValue`
 * @param resource an ARN, or `*` for actions without one
 */
export function isAllowed(account: Account, role: StoredResource, action: string, resource: string): boolean {
    const statements = policiesOf(account, role).flatMap(statementsOf);
    return decide(
        account,
        statements.filter((statement) => concerns(statement, "Action", action, true) && concerns(statement, "Resource", resource, false)),
    );
}

/** IAM's sentence when no policy allows an action, for the session that a service makes of a role. */
export function accessDenied(account: Account, role: StoredResource, session: string, action: string, resource: string): string {
    const caller = { account, roleName: requiredText(role.properties, "name"), session };
    return sentence(caller, { action, resource }, `because no identity-based policy allows the ${action} action`);
}

/** A call of an AWS API, as IAM names it. */
export interface ApiCall {
    /** For example `secretsmanager:GetSecretValue`. */
    readonly action: string;
    /** An ARN, or `*`. */
    readonly resource: string;
}

/** The session that a service makes of a role. */
interface Caller {
    readonly account: Account;
    readonly roleName: string;
    readonly session: string;
}

/**
 * IAM's sentence when the policy of a VPC endpoint refuses a call.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-vpc-endpoint-examples
 */
export function deniedByEndpoint(caller: Caller, call: ApiCall, symptom: PolicySymptom): string {
    return symptom === "explicitly denied"
        ? sentence(caller, call, "with an explicit deny in a VPC endpoint policy")
        : sentence(caller, call, `because no VPC endpoint policy allows the ${call.action} action`);
}

function sentence({ account, roleName, session }: Caller, { action, resource }: ApiCall, reason: string): string {
    const user = `arn:aws:sts::${account.accountId}:assumed-role/${roleName}/${session}`;
    return `AccessDeniedException: User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

/** A role's name, which a session's ARN has without the path: `arn:aws:iam::123456789012:role/team/web` gives `web`. */
export function roleNameIn(arn: string): string {
    return arn.slice(arn.lastIndexOf("/") + 1);
}

type Statement = Readonly<Record<string, unknown>>;

function decide(account: Account, statements: readonly Statement[]): boolean {
    const isDenied = statements.some((statement) => statement["Effect"] === "Deny" && statement["Condition"] === undefined);
    return (
        !isDenied && statements.some((statement) => statement["Effect"] === "Allow" && sourceAccountFits(account, statement["Condition"]))
    );
}

function sourceAccountFits(account: Account, condition: unknown): boolean {
    if (!isBlock(condition)) return true;
    const equals = condition["StringEquals"];
    const wanted = isBlock(equals) ? equals["aws:SourceAccount"] : undefined;
    return wanted === undefined || matches(wanted, account.accountId);
}

function policiesOf(account: Account, role: StoredResource): readonly (string | undefined)[] {
    const name = requiredText(role.properties, "name");
    const isOfRole = ({ properties }: StoredResource) => properties["role"] === name;
    const attached = account.list("aws:iam/rolePolicyAttachment:RolePolicyAttachment").filter(isOfRole);
    const arns = [
        ...attached.map(({ properties }) => requiredText(properties, "policyArn")),
        ...textsOf(role.properties, "managedPolicyArns"),
    ];
    return [
        ...account
            .list("aws:iam/rolePolicy:RolePolicy")
            .filter(isOfRole)
            .map(({ properties }) => textOf(properties, "policy")),
        ...blocksOf(role.properties, "inlinePolicies").map((policy) => textOf(policy, "policy")),
        ...arns.map((arn) => managedPolicy(account, arn)),
    ];
}

function managedPolicy(account: Account, arn: string): string | undefined {
    const actions = AWS_MANAGED[arn.replace("arn:aws:iam::aws:policy/", "")];
    if (actions !== undefined) return JSON.stringify({ Statement: { Effect: "Allow", Action: actions, Resource: "*" } });
    const policy = findBy(account, "aws:iam/policy:Policy", "arn", arn);
    return policy && textOf(policy.properties, "policy");
}

function statementsOf(document: string | undefined): readonly Statement[] {
    if (document === undefined) return [];
    const { Statement: statements } = JSON.parse(document) as { Statement?: Statement | Statement[] };
    return Array.isArray(statements) ? statements : statements === undefined ? [] : [statements];
}

function concerns(statement: Statement, element: "Action" | "Resource", value: string, ignoreCase: boolean): boolean {
    const excluded = statement[`Not${element}`];
    return excluded === undefined ? matches(statement[element], value, ignoreCase) : !matches(excluded, value, ignoreCase);
}

/** `*` is any text and `?` any character, as in IAM; actions ignore case, ARNs do not. */
function matches(patterns: unknown, value: string, ignoreCase = false): boolean {
    const list: readonly unknown[] = Array.isArray(patterns) ? patterns : [patterns];
    return list.some((pattern) => {
        if (typeof pattern !== "string") return false;
        const source = pattern
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replaceAll("*", ".*")
            .replaceAll("?", ".");
        return new RegExp(`^${source}$`, ignoreCase ? "i" : "").test(value);
    });
}
