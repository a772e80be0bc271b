/**
 * What is wrong with a policy, in AWS's words: the grammar that IAM checks when a policy is put.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import type { Account } from "../account";
import { isBlock } from "../reading";

/** `identity`: attached to a role; `trust`: who may take a role; `resource`: attached to a bucket, a secret or a key. */
export type PolicyKind = "identity" | "trust" | "resource";

export type PolicyStatement = Readonly<Record<string, unknown>>;

const DOCUMENT_ELEMENTS = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"];

/** Services that may be a principal: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services */
const SERVICE_PRINCIPALS =
    `airflow amplify apigateway application-autoscaling appsync autoscaling backup batch bedrock budgets chatbot cloudformation cloudfront
    cloudtrail cloudwatch codebuild codedeploy codepipeline cognito-idp config costalerts datasync delivery.logs dms dynamodb ec2 ecr ecs
    ecs-tasks ecs.application-autoscaling edgelambda eks eks-fargate-pods elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
    elasticmapreduce events export.rds firehose glue grafana guardduty inspector2 kinesis kms lambda logdelivery.elasticloadbalancing logs
    monitoring.rds opensearchservice pipes pods.eks ram rds redshift replicator.lambda route53 s3 sagemaker scheduler secretsmanager
    servicediscovery ses signer sns spotfleet sqs ssm ssm-incidents states storagegateway sts support synthetics transfer vpc-flow-logs waf
    wafv2 workspaces xray build.apprunner tasks.apprunner`.split(/\s+/);

/** The statements of a policy that is known to be JSON; a single one may stand without a list. */
export function statementsOf(policy: string): readonly PolicyStatement[] {
    const document: unknown = JSON.parse(policy);
    const statements = isBlock(document) ? (document as PolicyStatement)["Statement"] : undefined;
    if (Array.isArray(statements)) return (statements as readonly unknown[]).filter((one): one is PolicyStatement => isBlock(one));
    return isBlock(statements) ? [statements] : [];
}

/** The texts of an element that is a text or a list of them. */
export function oneOrMore(element: unknown): readonly string[] {
    const list: readonly unknown[] = Array.isArray(element) ? element : [element];
    return list.filter((one): one is string => typeof one === "string");
}

/**
 * The first thing that IAM objects to in a policy.
 *
 * @param policy JSON; anything else is a problem too
 * @param account for principals that must exist
 * @returns AWS's sentence, or undefined when the policy is fine
 */
export function policyProblem(policy: string, kind: PolicyKind, account: Account): string | undefined {
    let document: unknown;
    try {
        document = JSON.parse(policy);
    } catch {
        return "This policy contains invalid Json";
    }
    if (!isBlock(document)) return "Syntax errors in policy.";
    const version: unknown = document["Version"];
    if (Object.keys(document).some((key) => !DOCUMENT_ELEMENTS.includes(key))) return "Syntax errors in policy.";
    if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") return "Syntax errors in policy.";
    const statements = statementsOf(policy);
    if (statements.length === 0) return "Syntax errors in policy.";
    for (const statement of statements) {
        const problem = statementProblem(statement, kind, account);
        if (problem !== undefined) return problem;
    }
    const sids = statements.map(({ Sid: sid }) => sid).filter((sid) => sid !== undefined);
    return new Set(sids).size < sids.length ? "Statement IDs (SID) in a single policy must be unique." : undefined;
}

function statementProblem(statement: PolicyStatement, kind: PolicyKind, account: Account): string | undefined {
    if (Object.keys(statement).some((key) => !STATEMENT_ELEMENTS.includes(key))) return "Syntax errors in policy.";
    if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") return "Syntax errors in policy.";
    const hasPrincipal = statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined;
    const hasResource = statement["Resource"] !== undefined || statement["NotResource"] !== undefined;
    if (kind === "identity" && hasPrincipal) return "Policy document should not specify a principal.";
    if (kind !== "identity" && !hasPrincipal) return "Missing required field Principal";
    if (kind === "trust" && hasResource) return "Has prohibited field Resource";
    const actions = [...oneOrMore(statement["Action"]), ...oneOrMore(statement["NotAction"])];
    if (actions.length === 0) return "Policy statement must contain actions.";
    if (kind === "identity" && !hasResource) return "Policy statement must contain resources.";
    const problem = actionProblem(actions, kind) ?? resourceProblem(statement);
    return problem ?? principalProblem(statement["Principal"] ?? statement["NotPrincipal"], account);
}

function actionProblem(actions: readonly string[], kind: PolicyKind): string | undefined {
    if (actions.some((action) => action !== "*" && !/^[a-zA-Z0-9-]+:[\w*?]+$/.test(action))) {
        return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    }
    const isForeign = kind === "trust" && actions.some((action) => !action.toLowerCase().startsWith("sts:"));
    return isForeign ? "AssumeRole policy may only specify STS AssumeRole actions." : undefined;
}

function resourceProblem(statement: PolicyStatement): string | undefined {
    const resources = [...oneOrMore(statement["Resource"]), ...oneOrMore(statement["NotResource"])];
    const bad = resources.find((resource) => resource !== "*" && !resource.startsWith("arn:") && !resource.startsWith("${"));
    return bad === undefined ? undefined : `Resource ${bad} must be in ARN format or "*".`;
}

function principalProblem(principal: unknown, account: Account): string | undefined {
    if (principal === undefined || principal === "*") return undefined;
    if (!isBlock(principal)) return `Invalid principal in policy: ${JSON.stringify(principal)}`;
    for (const [type, names] of Object.entries(principal)) {
        for (const name of oneOrMore(names)) {
            if (!isKnownPrincipal(type, name, account)) return `Invalid principal in policy: "${type.toUpperCase()}":"${name}"`;
        }
    }
    return undefined;
}

function isKnownPrincipal(type: string, name: string, account: Account): boolean {
    if (type === "Service") {
        const service = /^([a-z0-9.-]+?)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com$/.exec(name)?.[1];
        return service !== undefined && SERVICE_PRINCIPALS.includes(service);
    }
    if (type !== "AWS") return ["Federated", "CanonicalUser"].includes(type);
    // Another account's principals cannot be looked up here, so they are believed.
    const ownRole = new RegExp(`^arn:aws:iam::${account.accountId}:role/(?:.*/)?([^/]+)$`).exec(name)?.[1];
    if (ownRole !== undefined) return account.find("aws:iam/role:Role", ownRole) !== undefined;
    return (
        name === "*" ||
        /^\d{12}$/.test(name) ||
        /^arn:aws:(iam|sts)::(\d{12}|cloudfront):.+$/.test(name) ||
        /^A[A-Z]{3}[A-Z0-9]+$/.test(name)
    );
}

/** Characters that count towards IAM's limits: all but blanks (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
export function policySize(policy: string): number {
    return policy.replace(/\s/g, "").length;
}
