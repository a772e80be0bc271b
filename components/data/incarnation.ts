import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { DataFate } from "./fate-of-data";

/** The physical names of one life of a database, from its creation to its deletion. */
export interface Incarnation {
    /** Name of the instance or cluster, for example `postgres-5f0c91ab`. */
    readonly identifier: pulumi.Output<string>;
    /** Name of the snapshot that the deletion leaves behind. */
    readonly finalSnapshotIdentifier: pulumi.Output<string>;
}

/**
 * Names for a database that has a final snapshot.
 *
 * A snapshot outlives the database, so a snapshot named after the stack makes the second destroy fail with DBSnapshotAlreadyExists. The
 * digits are drawn anew for each life of the stack, and whenever a property changes for which AWS replaces the database. The identifier
 * carries them too: it is known before the database exists, as its log group needs.
 *
 * @param name at most 40 characters, lower case letters, digits and single hyphens; AWS allows 63 for identifiers
 * @param replacing the properties of the database whose change replaces it
 */
export function incarnationOf(parent: pulumi.Resource, name: string, replacing: Readonly<Record<string, string>>): Incarnation {
    const { hex } = new random.RandomId(`${name}-incarnation`, { byteLength: 4, keepers: replacing }, { parent });
    return {
        identifier: pulumi.interpolate`${name}-${hex}`,
        finalSnapshotIdentifier: pulumi.interpolate`${name}-final-${hex}`,
    };
}

/**
 * AWS refuses to delete a database without a name for its last snapshot, and the name counts only when it is in the state before the
 * deletion: so it is set from the start.
 */
export function finalSnapshot(fate: DataFate, { finalSnapshotIdentifier }: Incarnation) {
    return fate.skipFinalSnapshot ? { skipFinalSnapshot: true } : { skipFinalSnapshot: false, finalSnapshotIdentifier };
}
