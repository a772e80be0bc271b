/**
 * The data source that writes an IAM policy, as JSON byte for byte like the provider's. It asks nothing of AWS.
 *
 * Lists of actions, resources and identifiers come out in reverse alphabetical order, as the provider sorts them; a list of one as text.
 */
import { ProviderError } from "../../provider/errors";
import * as zlib from "node:zlib";
import type { Properties } from "../../provider/values";
import { blocksOf, textOf, textsOf } from "../reading";
import type { DataSource, Service } from "../resource-type";

type Json = string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The elements in the order in which they are written. */
interface Statement {
    Sid?: string;
    Effect?: string;
    Action?: Json;
    NotAction?: Json;
    Resource?: Json;
    NotResource?: Json;
    Principal?: Json;
    NotPrincipal?: Json;
    Condition?: Json;
}

interface Document {
    Version?: string;
    Id?: string;
    Statement: Statement[];
}

const OLD_VERSION = "2008-10-17";
const NEW_VERSION = "2012-10-17";

const ELEMENTS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"] as const;

function oneOrSorted(values: readonly string[]): Json | undefined {
    if (values.length === 0) return undefined;
    return values.length === 1 ? values[0] : [...new Set(values)].sort().reverse();
}

/** `&{...}` stands for `${...}`, which Terraform and template literals would fill in themselves. */
function withVariables(values: readonly string[], version: string): string[] {
    return values.map((value) => {
        if (version === OLD_VERSION && value.includes("&{")) {
            throw new ProviderError(`found &{ sequence in (${value}), which is not supported in document version ${OLD_VERSION}`);
        }
        return value.replaceAll("&{", "${");
    });
}

function principalsOf(blocks: readonly Properties[], version: string): Json | undefined {
    if (blocks.length === 0) return undefined;
    const byType = new Map<string, string[]>();
    for (const block of blocks) {
        const type = textOf(block, "type") ?? "";
        byType.set(type, [...(byType.get(type) ?? []), ...withVariables(textsOf(block, "identifiers"), version)]);
    }
    const everyone = byType.get("*");
    // Only {"*": "*"} means anyone; {"AWS": "*"} is kept, since a trust policy refuses the short form.
    if (byType.size === 1 && everyone?.length === 1 && everyone[0] === "*") return "*";
    return Object.fromEntries([...byType].sort().map(([type, identifiers]) => [type, oneOrSorted(identifiers)]));
}

function conditionsOf(blocks: readonly Properties[], version: string): Json | undefined {
    if (blocks.length === 0) return undefined;
    const tests: Record<string, Record<string, string[]>> = {};
    for (const block of blocks) {
        const variables = (tests[textOf(block, "test") ?? ""] ??= {});
        (variables[textOf(block, "variable") ?? ""] ??= []).push(...withVariables(textsOf(block, "values"), version));
    }
    return sortedByKey(
        Object.entries(tests).map(([test, variables]) => [
            test,
            sortedByKey(Object.entries(variables).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values])),
        ]),
    );
}

