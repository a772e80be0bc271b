/**
 * How much closer than their interval two rotations may come: Secrets Manager rotates at any hour of the day that is due.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html (Duration)
 */
export const ROTATION_TOLERANCE_DAYS = 1;

/** How long a restart may take: half of it until ECS takes the call, half of it until the last old task has left. */
export const LONGEST_RESTART_DAYS = 1;

/**
 * Days from one restart of a service to the next, so that two of them lie whole between any two rotations: one that fails is made up for
 * before the old password ends.
 *
 * Between two rotations are at least `rotationDays - 1` days. The first restart in them begins after at most one interval, the second
 * after two, and has ended a day later: two intervals and a day have to fit.
 *
 * @param rotationDays from one rotation to the next, at least 4
 * @returns whole days, at least 1
 * @throws RangeError when the rotations are too close for that
 * @example restartIntervalDays(30) // 14
 */
export function restartIntervalDays(rotationDays: number): number {
    const days = Math.floor((rotationDays - ROTATION_TOLERANCE_DAYS - LONGEST_RESTART_DAYS) / 2);
    if (!(days >= 1))
        throw new RangeError(`${rotationDays} days from one rotation to the next are too few for two restarts; wanted are 4.`);
    return days;
}
