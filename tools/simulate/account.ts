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
 * @param known `type id` of each resource in Pulumi's state; empty for a stack that was destroyed
 */
export function accountTable(resources: readonly StoredResource[], known: ReadonlySet<string>): string {
    if (resources.length === 0) return "The simulated account is empty.";
    const types = [...new Set(resources.map(({ type }) => type))].sort();
    const blocks = types.map((type) =>
        block(
            type,
            resources.filter((resource) => resource.type === type),
            known,
        ),
    );
    const others = resources.filter((resource) => !isKnown(resource, known)).length;
    return [
        ...blocks,
        `${resources.length} ${resources.length === 1 ? "resource" : "resources"}, ${others} of them not in Pulumi's state`,
    ].join("\n");
}

function block(type: string, resources: readonly StoredResource[], known: ReadonlySet<string>): string {
    const idWidth = Math.max(...resources.map(({ id }) => id.length));
    const rows = resources.map((resource) => {
        const cells = [resource.id.padEnd(idWidth), nameOf(resource), mark(resource, known)];
        return `    ${cells.filter((cell) => cell !== "").join("  ")}`.trimEnd();
    });
    return [`${type} (${resources.length})`, ...rows].join("\n");
}

/** What a person would call it: its name, or its Name tag as the AWS console shows it. */
function nameOf({ id, properties }: StoredResource): string {
    const { name, tags } = properties;
    const tag = typeof tags === "object" && tags !== null && "Name" in tags ? tags.Name : undefined;
    return [name, tag].find((each): each is string => typeof each === "string" && each !== id) ?? "";
}

/** Why a resource is there although the stack does not have it, or an empty text for one that it has. */
function mark(resource: StoredResource, known: ReadonlySet<string>): string {
    const { deletionDate, note } = resource;
    if (deletionDate !== undefined) return `[left over: AWS deletes it on ${deletionDate.slice(0, 10)}]`;
    if (isKnown(resource, known)) return "";
    if (note === undefined) return "[left over: not in Pulumi's state]";
    // Beside a deployed stack it belongs to one of the stack's resources, such as the network interface of a NAT gateway.
    return known.size > 0 ? `[${note}]` : `[left over: ${note}]`;
}

function isKnown({ type, id, deletionDate }: StoredResource, known: ReadonlySet<string>): boolean {
    return deletionDate === undefined && known.has(`${type} ${id}`);
}

function deployed(account: string): readonly StoredResource[] {
    return new AccountStore(account).all().filter((resource) => !isSeed(resource));
}
