import { listAt, UNKNOWN } from "../known";
import type { ResourceCheck } from "../rule";
import { TYPES } from "../types";
import { documentAt, type Reading, type Statement } from "./document";

/** What a document is for: what its owner may do, who may take on a role, or who may use a resource. */
export type DocumentKind = "identity" | "trust" | "resource";

/** Where the types keep their documents. */
const PROPERTIES: Readonly<Record<DocumentKind, Readonly<Record<string, string>>>> = {
    identity: {
        "aws:iam/policy:Policy": "policy",
        "aws:iam/rolePolicy:RolePolicy": "policy",
        "aws:iam/userPolicy:UserPolicy": "policy",
        "aws:iam/groupPolicy:GroupPolicy": "policy",
        [TYPES.role]: "inlinePolicies",
        "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
    },
    trust: { [TYPES.role]: "assumeRolePolicy" },
    resource: {
        [TYPES.bucketPolicy]: "policy",
        [TYPES.bucket]: "policy",
        "aws:sqs/queuePolicy:QueuePolicy": "policy",
        "aws:sqs/queue:Queue": "policy",
        "aws:sns/topicPolicy:TopicPolicy": "policy",
        "aws:sns/topic:Topic": "policy",
        "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
        "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
        [TYPES.secret]: "policy",
        "aws:kms/key:Key": "policy",
        "aws:kms/keyPolicy:KeyPolicy": "policy",
        [TYPES.fileSystemPolicy]: "policy",
    },
};

export const DOCUMENT_KINDS = ["identity", "trust", "resource"] as const satisfies readonly DocumentKind[];

/** The types that hold documents of a kind. */
export function holdersOf(kind: DocumentKind): string[] {
    return Object.keys(PROPERTIES[kind]);
}

/** A document of a resource, under the name that messages give it: `policy of worker`. */
export interface HeldDocument {
    readonly title: string;
    readonly reading: Reading;
}

/** The documents of a kind that a resource holds; a role may have several inline ones. */
export function documentsIn(kind: DocumentKind, { type, name, props }: Parameters<ResourceCheck>[0]): HeldDocument[] {
    const property = PROPERTIES[kind][type];
    if (property === undefined) return [];
    if (property !== "inlinePolicies") return held(`${property} of ${name}`, documentAt(props, property));
    const inline = listAt(props, property);
    if (inline === UNKNOWN) return held(`${property} of ${name}`, "unknown");
    return (inline ?? []).flatMap((entry, index) => {
        const reading = entry === UNKNOWN ? "unknown" : documentAt(entry, "policy");
        return held(`${property}[${index}] of ${name}`, reading);
    });
}

function held(title: string, reading: Reading | undefined): HeldDocument[] {
    return reading === undefined ? [] : [{ title, reading }];
}

/**
 * A check of every statement of a kind of document. What cannot be read is left to `iam-policy-require-valid-document`.
 *
 * @param judge what is wrong with a statement: each a sentence that goes on after `statement ReadSecrets in policy of worker `
 */
export function statementCheck(kind: DocumentKind, judge: (statement: Statement) => readonly string[]): ResourceCheck {
    return (resource) => {
        const documents = documentsIn(kind, resource);
        const found = documents.flatMap(({ title, reading }) => {
            if (reading === "unknown" || "problems" in reading) return [];
            return reading.statements.flatMap((statement) => judge(statement).map((fault) => `${statement.label} in ${title} ${fault}`));
        });
        return found.length === 0 && documents.some(({ reading }) => reading === "unknown") ? "unknown" : found;
    };
}
