/** What becomes of data when a change or `pulumi destroy` would delete it. The same for every stateful resource of a stack. */
export interface DataFate {
    /** Pulumi refuses to delete or replace the resource. */
    readonly protect: boolean;
    /** AWS refuses to delete the database, whoever asks. */
    readonly deletionProtection: boolean;
    /** No last snapshot is taken on deletion. */
    readonly skipFinalSnapshot: boolean;
    /** Days for which a deleted secret can be restored: 0 for not at all, else 7 to 30. */
    readonly secretRecoveryDays: number;
    /** A bucket is deleted together with its files. Otherwise AWS refuses to delete one that is not empty. */
    readonly forceDestroyBucket: boolean;
    /** Changes that restart a database happen at once. Otherwise they wait for the maintenance window. */
    readonly applyImmediately: boolean;
}

export interface DataFateChoice {
    /** The data outlives mistakes: for every stack whose users would miss it. */
    readonly deletionProtection: boolean;
    /**
     * The stack is about to be destroyed on purpose, and nothing of it is to stay: lifts all that `deletionProtection` keeps. One `pulumi up`
     * has to carry it into the state and to AWS before `pulumi destroy`. Who wants a last snapshot takes it before.
     */
    readonly retireStack: boolean;
}

/**
 * The one decision on which all stateful resources agree. Separate flags per resource lead to the half-destroyed stack: databases gone,
 * bucket refused.
 */
export function fateOfData({ deletionProtection, retireStack }: DataFateChoice): DataFate {
    const kept = deletionProtection && !retireStack;
    return {
        protect: kept,
        deletionProtection: kept,
        skipFinalSnapshot: !kept,
        secretRecoveryDays: kept ? 30 : 0,
        forceDestroyBucket: !kept,
        applyImmediately: !kept,
    };
}
