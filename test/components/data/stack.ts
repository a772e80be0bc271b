import * as pulumi from "@pulumi/pulumi";

import { fateOfData } from "../../../components/data/fate-of-data";

/** Data that goes with the stack, as in development. */
export const disposable = fateOfData({ deletionProtection: false, retireStack: false });
/** Data that outlives mistakes, as in production. */
export const locked = fateOfData({ deletionProtection: true, retireStack: false });

/** Where the network components would put a database. */
export function placed() {
    return { subnetIds: pulumi.output(["subnet-a", "subnet-b"]), securityGroupId: pulumi.output("sg-database") };
}