function sortedByKey(entries: [string, Json][]): Json {
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function statementOf(block: Properties, version: string): Statement {
    const list = (property: string) => oneOrSorted(textsOf(block, property));
    const resources = (property: string) => oneOrSorted(withVariables(textsOf(block, property), version));
    return ordered({
        Sid: textOf(block, "sid"),
        Effect: textOf(block, "effect") ?? "Allow",
        Action: list("actions"),
        NotAction: list("notActions"),
        Resource: resources("resources"),
        NotResource: resources("notResources"),
        Principal: principalsOf(blocksOf(block, "principals"), version),
        NotPrincipal: principalsOf(blocksOf(block, "notPrincipals"), version),
        Condition: conditionsOf(blocksOf(block, "conditions"), version),
    });
}

function ordered(statement: Readonly<Record<string, unknown>>): Statement {
    return Object.fromEntries(ELEMENTS.flatMap((element) => (statement[element] === undefined ? [] : [[element, statement[element]]])));
}

/** @throws Error when a statement id occurs twice */
function refuseDuplicates(
    statements: readonly Statement[],
    message: (sid: string, index: number) => string,
    seen = new Set<string>(),
): void {
    statements.forEach(({ Sid: sid }, index) => {
        if (sid === undefined) return;
        if (seen.has(sid)) throw new ProviderError(message(sid, index));
        seen.add(sid);
    });
}

/** A statement takes the place of one with its id; the newer version wins. */
function merge(into: Document, from: Document): Document {
    const statements = [...into.Statement];
    for (const statement of from.Statement) {
        const place = statement.Sid === undefined ? -1 : statements.findIndex(({ Sid: sid }) => sid === statement.Sid);
        if (place === -1) statements.push(statement);
        else statements[place] = statement;
    }
    const version = [into.Version ?? "", from.Version ?? ""].sort().at(-1) ?? "";
    const id = from.Id ?? into.Id;
    return { ...(version !== "" && { Version: version }), ...(id !== undefined && { Id: id }), Statement: statements };
}

function parse(text: string, place: string): Document {
    try {
        const document = JSON.parse(text) as { Version?: string; Id?: string; Statement?: Statement[] };
        const statements = (document.Statement ?? []).map((statement) => ordered({ ...statement }));
        return { ...document, Statement: statements };
    } catch (error) {
        throw new ProviderError(
            `writing IAM Policy Document: merging ${place}: ${error instanceof Error ? error.message : String(error)}`,
            {
                cause: error,
            },
        );
    }
}

/** Go writes these characters escaped, and policies are compared as text by some. */
function asGoWrites(document: Document, indent?: number): string {
    const { Statement: statements, ...head } = document;
    const json = JSON.stringify({ ...head, ...(statements.length > 0 && { Statement: statements }) }, undefined, indent);
    return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function sourceDocument(texts: readonly string[]): Document {
    const seen = new Set<string>();
    return texts.reduce<Document>(
        (merged, text, index) => {
            const place = `source document ${index}`;
            const source = parse(text, place);
            const message = (sid: string, statement: number) =>
                `writing IAM Policy Document: merging ${place}: duplicate Sid (${sid}) in source_policy_documents (statement ${statement}). Remove the Sid or ensure Sids are unique.`;
            refuseDuplicates(source.Statement, message, seen);
            return merge(merged, source);
        },
        { Statement: [] },
    );
}

/** @throws Error as the provider, for values that its schema does not take */
function refuseBadArguments(args: Properties): void {
    const version = textOf(args, "version") ?? NEW_VERSION;
    if (![OLD_VERSION, NEW_VERSION].includes(version)) {
        throw new ProviderError(`expected version to be one of ["${OLD_VERSION}" "${NEW_VERSION}"], got ${version}`);
    }
    for (const property of ["sourceJson", "overrideJson"]) {
        if (textOf(args, property) !== undefined)
            throw new ProviderError(`expected "${property}" to be an empty string: it is no longer used`);
    }
    blocksOf(args, "statements").forEach((statement, index) => {
        const effect = textOf(statement, "effect") ?? "Allow";
        if (!["Allow", "Deny"].includes(effect))
            throw new ProviderError(`expected statements[${index}].effect to be one of ["Allow" "Deny"], got ${effect}`);
        const sid = textOf(statement, "sid") ?? "";
        if (!/^[a-zA-Z0-9]*$/.test(sid))
            throw new ProviderError(`invalid value for statements[${index}].sid (must only include alphanumeric characters), got ${sid}`);
    });
}

const getPolicyDocument: DataSource = {
    token: "aws:iam/getPolicyDocument:getPolicyDocument",
    answer({ args }) {
        refuseBadArguments(args);
        const version = textOf(args, "version") ?? NEW_VERSION;
        const policyId = textOf(args, "policyId");
        const statements = blocksOf(args, "statements").map((block) => statementOf(block, version));
        const message = (sid: string) => `writing IAM Policy Document: duplicate Sid (${sid}). Remove the Sid or ensure the Sid is unique.`;
        refuseDuplicates(statements, message);
        const own: Document = { Version: version, ...(policyId !== undefined && { Id: policyId }), Statement: statements };
        const merged = textsOf(args, "overridePolicyDocuments").reduce(
            (document, text, index) => merge(document, parse(text, `override document ${index}`)),
            merge(sourceDocument(textsOf(args, "sourcePolicyDocuments")), own),
        );
        const json = asGoWrites(merged, 2);
        return { ...args, version, id: String(zlib.crc32(json)), json, minifiedJson: asGoWrites(merged) };
    },
};

export const service: Service = { name: "AWS IAM (policy documents)", resourceTypes: [], dataSources: [getPolicyDocument] };
