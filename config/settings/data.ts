import { z } from "zod";
import { isMongoUri } from "../mongo-uri";
import { flag, measured, oneOf, setting, text, wholeNumber } from "../setting";

export const data = {
    mongo: setting(oneOf(["documentdb", "external"]).default("documentdb"), {
        group: "data",
        description: "Where LibreChat keeps its data: an Amazon DocumentDB cluster of the stack, or a MongoDB of your own at mongoUri.",
        change: "Starts with an empty database on the other side; nothing is copied. Away from documentdb deletes the cluster.",
        price: "DocumentDB costs about $55.23 a month for each db.t4g.medium instance, before storage.",
    }),
    mongoUri: setting(
        measured(
            z.string().refine(isMongoUri),
            "mongodb://user:password@host:27017/database or mongodb+srv://user:password@host/database",
            "mongodb+srv://user:password@host/LibreChat",
        ).optional(),
        {
            group: "data",
            description: "Address of the external MongoDB, with user, password and the name of the database.",
            change: "Tasks are replaced. Data stays where it was.",
            secret: true,
        },
    ),
    documentDbInstanceClass: setting(
        text(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an instance class like db.t4g.medium", "db.t4g.medium").default("db.t4g.medium"),
        {
            group: "data",
            description: "Size of each DocumentDB instance.",
            change: "Instances are restarted one after the other.",
            price: "db.t4g.medium costs about $55.23 a month, db.r6g.large $192.10.",
        },
    ),
    // Source: https://docs.aws.amazon.com/documentdb/latest/developerguide/limits.html (one primary and up to 15 replicas)
    documentDbInstances: setting(wholeNumber(1, 16, "instances", 1).default(1), {
        group: "data",
        description: "DocumentDB instances: the first one writes, the others stand by in other zones.",
        price: "Each instance is paid for.",
    }),
    postgres: setting(oneOf(["rds", "none"]).default("rds"), {
        group: "data",
        description: "Where the RAG API keeps its vectors: an RDS for PostgreSQL instance, or nowhere (then there is no file search).",
        change: "none deletes the instance, with the vectors of all files.",
        price: "db.t4g.micro with 20 GiB costs about $14 a month.",
    }),
    postgresInstanceClass: setting(
        text(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an instance class like db.t4g.micro", "db.t4g.micro").default("db.t4g.micro"),
        {
            group: "data",
            description: "Size of the PostgreSQL instance.",
            change: "The instance restarts.",
            price: "db.t4g.micro costs about $11.68 a month, db.t4g.small $23.36, db.t4g.medium $47.45; twice that with postgresMultiAz.",
        },
    ),
    postgresMultiAz: setting(flag(true).default(false), {
        group: "data",
        description: "Whether PostgreSQL has a standby in a second zone.",
        price: "Doubles the price of the instance and its storage.",
    }),
    // Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html (gp3 for PostgreSQL)
    postgresStorageGiB: setting(wholeNumber(20, 65536, "GiB", 20).default(20), {
        group: "data",
        description: "Storage of the PostgreSQL instance in GiB.",
        change: "Grows in place; AWS refuses to make it smaller.",
        price: "About $0.12 a month for each GiB.",
    }),
    cache: setting(flag(true).default(false), {
        group: "data",
        description:
            "Whether there is a Redis cache (ElastiCache), which several LibreChat tasks need to share sessions and running answers.",
        change: "Running answers and rate limits are lost once; who signed in by OpenID with reused tokens signs in again.",
        price: "cache.t4g.micro costs about $11.68 a month for each node.",
    }),
    cacheNodeType: setting(
        text(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "a node type like cache.t4g.micro", "cache.t4g.micro").default("cache.t4g.micro"),
        {
            group: "data",
            description: "Size of each cache node.",
            change: "Nodes are replaced one after the other; what they hold is kept.",
            price: "cache.t4g.micro costs about $11.68 a month, cache.t4g.small $23.36, cache.t4g.medium $47.45.",
        },
    ),
    // Source: https://docs.aws.amazon.com/documentdb/latest/developerguide/backup_restore.html; RDS takes 35 days at most, too.
    backupRetentionDays: setting(wholeNumber(1, 35, "days", 7).default(1), {
        group: "data",
        description: "For how many days the databases can be taken back to any moment.",
        change: "Fewer days delete the older backups at once.",
        price: "Backups larger than the database cost $0.021 (DocumentDB) to $0.095 (RDS) a month for each GB.",
    }),
    // Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html (1 to 1000). Secrets Manager keeps a
    // hundred versions, and the first value has to be among them when Pulumi refreshes its state: three years of weekly rotations.
    passwordRotationDays: setting(wholeNumber(7, 1000, "days", 30).optional(), {
        group: "data",
        description:
            "Days after which the applications get new passwords for DocumentDB and PostgreSQL. Two users take turns, so that running tasks keep " +
            "theirs until the next rotation but one. The services that read them are started anew at least twice in between, without a pause: " +
            "every 14 days with 30, every 2 with 7. After a rotation by hand wait for the next of these restarts before another one.",
        defaultInWords: "passwords stay",
        change:
            "The next password comes when the days are over. When rotation begins, the services are started anew at once, one task after " +
            "another.",
        // Fargate in us-east-1: two tasks cost about $0.06 an hour, and each restart has them overlap for some five minutes.
        price: "A few cents a month: tasks that overlap for some minutes at each restart, and calls of a function at each rotation.",
    }),
    databaseInit: setting(oneOf(["lambda", "task"]).default("lambda"), {
        group: "data",
        description:
            "What prepares the databases: functions in Lambda (lambda), or a container in each task of LibreChat and the RAG API, before the " +
            "application starts (task), where Lambda may not be used. The code is the same.",
        change:
            "Nothing happens to the data; the services restart. When it is lambda again, deletionProtection leaves the bucket with the code behind: " +
            "tasks of older definitions read it.",
    }),
    deletionProtection: setting(flag(true).default(false), {
        group: "data",
        description:
            "Whether data outlives mistakes: AWS and Pulumi refuse to delete what holds data, and a database that is deleted leaves a final snapshot.",
        change: "Changed in place. To destroy a protected stack, or to take a database or the cache out of it, set retireStack first.",
    }),
    retireStack: setting(flag(true).default(false), {
        group: "data",
        description:
            "Says that the stack is about to be destroyed: lifts deletion protection, final snapshots and the recovery windows of secrets. " +
            "To destroy production: set it, run pulumi up, then pulumi destroy.",
        change: "After the next pulumi up nothing keeps the data from being destroyed.",
    }),
};
