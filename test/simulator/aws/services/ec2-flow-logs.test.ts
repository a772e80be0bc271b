import { strict as assert } from "node:assert";
import { network, put, text, type Network } from "./ec2-fixtures";

describe("aws:ec2/flowLog:FlowLog", () => {
    const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
    const ROLE = "arn:aws:iam::123456789012:role/flow-logs";
    const GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:flows";

    function withRole(service: string): Network {
        const net = network();
        const assumeRolePolicy = JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
        });
        put(net.aws, { type: "aws:iam/role:Role", id: "flow-logs", properties: { arn: ROLE, name: "flow-logs", assumeRolePolicy } });
        return net;
    }

    it("watches a VPC, once for each destination", () => {
        const { aws, vpc } = withRole("vpc-flow-logs.amazonaws.com");
        const inputs = { vpcId: vpc.id, trafficType: "ALL", logDestination: GROUP, iamRoleArn: ROLE };
        const { id, outputs } = aws.create(FLOW_LOG, "flows", inputs);
        assert.equal(outputs["arn"], `arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/${id}`);
        assert.match(text({ outputs }, "logFormat"), /^\$\{version\} .* \$\{log-status\}$/);
        assert.throws(() => aws.create(FLOW_LOG, "again", inputs), {
            message:
                "operation error EC2: CreateFlowLogs, api error FlowLogAlreadyExists: " +
                "Error. There is an existing Flow Log with the same configuration and log destination.",
        });
        aws.create(FLOW_LOG, "rejected", { ...inputs, trafficType: "REJECT" });
    });

    const REFUSED = [
        [{ vpcId: "vpc-0" }, "InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist"],
        [{ trafficType: undefined }, "MissingParameter: The request must contain the parameter TrafficType"],
        [{ logDestination: undefined }, "MissingParameter: The request must contain the parameter LogDestination"],
        [{ iamRoleArn: undefined }, "MissingParameter: The request must contain the parameter DeliverLogsPermissionArn"],
        [{ iamRoleArn: `${ROLE}-2` }, "InvalidParameter: Unable to assume given IAM role"],
        [{ logDestinationType: "s3", logDestination: "arn:aws:s3:::flows/a/" }, "InvalidParameter: LogDestination: flows does not exist."],
    ] as const;
    for (const [inputs, reason] of REFUSED) {
        it(`is refused ${JSON.stringify(inputs)}`, () => {
            const { aws, vpc } = withRole("vpc-flow-logs.amazonaws.com");
            const base = { vpcId: vpc.id, trafficType: "ALL", logDestination: GROUP, iamRoleArn: ROLE };
            assert.throws(() => aws.create(FLOW_LOG, "flows", { ...base, ...inputs }), {
                message: `operation error EC2: CreateFlowLogs, api error ${reason}`,
            });
        });
    }

    it("is refused a role that trusts another service", () => {
        const { aws, vpc } = withRole("ecs-tasks.amazonaws.com");
        assert.throws(() => aws.create(FLOW_LOG, "flows", { vpcId: vpc.id, trafficType: "ALL", logDestination: GROUP, iamRoleArn: ROLE }), {
            message: "operation error EC2: CreateFlowLogs, api error InvalidParameter: Unable to assume given IAM role",
        });
    });
});
