/** What tasks may do in AWS: statements as data, so that each can be read and tested exactly. */
import { allow, type Statement } from "../policy-document";
import { ecrRepositoryOf } from "./image";

/** What ECS itself needs before the first container starts: these secrets, this log group, and private images where there are any. */
export function startStatements(args: { secretArns: readonly string[]; logGroupArn: string; images: readonly string[] }): Statement[] {
    const repositories = [...new Set(args.images.flatMap((image) => ecrRepositoryOf(image)?.arn ?? []))].sort();
    return [
        allow("ReadSecrets", ["secretsmanager:GetSecretValue"], [...args.secretArns].sort()),
        allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [`${args.logGroupArn}:*`]),
        ...(repositories.length > 0 ? pullStatements(repositories) : []),
    ];
}

function pullStatements(repositories: readonly string[]): Statement[] {
    return [
        allow("PullImages", ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], repositories),
        // A token is for the whole registry; AWS accepts no other resource here.
        // Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
        allow("SignInToRegistry", ["ecr:GetAuthorizationToken"], ["*"]),
    ];
}

/** Files of LibreChat. Source of the actions: https://www.librechat.ai/docs/configuration/cdn/s3 */
export function fileStatements(bucketArn: string): Statement[] {
    return [
        allow("ReadAndWriteFiles", ["s3:DeleteObject", "s3:GetObject", "s3:GetObjectAcl", "s3:PutObject"], [`${bucketArn}/*`]),
        allow("ListFiles", ["s3:ListBucket"], [bucketArn]),
    ];
}

/** The code that a container of the task runs before the application. */
export function codeStatements(codeArn: string): Statement[] {
    return [allow("ReadCode", ["s3:GetObject"], [codeArn])];
}

/**
 * A shell in a running task, for the first user and for maintenance.
 * These actions know no resource. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function shellStatements(): Statement[] {
    const channels = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"];
    return [
        allow(
            "OpenShell",
            channels.map((action) => `ssmmessages:${action}`),
            ["*"],
        ),
    ];
}

/** New tasks for services, by the definition that they have. */
export function restartStatements(serviceArns: readonly string[]): Statement[] {
    return [allow("RestartServices", ["ecs:UpdateService"], [...serviceArns].sort())];
}
