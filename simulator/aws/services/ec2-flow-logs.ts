/**
 * Amazon EC2: flow logs.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
import { findRole, mayAssume } from "../authorization";
import { leftOut } from "../filled-in";
import { numberOf, textOf } from "../reading";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import type { Properties } from "../../provider/values";
import { ec2Arn, ec2Refusal, NAT_GATEWAY, NETWORK_INTERFACE, referred, SUBNET, VPC } from "./ec2-references";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

/** What is watched, with the type that the simulated AWS has for it. */
const WATCHED: Readonly<Record<string, string>> = {
    vpcId: VPC,
    subnetId: SUBNET,
    eniId: NETWORK_INTERFACE,
    regionalNatGatewayId: NAT_GATEWAY,
};

const DEFAULT_FORMAT =
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} " +
    "${action} ${log-status}";

const flowLog: ResourceType = {
    token: FLOW_LOG,
    create: (call) => {
        const { account, inputs } = call;
        refuseWatched(call);
        refuseDestination(call);
        refuseTwin(call);
        const id = account.newId("fl");
        return {
            id,
            computed: { arn: ec2Arn(call, "vpc-flow-log", id), ...leftOut(inputs, { logDestination: "", logFormat: DEFAULT_FORMAT }) },
        };
    },
};

function refuseWatched(call: CreateCall): void {
    for (const [property, type] of Object.entries(WATCHED)) {
        const id = textOf(call.inputs, property);
        if (id !== undefined) referred(call, "CreateFlowLogs", type, id);
    }
    const transitGateway = textOf(call.inputs, "transitGatewayId") ?? textOf(call.inputs, "transitGatewayAttachmentId");
    if (transitGateway !== undefined) {
        throw ec2Refusal("CreateFlowLogs", "InvalidTransitGatewayID.NotFound", `The transitGateway ID '${transitGateway}' does not exist`);
    }
    if (textOf(call.inputs, "trafficType") === undefined) {
        throw ec2Refusal("CreateFlowLogs", "MissingParameter", "The request must contain the parameter TrafficType");
    }
}

/** CloudWatch Logs is written to with a role that flow logs may take; a bucket or a delivery stream needs none. */
function refuseDestination({ account, inputs }: CreateCall): void {
    const destination = textOf(inputs, "logDestination");
    if (destination === undefined) {
        throw ec2Refusal("CreateFlowLogs", "MissingParameter", "The request must contain the parameter LogDestination");
    }
    if (inputs["logDestinationType"] === "s3") {
        const bucket = destination.replace(/^arn:aws:s3:::/, "").split("/")[0] ?? "";
        if (account.find("aws:s3/bucket:Bucket", bucket) === undefined) {
            throw ec2Refusal("CreateFlowLogs", "InvalidParameter", `LogDestination: ${bucket} does not exist.`);
        }
    }
    if (inputs["logDestinationType"] !== "cloud-watch-logs") return;
    const roleArn = textOf(inputs, "iamRoleArn");
    if (roleArn === undefined) {
        throw ec2Refusal("CreateFlowLogs", "MissingParameter", "The request must contain the parameter DeliverLogsPermissionArn");
    }
    const role = findRole(account, roleArn);
    if (role === undefined || !mayAssume(account, role, "vpc-flow-logs.amazonaws.com")) {
        throw ec2Refusal("CreateFlowLogs", "InvalidParameter", "Unable to assume given IAM role");
    }
}

function refuseTwin({ account, inputs }: CreateCall): void {
    const keyOf = (properties: Properties) =>
        JSON.stringify([
            ...[...Object.keys(WATCHED), "logDestination", "trafficType", "logFormat"].map((property) => textOf(properties, property)),
            numberOf(properties, "maxAggregationInterval"),
        ]);
    const wanted = keyOf({ logFormat: DEFAULT_FORMAT, ...inputs });
    if (account.list(FLOW_LOG).some(({ properties }) => keyOf(properties) === wanted)) {
        const reason = "Error. There is an existing Flow Log with the same configuration and log destination.";
        throw ec2Refusal("CreateFlowLogs", "FlowLogAlreadyExists", reason);
    }
}

export const service: Service = { name: "Amazon EC2 (flow logs)", resourceTypes: [flowLog] };
