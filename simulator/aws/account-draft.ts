/** The account during one call: reads see the call's own writes, and nothing is final until the store keeps the draft. */
import { holdsUnknown } from "../provider/values";
import type { Account, StoredResource } from "./account";

/** What an account consists of. */
export interface AccountContents {
    /** Twelve digits. */
    readonly accountId: string;
    /** In order of creation. */
    readonly resources: readonly StoredResource[];
}

/** Where ids and times come from; tests give their own to get the same ones each time. */
export interface Sources {
    /** @returns that many lower-case hex digits */
    randomHex(digits: number): string;
    now(): Date;
}

export class AccountDraft implements Account {
    readonly accountId: string;
    private readonly resources: Map<string, StoredResource>;
    private written = false;

    constructor(
        contents: AccountContents,
        private readonly sources: Sources,
    ) {
        this.accountId = contents.accountId;
        this.resources = new Map(contents.resources.map((resource) => [keyOf(resource), resource]));
    }

    /** Whether the call wrote anything. */
    get isChanged(): boolean {
        return this.written;
    }

    get contents(): AccountContents {
        return { accountId: this.accountId, resources: [...this.resources.values()] };
    }

    find(type: string, id: string): StoredResource | undefined {
        return this.resources.get(key(type, id));
    }

    list(type: string): readonly StoredResource[] {
        return [...this.resources.values()].filter((resource) => resource.type === type);
    }

    put(resource: StoredResource): void {
        if (holdsUnknown(resource.properties)) {
            throw new Error(`${resource.type} ${resource.id}: a value that is not known yet cannot be stored`);
        }
        // As JSON from the start: what a call wrote then looks the same to the next call as to the next process.
        this.resources.set(keyOf(resource), JSON.parse(JSON.stringify(resource)) as StoredResource);
        this.written = true;
    }

    remove(type: string, id: string): void {
        this.written = this.resources.delete(key(type, id)) || this.written;
    }

    schedule(type: string, id: string, deletionDate: string): void {
        const resource = this.find(type, id);
        if (resource === undefined) throw new Error(`${type} ${id} is not in the account: its deletion cannot be scheduled`);
        this.put({ ...resource, deletionDate });
    }

    newId(prefix: string): string {
        return `${prefix}-${this.newHex(17)}`;
    }

    newHex(digits: number): string {
        const taken = [...this.resources.values()].map(({ id }) => id);
        for (;;) {
            const hex = this.sources.randomHex(digits);
            if (!taken.some((id) => id.includes(hex))) return hex;
        }
    }

    now(): string {
        return this.sources.now().toISOString();
    }
}

function keyOf({ type, id, storedAs }: StoredResource): string {
    return key(type, storedAs ?? id);
}

function key(type: string, id: string): string {
    return `${type} ${id}`;
}
