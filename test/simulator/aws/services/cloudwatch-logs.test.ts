import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/cloudwatch-logs";
import { accountWith } from "./lambda-fixtures";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

describe("log group", () => {
    it("has an ARN without the asterisk", () => {
        const { id, outputs } = accountWith([service]).create(LOG_GROUP, "web", { name: "/librechat/web", retentionInDays: 30 });
        assert.deepEqual(
            [id, outputs["arn"], outputs["logGroupClass"]],
            ["/librechat/web", "arn:aws:logs:us-east-1:123456789012:log-group:/librechat/web", "STANDARD"],
        );
    });

    it("is never taken over", () => {
        const aws = accountWith([service]);
        aws.create(LOG_GROUP, "web", { name: "web" });
        assert.throws(() => aws.create(LOG_GROUP, "again", { name: "web" }), {
            message:
                "operation error CloudWatch Logs: CreateLogGroup, api error ResourceAlreadyExistsException: The specified log group already exists",
        });
    });

    it("fails in a preview with a retention that AWS does not have", () => {
        const { failures } = accountWith([service]).check(LOG_GROUP, "web", { retentionInDays: 45 });
        assert.equal(failures.length, 1);
        assert.match(failures[0]?.reason ?? "", /^expected retentionInDays to be one of \[0 1 3 5 7 .* 3653\], got 45\./);
    });

    it("fails with a key that cannot be used, and then leaves nothing", () => {
        const aws = accountWith([service]);
        const kmsKeyId = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000";
        assert.throws(() => aws.create(LOG_GROUP, "web", { name: "web", kmsKeyId }), {
            message:
                "operation error CloudWatch Logs: CreateLogGroup, api error InvalidParameterException: " +
                "The specified KMS key does not exist or is not allowed to be used with the log group.",
        });
        assert.deepEqual(aws.stored(LOG_GROUP), []);
    });

    it("stays with skipDestroy", () => {
        const aws = accountWith([service]);
        aws.delete(aws.create(LOG_GROUP, "web", { name: "web" }));
        aws.delete(aws.create(LOG_GROUP, "audit", { name: "audit", skipDestroy: true }));
        assert.deepEqual(
            aws.stored(LOG_GROUP).map(({ id, note }) => [id, note]),
            [["audit", "left in place by skipDestroy"]],
        );
    });
});
