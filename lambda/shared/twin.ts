const SUFFIX = "_clone";

/**
 * The second user of an application: the two take turns, so that the one whom running tasks know keeps its password while the other gets a
 * new one. Named as AWS names it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html (alternating users)
 */
export function twinOf(user: string): string {
    return `${user}${SUFFIX}`;
}

/** Whose turn it is after this one. */
export function nextOf(user: string, now: string): string {
    return now === user ? twinOf(user) : user;
}
