/** How fast the clock of a function goes. */
import type { Account, StoredResource } from "../aws/account";
import { numberOf } from "../aws/reading";
import { execute } from "../aws/services/lambda-execution";
import { FunctionError } from "../aws/services/lambda-errors";
import { connect } from "../network/connect";

/** The environment variable with the speed: 1 is the pace of the machine; unset: see {@link speedOf}. */
export const SPEED_VARIABLE = "LIBRECHAT_SIMULATED_FUNCTION_SPEED";

/**
 * Seconds of this machine in which a function before a dead end lives through its whole time limit. Less would not do on a busy machine:
 * starting Node.js and loading the code take a second or two that cannot be hurried, and count.
 */
const SECONDS_AT_A_DEAD_END = 12;

const LARGEST_SPEED = 100;

/**
 * @param written the value of {@link SPEED_VARIABLE}, undefined when it is not set
 * @returns undefined when nobody says
 * @throws Error when it is not a number from 1 to 100
 */
export function readSpeed(written: string | undefined): number | undefined {
    if (written === undefined || written === "") return undefined;
    const speed = Number(written);
    if (speed >= 1 && speed <= LARGEST_SPEED) return speed;
    throw new Error(`${SPEED_VARIABLE} = ${written}: a number from 1 (the pace of this machine) to ${LARGEST_SPEED} is allowed`);
}

/** @returns whole, from 1: a limit of four minutes is over 20 times as fast, one of ten seconds takes ten */
export function speedAtADeadEnd(timeLimitSeconds: number): number {
    return Math.max(1, Math.floor(timeLimitSeconds / SECONDS_AT_A_DEAD_END));
}

/**
 * The speed of one run. A function that stands before a dead end does nothing but wait, so its clock goes faster: what it waits for and
 * what it measures shrink alike. One whose way is open runs at the machine's own pace, since its servers cannot be hurried.
 */
export function speedOf(account: Account, region: string, lambda: StoredResource, event: string): number {
    try {
        execute({ account, region, lambda, event, connect });
        return 1;
    } catch (error) {
        if (error instanceof FunctionError) return speedAtADeadEnd(numberOf(lambda.properties, "timeout") ?? 3);
        throw error;
    }
}
