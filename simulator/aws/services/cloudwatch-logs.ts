/** Amazon CloudWatch Logs: log groups. */
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { nameOr } from "../filled-in";
import { arnOf, isSet, textOf } from "../reading";
import { Refusal } from "../refusal";
import { problemsOf } from "../validation";
import { findUsableKey } from "./kms";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Days: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const NAME = { pattern: /^[0-9A-Za-z_./#-]+$/, allowed: "only letters, digits and _ . / # -" };

const logGroup: ResourceType = {
    token: LOG_GROUP,

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 512] },
            { property: "name", ...NAME },
            { property: "namePrefix", length: [1, 483] },
            { property: "namePrefix", ...NAME },
            { property: "retentionInDays", oneOf: RETENTIONS },
            { property: "logGroupClass", oneOf: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] },
            { property: "kmsKeyId", format: "ARN" },
        ]),

    /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html#API_CreateLogGroup_Errors */
    create(call) {
        const { account, region, inputs } = call;
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        if (account.find(LOG_GROUP, name)?.region === region) {
            throw new Refusal(
                "CloudWatch Logs",
                "CreateLogGroup",
                "ResourceAlreadyExistsException",
                "The specified log group already exists",
            );
        }
        refuseKey(call, "CreateLogGroup");
        const arn = arnOf(account, "logs", region, `log-group:${name}`);
        return { id: name, computed: { arn, name, logGroupClass: textOf(inputs, "logGroupClass") ?? "STANDARD" } };
    },

    update(call) {
        refuseKey(call, "AssociateKmsKey");
        return {};
    },

    delete({ account, current }) {
        if (!isSet(current.properties, "skipDestroy")) return "removed";
        account.put({ ...current, note: "left in place by skipDestroy" });
        return "kept";
    },
};

export const service: Service = { name: "Amazon CloudWatch Logs", resourceTypes: [logGroup] };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function refuseKey(call: CreateCall, operation: string): void {
    const key = textOf(call.inputs, "kmsKeyId");
    if (key === undefined || findUsableKey(call, key) !== undefined) return;
    throw new Refusal(
        "CloudWatch Logs",
        operation,
        "InvalidParameterException",
        "The specified KMS key does not exist or is not allowed to be used with the log group.",
    );
}
