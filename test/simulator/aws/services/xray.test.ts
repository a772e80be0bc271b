import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/xray";
import { accountWith } from "./lambda-fixtures";

const GROUP = "aws:xray/group:Group";

describe("X-Ray group", () => {
    it("has its ARN as id, and a name of its own", () => {
        const aws = accountWith([service]);
        const inputs = { groupName: "slow", filterExpression: "responsetime > 5" };
        const { id, outputs } = aws.create(GROUP, "slow", inputs);
        assert.match(id, /^arn:aws:xray:us-east-1:123456789012:group\/slow\/[0-9A-F]{32}$/);
        assert.deepEqual(outputs["insightsConfiguration"], { insightsEnabled: false, notificationsEnabled: false });
        assert.throws(() => aws.create(GROUP, "again", inputs), {
            message: "operation error XRay: CreateGroup, api error InvalidRequestException: Group slow already exists.",
        });
    });
});
