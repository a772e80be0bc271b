import { listAt, shown, textAt, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** The parameter with which a family of engines refuses connections without TLS. */
interface TlsParameter {
    readonly family: RegExp;
    readonly parameter: string;
    readonly on: readonly string[];
    /** Whether it is on where nobody sets it. */
    readonly onByDefault: (majorVersion: number) => boolean;
}

const ON = ["1", "on", "true"];

/**
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html (on from 15),
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html (on from 17),
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html,
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
 */
const PARAMETERS: readonly TlsParameter[] = [
    { family: /^postgres(\d+)/, parameter: "rds.force_ssl", on: ON, onByDefault: (version) => version >= 15 },
    { family: /^aurora-postgresql(\d+)/, parameter: "rds.force_ssl", on: ON, onByDefault: (version) => version >= 17 },
    { family: /^sqlserver-[a-z]+-(\d+)/, parameter: "rds.force_ssl", on: ON, onByDefault: () => false },
    { family: /^(?:mysql|mariadb|aurora-mysql)(\d+)/, parameter: "require_secure_transport", on: ON, onByDefault: () => false },
    {
        family: /^docdb(\d+)/,
        parameter: "tls",
        on: ["enabled", "tls1.2+", "tls1.3+", "fips-140-3"],
        onByDefault: () => true,
    },
];

/**
 * Databases refuse connections without TLS.
 *
 * Encryption on offer is not enough: a client that does not ask for it sends its password in clear text. Oracle and Db2 have no such
 * parameter and are not judged. In Aurora the cluster's group decides, so an instance's group is not asked.
 */
export const checkDatabaseTls: ResourceCheck = ({ type, name, props }) => {
    const family = valueAt(props, "family");
    if (family === UNKNOWN) return "unknown";
    if (typeof family !== "string" || (type === TYPES.rdsParameterGroup && family.startsWith("aurora"))) return [];
    const wanted = PARAMETERS.find((each) => each.family.test(family));
    const parameters = listAt(props, "parameters");
    if (wanted === undefined) return [];
    if (parameters === UNKNOWN) return "unknown";
    const entries = parameters ?? [];
    const entry = entries.find((each) => each !== UNKNOWN && textAt(each, "name") === wanted.parameter);
    if (entry === undefined) {
        if (entries.some((each) => each === UNKNOWN || valueAt(each, "name") === UNKNOWN)) return "unknown";
        return wanted.onByDefault(Number(wanted.family.exec(family)?.[1])) ? [] : [told(wanted, name, undefined)];
    }
    const value = valueAt(entry, "value");
    if (value === UNKNOWN) return "unknown";
    return wanted.on.includes(String(value).toLowerCase()) ? [] : [told(wanted, name, value)];
};

function told({ parameter, on }: TlsParameter, name: string, value: unknown): string {
    return `parameter ${parameter} of ${name} = ${shown(value)}; wanted is ${on[0] ?? ""}.`;
}

export const databaseRequireTls = resourcePolicy(
    {
        name: "database-require-tls",
        displayName: "Databases take TLS only",
        description: "Databases refuse connections without TLS.",
        severity: "high",
        remediationSteps:
            "Set rds.force_ssl: 1 (PostgreSQL, SQL Server), require_secure_transport: 1 (MySQL, MariaDB) or tls: enabled (DocumentDB).",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
    },
    [TYPES.rdsParameterGroup, TYPES.rdsClusterParameterGroup, TYPES.documentDbParameterGroup],
    checkDatabaseTls,
);
