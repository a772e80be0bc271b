import { strict as assert } from "node:assert";
import { containerAccount, whyStopped } from "./ecs-fixtures";
import { ACCOUNT, network, REGION, SECRET_ARN } from "./lambda-fixtures";

const OPENING = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:";
const ECR = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

describe("start of a Fargate task behind endpoint policies", () => {
    const notAllowed = (action: string, resource: string) =>
        `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/execution/task is not authorized to perform: ${action} on resource: ` +
        `${resource} because no VPC endpoint policy allows the ${action} action`;
    const pull = `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${ECR}/librechat:1:`;
    const policies: readonly (readonly [name: string, host: string, container: object, failure: string])[] = [
        [
            "Secrets Manager",
            `secretsmanager.${REGION}.amazonaws.com`,
            {},
            `${OPENING} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${SECRET_ARN} from ` +
                `secrets manager: ${notAllowed("secretsmanager:GetSecretValue", SECRET_ARN)}`,
        ],
        [
            "Parameter Store",
            `ssm.${REGION}.amazonaws.com`,
            { secrets: [{ name: "KEY", valueFrom: "/librechat/key" }] },
            `${OPENING} unable to retrieve secrets from ssm: service call has been retried 1 time(s): ` +
                notAllowed("ssm:GetParameters", `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/librechat/key`),
        ],
        [
            "CloudWatch Logs",
            `logs.${REGION}.amazonaws.com`,
            {},
            "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log " +
                `stream: ${notAllowed("logs:CreateLogStream", `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/librechat:log-stream:task`)}`,
        ],
        [
            "the API of ECR",
            `api.ecr.${REGION}.amazonaws.com`,
            { image: `${ECR}/librechat:1` },
            `${OPENING} unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${notAllowed("ecr:GetAuthorizationToken", "*")}`,
        ],
        [
            "the layers of ECR",
            `prod-${REGION}-starport-layer-bucket.s3.${REGION}.amazonaws.com`,
            { image: `${ECR}/librechat:1` },
            `${pull} unexpected status from GET request to https://prod-${REGION}-starport-layer-bucket.s3.${REGION}.amazonaws.com: 403 Forbidden`,
        ],
    ];
    for (const [name, host, container, failure] of policies) {
        it(`fails when the policy of an endpoint does not allow ${name}`, () => {
            const aws = containerAccount(network({ [host]: "no statement in the policy of vpce-1" }, "access denied"));
            const where = `(simulated network: ${host}:443 refuses from subnet-a: no statement in the policy of vpce-1)`;
            assert.equal(whyStopped(aws, container), `${failure} ${where}`);
        });
    }

    it("fails when the policy of an endpoint denies what it allows", () => {
        const aws = containerAccount(network({ [`secretsmanager.${REGION}.amazonaws.com`]: "vpce-1" }, "explicitly denied"));
        assert.match(whyStopped(aws), /secretsmanager:GetSecretValue on resource: \S+ with an explicit deny in a VPC endpoint policy \(/);
    });
});
