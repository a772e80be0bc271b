/**
 * What a Fargate task does before its containers run, and what stops it there.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
import { isPolicySymptom, type Destination, type Sender } from "../../network/delivery";
import type { Account, StoredResource } from "../account";
import { accessDenied, deniedByEndpoint, findRole, isAllowed, mayAssume, roleNameIn, type ApiCall } from "../authorization";
import { arnOf, blockOf, blocksOf, textOf } from "../reading";
import { parseContainers, type ContainerDefinition } from "./ecs-container-definitions";
import { imageOf, type Image } from "./ecs-images";
import { secretCall, secretFailure, secretHost, secretOpening, SESSION } from "./ecs-task-secrets";
import type { Connect } from "./lambda-execution";

const TOKEN_OPENING =
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry " +
    "auth: service call has been retried 1 time(s):";

export interface Start {
    readonly account: Account;
    readonly region: string;
    readonly connect: Connect;
    readonly revision: StoredResource;
    /** The network interface of the task. */
    readonly sender: Sender;
}

/** Why the task stops before it runs, with the place where a packet was lost; undefined when it starts. */
export function startFailure(start: Start): string | undefined {
    const containers = parseContainers(textOf(start.revision.properties, "containerDefinitions") ?? "[]");
    return (
        rolesFailure(start) ??
        first(containers, (container) => secretsFailure(start, container)) ??
        first(containers, (container) => logsFailure(start, container)) ??
        first(containers, ({ image = "" }) => pullFailure(start, imageOf(image))) ??
        volumesFailure(start)
    );
}

function rolesFailure({ account, revision }: Start): string | undefined {
    const arns = ["executionRoleArn", "taskRoleArn"].flatMap((property) => textOf(revision.properties, property) ?? []);
    return first(arns, (arn) => {
        const role = findRole(account, arn);
        if (role !== undefined && mayAssume(account, role, "ecs-tasks.amazonaws.com")) return undefined;
        return (
            `ECS was unable to assume the role '${arn}' that was provided for this task. Please verify that the role being passed has the ` +
            "proper trust relationship and permissions and that your IAM user has permissions to pass this role."
        );
    });
}

function secretsFailure(start: Start, { secrets = [], logConfiguration }: ContainerDefinition): string | undefined {
    const { account, region } = start;
    const references = [...secrets, ...(logConfiguration?.secretOptions ?? [])].flatMap(({ valueFrom }) => valueFrom ?? []);
    if (references.length === 0) return undefined;
    const role = executionRole(start);
    if (role === undefined) return "ResourceInitializationError: unable to pull secrets or registry auth: the task has no execution role";
    const opening = "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from";
    return (
        first(references, (reference) => {
            const host = secretHost(reference, region);
            return lost(
                start,
                { host, port: 443 },
                {
                    unreached: `${opening} ${connectionIssue(host)} Check your task network configuration.`,
                    refused: (denied) => `${secretOpening(reference)} ${denied(secretCall(account, region, reference))}`,
                },
            );
        }) ?? first(references, (reference) => secretFailure(account, region, role, reference))
    );
}

