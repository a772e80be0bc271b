import { shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** Databases have no public address. AWS gives one only where `publiclyAccessible` asks for it; DocumentDB and ElastiCache never have one. */
export const checkNoPublicAccess: ResourceCheck = ({ name, props }) => {
    const found = valueAt(props, "publiclyAccessible");
    if (found === UNKNOWN) return "unknown";
    return found === undefined || found === false || found === "false"
        ? []
        : [`publiclyAccessible of ${name} = ${shown(found)}; wanted is false.`];
};

export const databaseDisallowPublicAccess = resourcePolicy(
    {
        name: "database-disallow-public-access",
        displayName: "Databases have no public address",
        description: "Databases have no public address.",
        severity: "critical",
        remediationSteps: "Leave publiclyAccessible out or set it to false, and reach the database from inside the VPC.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    },
    [TYPES.rdsInstance, TYPES.rdsClusterInstance],
    checkNoPublicAccess,
);
