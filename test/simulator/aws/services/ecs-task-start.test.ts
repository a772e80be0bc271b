import { strict as assert } from "node:assert";
import type { Deployment } from "../harness";
import { containerAccount, SERVICE, SERVICE_ARN, serviceInputs, TASK_DEFINITION, taskInputs, whyStopped } from "./ecs-fixtures";
import { ACCOUNT, network, put, putRole, REGION, remove, roleArn, SECRET_ARN } from "./lambda-fixtures";

const OPENING = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:";
const ECR = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

function denied(action: string, resource: string): string {
    return (
        `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/weak/task is not authorized to perform: ${action} on resource: ` +
        `${resource} because no identity-based policy allows the ${action} action`
    );
}

/** An execution role that may do these actions and no others. */
function withWeakRole(actions: readonly string[]): Deployment {
    const aws = containerAccount();
    putRole(aws, "weak", "ecs-tasks.amazonaws.com", [], { Statement: { Effect: "Allow", Action: actions, Resource: "*" } });
    return aws;
}

const WEAK = { executionRoleArn: roleArn("weak") };

describe("start of a Fargate task", () => {
    const hosts: readonly (readonly [name: string, host: string, container: object, failure: string])[] = [
        [
            "Secrets Manager",
            `secretsmanager.${REGION}.amazonaws.com`,
            {},
            "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection issue " +
                "between the task and AWS Secrets Manager. Check your task network configuration.",
        ],
        [
            "Parameter Store",
            `ssm.${REGION}.amazonaws.com`,
            { secrets: [{ name: "KEY", valueFrom: "/librechat/key" }] },
            "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from ssm: There is a connection issue " +
                "between the task and AWS Systems Manager. Check your task network configuration.",
        ],
        [
            "CloudWatch Logs",
            `logs.${REGION}.amazonaws.com`,
            {},
            "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: " +
                "failed to create Cloudwatch log stream: RequestError: send request failed: i/o timeout",
        ],
        [
            "Docker Hub",
            "registry-1.docker.io",
            { image: "library/redis:8" },
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref library/redis:8: " +
                "dial tcp registry-1.docker.io:443: i/o timeout",
        ],
        [
            "the layers of ECR",
            `prod-${REGION}-starport-layer-bucket.s3.${REGION}.amazonaws.com`,
            { image: `${ECR}/librechat:1` },
            `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${ECR}/librechat:1: ` +
                `dial tcp prod-${REGION}-starport-layer-bucket.s3.${REGION}.amazonaws.com:443: i/o timeout`,
        ],
    ];
    for (const [name, host, container, failure] of hosts) {
        it(`fails when ${name} is not reached`, () => {
            const aws = containerAccount(network({ [host]: "no route in rtb-1" }));
            const where = `(simulated network: ${host}:443 is not reached from subnet-a: no route in rtb-1)`;
            assert.equal(whyStopped(aws, container), `${failure} ${where}`);
        });
    }

    it("fails when the file system is not reached", () => {
        const host = `fs-0123.efs.${REGION}.amazonaws.com`;
        const aws = containerAccount(network({ [host]: "fs-0123 has no mount target in us-east-1a" }));
        const volumes = [{ name: "uploads", efsVolumeConfiguration: { fileSystemId: "fs-0123" } }];
        assert.equal(
            whyStopped(aws, {}, { volumes }),
            `ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve or mount "${host}" - ` +
                "check that your file system ID is correct. " +
                `(simulated network: ${host}:2049 is not reached from subnet-a: fs-0123 has no mount target in us-east-1a)`,
        );
    });

    it("fails when ECS may not take the role", () => {
        assert.equal(
            whyStopped(containerAccount(), {}, { taskRoleArn: roleArn("lambda") }),
            `ECS was unable to assume the role '${roleArn("lambda")}' that was provided for this task. Please verify that the role being passed has ` +
                "the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
        );
    });

    it("fails when the role may not read the secret", () => {
        assert.equal(
            whyStopped(withWeakRole(["logs:*"]), {}, WEAK),
            `${OPENING} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${SECRET_ARN} from ` +
                `secrets manager: ${denied("secretsmanager:GetSecretValue", SECRET_ARN)}`,
        );
    });

    it("fails when a policy denies what another allows", () => {
        const aws = containerAccount();
        const statements = [
            { Effect: "Allow", Action: "*", Resource: "*" },
            { Effect: "Deny", Action: "secretsmanager:Get*", Resource: `${SECRET_ARN.slice(0, -2)}??` },
        ];
        putRole(aws, "weak", "ecs-tasks.amazonaws.com", [], { Statement: statements });
        assert.match(whyStopped(aws, {}, WEAK), /AccessDeniedException/);
    });

    it("fails when the secret is gone, has no value or not the key", () => {
        const opening = `${OPENING} unable to retrieve secret from asm: service call has been retried 1 time(s):`;
        const other = { secrets: [{ name: "KEY", valueFrom: `${SECRET_ARN}:username::` }] };
        assert.equal(
            whyStopped(containerAccount(), other),
            `${opening} retrieved secret from Secrets Manager did not contain json key username`,
        );
        const empty = containerAccount();
        remove(empty, "aws:secretsmanager/secretVersion:SecretVersion", "v1");
        const failed = `${opening} failed to fetch secret ${SECRET_ARN} from secrets manager: ResourceNotFoundException:`;
        assert.equal(whyStopped(empty), `${failed} Secrets Manager can't find the specified secret value for staging label: AWSCURRENT`);
        const plain = containerAccount();
        put(plain, "aws:secretsmanager/secretVersion:SecretVersion", "v1", { secretId: SECRET_ARN, secretString: "hidden" });
        assert.equal(
            whyStopped(plain),
            `${opening} invalid character in the value of ${SECRET_ARN}: it must be a JSON object, since a key is asked for`,
        );
        remove(empty, "aws:secretsmanager/secret:Secret", SECRET_ARN);
        const gone = containerAccount();
        remove(gone, "aws:secretsmanager/secret:Secret", SECRET_ARN);
        assert.equal(whyStopped(gone), `${failed} Secrets Manager can't find the specified secret.`);
    });

    it("fails when the parameter is gone or may not be read", () => {
        const secrets = { secrets: [{ name: "KEY", valueFrom: "/librechat/key" }] };
        const opening = `${OPENING} unable to retrieve secrets from ssm: service call has been retried 1 time(s):`;
        const arn = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/librechat/key`;
        assert.equal(whyStopped(withWeakRole(["logs:*"]), secrets, WEAK), `${opening} ${denied("ssm:GetParameters", arn)}`);
        assert.equal(whyStopped(withWeakRole(["ssm:*"]), secrets, WEAK), `${opening} invalid ssm parameters: /librechat/key`);
    });

    it("fails when the log group does not exist or may not be written", () => {
        const opening =
            "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream:";
        const aws = containerAccount();
        remove(aws, "aws:cloudwatch/logGroup:LogGroup", "/librechat");
        assert.equal(whyStopped(aws), `${opening} ResourceNotFoundException: The specified log group does not exist.`);
        const arn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/librechat:log-stream:task`;
        const weak = withWeakRole(["secretsmanager:*", "logs:CreateLogStream"]);
        assert.equal(whyStopped(weak, {}, WEAK), `${opening} ${denied("logs:PutLogEvents", arn)}`);
    });

    it("fails when an image of ECR may not be pulled or its repository does not exist", () => {
        const image = `${ECR}/librechat:1`;
        const opening = `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${image}:`;
        const base = ["secretsmanager:*", "logs:*"];
        assert.equal(
            whyStopped(withWeakRole(base), { image }, WEAK),
            `${OPENING} unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${denied("ecr:GetAuthorizationToken", "*")}`,
        );
        assert.equal(
            whyStopped(withWeakRole([...base, "ecr:GetAuthorizationToken"]), { image }, WEAK),
            `${opening} ${denied("ecr:BatchGetImage", `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/librechat`)}`,
        );
        assert.equal(whyStopped(containerAccount(), { image }), `${opening} ${image}: not found`);
        const cached = containerAccount();
        put(cached, "aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "ghcr", {});
        const task = cached.create(TASK_DEFINITION, "task", taskInputs({ image: `${ECR}/ghcr/librechat:1` }));
        assert.equal(cached.create(SERVICE, "web", serviceInputs(task)).id, SERVICE_ARN);
    });

    it("fails when the health check asks a port that no container has", () => {
        const aws = containerAccount();
        const arn = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/web/0123456789abcdef`;
        put(aws, "aws:lb/targetGroup:TargetGroup", arn, { arn, targetType: "ip", healthCheck: { port: "8080" } });
        assert.equal(
            whyStopped(aws),
            `Task failed ELB health checks in (target-group ${arn}) (simulated network: healthCheck.port = 8080, which no container of the task listens on)`,
        );
    });
});
