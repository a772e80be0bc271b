import { removeCommand, setCommand, setSecretCommand, shown } from "../problem";
import { rule } from "../rule";

/** Databases and what goes with each. */
export const dataRules = [
    rule({
        id: "external-mongo-needs-uri",
        statement: "An external MongoDB has an address.",
        reads: ["mongo", "mongoUriGiven"],
        check: ({ mongo, mongoUriGiven }) =>
            mongo === "external" && !mongoUriGiven
                ? {
                      finding: `${shown("mongo", mongo)}, but librechat:mongoUri is not set; an external MongoDB needs its address.`,
                      repairs: [{ command: setSecretCommand("mongoUri") }, { command: setCommand("mongo", "documentdb") }],
                  }
                : undefined,
    }),
    rule({
        id: "uri-needs-external-mongo",
        statement: "An address of a MongoDB is used.",
        reads: ["mongo", "mongoUriGiven"],
        check: ({ mongo, mongoUriGiven }) =>
            mongo !== "external" && mongoUriGiven
                ? {
                      finding: `librechat:mongoUri = [secret] with ${shown("mongo", mongo)}: the address would not be used; allowed is mongo = external.`,
                      repairs: [{ command: setCommand("mongo", "external") }, { command: removeCommand("mongoUri") }],
                  }
                : undefined,
    }),
    rule({
        id: "rag-needs-postgres",
        statement: "The RAG API has PostgreSQL.",
        reads: ["rag", "postgres"],
        check: ({ rag, postgres }) =>
            rag && postgres === "none"
                ? {
                      finding: `${shown("rag", rag)} with ${shown("postgres", postgres)}: the RAG API keeps its vectors in PostgreSQL; allowed is rds.`,
                      repairs: [
                          { command: setCommand("rag", false) },
                          { command: setCommand("postgres", "rds"), note: "about $14 a month for db.t4g.micro" },
                      ],
                  }
                : undefined,
    }),
    rule({
        id: "rotation-needs-functions",
        statement: "Passwords are rotated by the functions that prepare the databases.",
        reads: ["passwordRotationDays", "databaseInit"],
        check: ({ passwordRotationDays, databaseInit }) =>
            passwordRotationDays !== undefined && databaseInit === "task"
                ? {
                      finding:
                          `${shown("passwordRotationDays", passwordRotationDays)} with ${shown("databaseInit", databaseInit)}: Secrets Manager ` +
                          "rotates by calling a function in Lambda; allowed is databaseInit = lambda.",
                      repairs: [{ command: removeCommand("passwordRotationDays") }, { command: setCommand("databaseInit", "lambda") }],
                  }
                : undefined,
    }),
    rule({
        id: "rotation-needs-database",
        statement: "Passwords are rotated where there is a database of the stack.",
        reads: ["passwordRotationDays", "mongo", "rag"],
        check: ({ passwordRotationDays, mongo, rag }) =>
            passwordRotationDays !== undefined && mongo === "external" && !rag
                ? {
                      finding:
                          `${shown("passwordRotationDays", passwordRotationDays)} with ${shown("mongo", mongo)} and ${shown("rag", rag)}: ` +
                          "the stack has no database whose password it could rotate; allowed is mongo = documentdb or rag = true.",
                      repairs: [{ command: removeCommand("passwordRotationDays") }],
                  }
                : undefined,
    }),
];
