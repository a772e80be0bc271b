/**
 * What the simulated AWS account holds: the truth that Pulumi's state is compared with.
 *
 * It lives apart from Pulumi's state, so that drift, orphans and name clashes are as visible as they are in a real account.
 */
import type { Properties } from "../provider/values";

/** One thing in the account, whoever made it. */
export interface StoredResource {
    /** Pulumi's type token, for example `aws:ec2/subnet:Subnet`. */
    readonly type: string;
    readonly id: string;
    /** What tells it from others of its type, where its id does not. Left out: the id. */
    readonly storedAs?: string;
    readonly region: string;
    /** Everything AWS knows of it: inputs, defaults and computed values under Pulumi's property names. */
    readonly properties: Properties;
    /** When AWS will remove it by itself: a secret in its recovery window, a key that waits for deletion. ISO 8601. */
    readonly deletionDate?: string;
    /** Why it is still there although the program no longer has it, for example "final snapshot of database-1". */
    readonly note?: string;
}

/** The account as the resource types see it. All writes of one call are kept together: either all reach the disk or none. */
export interface Account {
    /** Twelve digits. */
    readonly accountId: string;
    /** The resource of that type and id (or what it is stored as), or undefined. Scheduled deletions are included: look at `deletionDate`. */
    find(type: string, id: string): StoredResource | undefined;
    /** All resources of a type, in order of creation. */
    list(type: string): readonly StoredResource[];
    /** Adds or replaces something that goes with a resource but is not one of the program's, for example a snapshot or a default group. */
    put(resource: StoredResource): void;
    /** By what it is stored as, like `find`. */
    remove(type: string, id: string): void;
    /** Keeps a resource until a date, as AWS does with secrets and keys. */
    schedule(type: string, id: string, deletionDate: string): void;
    /** A new id in AWS's form: `newId("vpc")` gives `vpc-` and 17 hex digits. */
    newId(prefix: string): string;
    /** Lower-case hex digits that no earlier call returned. */
    newHex(digits: number): string;
    /** Now, ISO 8601. */
    now(): string;
}
