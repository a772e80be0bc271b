import { DOCUMENT_KINDS, documentsIn, holdersOf } from "../iam/holders";
import { resourcePolicy, type ResourceCheck } from "../rule";

/**
 * Policy documents are JSON that IAM can read.
 *
 * AWS refuses others with `MalformedPolicyDocument`, in the middle of a deployment; and the other rules on documents can say nothing of
 * what they cannot read.
 */
export const checkValidDocument: ResourceCheck = (resource) => {
    const documents = DOCUMENT_KINDS.flatMap((kind) => documentsIn(kind, resource));
    const found = documents.flatMap(({ title, reading }) =>
        reading !== "unknown" && "problems" in reading
            ? reading.problems.map((problem) => `${title} cannot be read: ${problem}; wanted is a policy document as IAM defines it.`)
            : [],
    );
    return found.length === 0 && documents.some(({ reading }) => reading === "unknown") ? "unknown" : found;
};

export const iamPolicyRequireValidDocument = resourcePolicy(
    {
        name: "iam-policy-require-valid-document",
        displayName: "Policy documents can be read",
        description: "Policy documents are JSON that IAM can read.",
        severity: "medium",
        remediationSteps:
            "Write the document as an object and let pulumi.jsonStringify make the text, with Effect, Action and Resource in each statement.",
        url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    },
    [...new Set(DOCUMENT_KINDS.flatMap(holdersOf))],
    checkValidDocument,
);
