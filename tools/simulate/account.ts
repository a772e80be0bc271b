import type { StoredResource } from "../../simulator/aws/account";
import { AccountStore } from "../../simulator/aws/account-store";
import { isSeed } from "../../simulator/aws/seed";
import { idsInState, type Stack } from "../../simulator/engine/stack";

/** How many resources deployments have made in an account. What every new account holds is not counted. */
export function resourceCount(account: string): number {
    return deployed(account).length;
}

/**
 * Shows what an account holds, by type, and marks what no program has any more.
 *
 * @param account file of the account
 * @returns the exit code
 */
export function printAccount(account: string, stack: Stack, json: boolean): number {
    const resources = deployed(account);
    console.log(json ? JSON.stringify(resources, undefined, 4) : accountTable(resources, idsInState(stack)));
    return 0;
}

/**
 * A table with one block for each type, in alphabetical order.
 *
 * @param known `type id` of each resource in Pulumi's state
 */
export function accountTable(resources: readonly StoredResource[], known: ReadonlySet<string>): string {
    if (resources.length === 0) return "The simulated account is empty.";
    const types = [...new Set(resources.map(({ type }) => type))].sort();
    const idWidth = Math.max(...resources.map(({ id }) => id.length));
    const blocks = types.map((type) => {
        const rows = resources.filter((resource) => resource.type === type).map((resource) => row(resource, known, idWidth));
        return [`${type} (${rows.length})`, ...rows].join("\n");
    });
    const leftOver = resources.filter((resource) => mark(resource, known) !== "").length;
    const total = `${resources.length} ${resources.length === 1 ? "resource" : "resources"}, ${leftOver} of them not in Pulumi's state`;
    return [...blocks, total].join("\n");
}

function row(resource: StoredResource, known: ReadonlySet<string>, idWidth: number): string {
    return `    ${[resource.id.padEnd(idWidth), nameOf(resource), mark(resource, known)].filter((cell) => cell !== "").join("  ")}`.trimEnd();
}

/** What a person would call it: its name, or its Name tag as the AWS console shows it. */
function nameOf({ id, properties }: StoredResource): string {
    const { name, tags } = properties;
    const tag = typeof tags === "object" && tags !== null && "Name" in tags ? tags.Name : undefined;
    return [name, tag].find((each): each is string => typeof each === "string" && each !== id) ?? "";
}

/** Why a resource is there although the stack does not have it, or an empty text for one that it has. */
function mark({ type, id, deletionDate, note }: StoredResource, known: ReadonlySet<string>): string {
    if (deletionDate !== undefined) return `[deleted by AWS on ${deletionDate.slice(0, 10)}]`;
    if (note !== undefined) return `[left over: ${note}]`;
    return known.has(`${type} ${id}`) ? "" : "[not in Pulumi's state]";
}

function deployed(account: string): readonly StoredResource[] {
    return new AccountStore(account).all().filter((resource) => !isSeed(resource));
}
