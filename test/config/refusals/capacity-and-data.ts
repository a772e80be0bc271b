import { lines, type Refusal } from "./refusal";

export const refusals: readonly Refusal[] = [
    {
        rule: "fargate-task-size",
        given: { cpuUnits: 1024, memoryMiB: 9000 },
        problems: [
            "librechat:memoryMiB = 9000 with librechat:cpuUnits = 1024; allowed is 2048 to 8192 in steps of 1024 (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size). Run: pulumi config set librechat:memoryMiB 8192",
        ],
    },
    {
        rule: "min-tasks-at-most-max-tasks",
        given: { minTasks: 2, cache: true },
        problems: [
            lines(
                "librechat:minTasks = 2 with librechat:maxTasks = 1; allowed is at most 1. Choose one:",
                "  pulumi config set librechat:minTasks 1",
                "  pulumi config set librechat:maxTasks 2",
            ),
        ],
    },
    {
        rule: "several-tasks-need-cache",
        given: { maxTasks: 2 },
        problems: [
            lines(
                "librechat:maxTasks = 2 with librechat:cache = false: without a cache tasks lose each other's sessions and running answers; allowed is one task. Choose one:",
                "  pulumi config set librechat:minTasks 1 && pulumi config set librechat:maxTasks 1",
                "  pulumi config set librechat:cache true  # $11.68 a month for each cache.t4g.micro node",
            ),
        ],
    },
    {
        rule: "documentdb-needs-librechat-0.8.8",
        given: { librechatImage: "ghcr.io/librechat-ai/librechat:v0.8.8-rc2@sha256:" + "0".repeat(64) },
        problems: [
            "librechat:librechatImage = ghcr.io/librechat-ai/librechat:v0.8.8-rc2@sha256:0000000000000000000000000000000000000000000000000000000000000000 with librechat:mongo = documentdb; allowed is v0.8.8 or later, earlier ones fail on DocumentDB. Run: pulumi config set librechat:librechatImage ghcr.io/librechat-ai/librechat:v0.8.8",
        ],
    },
    {
        rule: "external-mongo-needs-uri",
        given: { mongo: "external" },
        problems: [
            lines(
                "librechat:mongo = external, but librechat:mongoUri is not set; an external MongoDB needs its address. Choose one:",
                "  pulumi config set --secret librechat:mongoUri",
                "  pulumi config set librechat:mongo documentdb",
            ),
        ],
    },
    {
        rule: "uri-needs-external-mongo",
        given: { mongoUri: "mongodb://u:p@h/LibreChat" },
        problems: [
            lines(
                "librechat:mongoUri = [secret] with librechat:mongo = documentdb: the address would not be used; allowed is mongo = external. Choose one:",
                "  pulumi config set librechat:mongo external",
                "  pulumi config rm librechat:mongoUri",
            ),
        ],
    },
    {
        rule: "rag-needs-postgres",
        given: { rag: true, postgres: "none" },
        problems: [
            lines(
                "librechat:rag = true with librechat:postgres = none: the RAG API keeps its vectors in PostgreSQL; allowed is rds. Choose one:",
                "  pulumi config set librechat:rag false",
                "  pulumi config set librechat:postgres rds  # about $14 a month for db.t4g.micro",
            ),
        ],
    },
    {
        rule: "rotation-needs-functions",
        given: { passwordRotationDays: 30, databaseInit: "task" },
        problems: [
            lines(
                "librechat:passwordRotationDays = 30 with librechat:databaseInit = task: Secrets Manager rotates by calling a function in Lambda; allowed is databaseInit = lambda. Choose one:",
                "  pulumi config rm librechat:passwordRotationDays",
                "  pulumi config set librechat:databaseInit lambda",
            ),
        ],
    },
    {
        rule: "rotation-needs-database",
        given: { passwordRotationDays: 30, mongo: "external", mongoUri: "mongodb://u:p@h/LibreChat", rag: false },
        problems: [
            "librechat:passwordRotationDays = 30 with librechat:mongo = external and librechat:rag = false: the stack has no database whose " +
                "password it could rotate; allowed is mongo = documentdb or rag = true. Run: pulumi config rm librechat:passwordRotationDays",
        ],
    },
];
