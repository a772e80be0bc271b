import { z } from "zod";
import { alternatives, flag, measured, setting } from "../setting";

/** Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

export const operations = {
    logRetentionDays: setting(measured(z.literal(RETENTION_DAYS), alternatives(RETENTION_DAYS), "30").default(7), {
        group: "operations",
        description: "For how many days CloudWatch keeps the logs.",
        change: "Fewer days delete the older logs.",
        price: "$0.50 for each GB written, and $0.03 a month for each GB kept.",
    }),
    selfCheck: setting(flag(false).default(true), {
        group: "operations",
        description:
            "Whether `pulumi up` ends with functions beside the services that open what the services need, and fails when something cannot be reached.",
    }),
};