function connectionIssue(host: string): string {
    const [short, name] = host.startsWith("ssm.") ? ["ssm", "AWS Systems Manager"] : ["asm", "AWS Secrets Manager"];
    return `${short}: There is a connection issue between the task and ${name}.`;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html */
function logsFailure(start: Start, { logConfiguration }: ContainerDefinition): string | undefined {
    if (logConfiguration?.logDriver !== "awslogs") return undefined;
    const { account } = start;
    const options = logConfiguration.options ?? {};
    const [group = "", region = start.region] = [options["awslogs-group"], options["awslogs-region"]];
    const opening =
        "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream:";
    const arn = `${arnOf(account, "logs", region, `log-group:${group}`)}:log-stream:task`;
    const unreachable = lost(
        start,
        { host: `logs.${region}.amazonaws.com`, port: 443 },
        {
            unreached: `${opening} RequestError: send request failed: i/o timeout`,
            refused: (denied) => `${opening} ${denied({ action: "logs:CreateLogStream", resource: arn })}`,
        },
    );
    if (unreachable !== undefined) return unreachable;
    const role = executionRole(start);
    const denied = ["logs:CreateLogStream", "logs:PutLogEvents"].find(
        (action) => role === undefined || !isAllowed(account, role, action, arn),
    );
    if (role === undefined) return `${opening} the task has no execution role`;
    if (denied !== undefined) return `${opening} ${accessDenied(account, role, SESSION, denied, arn)}`;
    const exists = account.find("aws:cloudwatch/logGroup:LogGroup", group)?.region === region;
    const mayCreate = options["awslogs-create-group"] === "true" && isAllowed(account, role, "logs:CreateLogGroup", arn);
    return exists || mayCreate ? undefined : `${opening} ResourceNotFoundException: The specified log group does not exist.`;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html */
function pullFailure(start: Start, image: Image): string | undefined {
    const { account } = start;
    const opening = `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${image.reference}:`;
    const unreachable = first(image.hosts, (destination) =>
        lost(start, destination, {
            unreached: `${opening} dial tcp ${destination.host}:${destination.port}: i/o timeout`,
            refused: (denied) =>
                destination.host.startsWith("api.ecr.")
                    ? `${TOKEN_OPENING} ${denied({ action: "ecr:GetAuthorizationToken", resource: "*" })}`
                    : `${opening} unexpected status from GET request to https://${destination.host}: 403 Forbidden`,
        }),
    );
    if (image.ecr === undefined || unreachable !== undefined) return unreachable;
    const { accountId, region, repository } = image.ecr;
    const role = executionRole(start);
    if (role === undefined) return `${opening} the task has no execution role`;
    const arn = `arn:aws:ecr:${region}:${accountId}:repository/${repository}`;
    if (!isAllowed(account, role, "ecr:GetAuthorizationToken", "*")) {
        return `${TOKEN_OPENING} ${accessDenied(account, role, SESSION, "ecr:GetAuthorizationToken", "*")}`;
    }
    const denied = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"].find((action) => !isAllowed(account, role, action, arn));
    if (denied !== undefined) return `${opening} ${accessDenied(account, role, SESSION, denied, arn)}`;
    return accountId !== account.accountId || isRepository(account, repository) ? undefined : `${opening} ${image.reference}: not found`;
}

/** A pull through a cache rule makes the repository: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
function isRepository(account: Account, name: string): boolean {
    const prefixes = account.list("aws:ecr/pullThroughCacheRule:PullThroughCacheRule").map(({ id }) => id);
    return account.find("aws:ecr/repository:Repository", name) !== undefined || prefixes.some((prefix) => name.startsWith(`${prefix}/`));
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html */
function volumesFailure(start: Start): string | undefined {
    return first(blocksOf(start.revision.properties, "volumes"), (volume) => {
        const fileSystemId = textOf(blockOf(volume, "efsVolumeConfiguration") ?? {}, "fileSystemId");
        if (fileSystemId === undefined) return undefined;
        const host = `${fileSystemId}.efs.${start.region}.amazonaws.com`;
        const opening = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr:";
        const unreached = `${opening} Failed to resolve or mount "${host}" - check that your file system ID is correct.`;
        return lost(start, { host, port: 2049 }, { unreached, refused: () => unreached });
    });
}

function executionRole({ account, revision }: Start): StoredResource | undefined {
    const arn = textOf(revision.properties, "executionRoleArn");
    return arn === undefined ? undefined : findRole(account, arn);
}

/** What the task says of a packet that is lost. */
interface LossWords {
    readonly unreached: string;
    /** When the policy of an endpoint refuses; `denied` gives IAM's sentence about a call. */
    refused(denied: (call: ApiCall) => string): string;
}

/** The message when a packet does not arrive, or is refused there; undefined when it gets through. */
function lost({ account, connect, sender, revision }: Start, destination: Destination, words: LossWords): string | undefined {
    const delivery = connect(account, sender, destination);
    if (delivery.delivered) return undefined;
    const { symptom, lostAt } = delivery;
    const address = `${destination.host}:${destination.port}`;
    if (!isPolicySymptom(symptom)) {
        return `${words.unreached} (simulated network: ${address} is not reached from ${sender.subnetId}: ${lostAt})`;
    }
    const caller = { account, roleName: roleNameIn(textOf(revision.properties, "executionRoleArn") ?? ""), session: SESSION };
    const message = words.refused((call) => deniedByEndpoint(caller, call, symptom));
    return `${message} (simulated network: ${address} refuses from ${sender.subnetId}: ${lostAt})`;
}

function first<T>(members: readonly T[], judge: (member: T) => string | undefined): string | undefined {
    for (const member of members) {
        const failure = judge(member);
        if (failure !== undefined) return failure;
    }
    return undefined;
}
