/**
 * Room for two resources of one id.
 *
 * The ids of some types do not tell one resource from the next: a task definition's is its family, so the new revision has the id of
 * the one that it replaces, which is deleted only afterwards. The account holds the newer one under the id, the older one aside.
 */
import type { Account, StoredResource } from "./account";

/** Sets the resource of that id aside, if there is one, so that a new one can take its place. To be called before it does. */
export function setAside(account: Account, type: string, id: string): void {
    const older = account.find(type, id);
    if (older === undefined) return;
    account.put({ ...older, type: asideOf(type), id: `${id} ${account.newHex(8)}` });
}

/** The resources of a type that were set aside, oldest first; all of one id when it is given. */
export function listAside(account: Account, type: string, id?: string): readonly StoredResource[] {
    return account.list(asideOf(type)).filter((resource) => id === undefined || resource.id.startsWith(`${id} `));
}

/**
 * Removes the oldest resource that was set aside for an id: a deletion while there is one is meant for it.
 *
 * @returns what was removed; undefined when the id has only one resource
 */
export function removeAside(account: Account, type: string, id: string): StoredResource | undefined {
    const [oldest] = listAside(account, type, id);
    if (oldest !== undefined) account.remove(oldest.type, oldest.id);
    return oldest;
}

function asideOf(type: string): string {
    return `${type} (replaced)`;
}
