/** A clock that goes faster than the machine's, for a function that does nothing but wait: its waits end sooner, and it cannot tell. */
import net from "node:net";
import timers from "node:timers";
import timersPromises from "node:timers/promises";

/**
 * Takes the place of timers and clocks. What the code measures and what it waits for agree with each other.
 *
 * @param speed 1 leaves everything as it is
 */
export function installClock(speed: number): void {
    if (speed === 1) return;
    installTimers(speed);
    const startedAt = Date.now();
    const now = Date.now.bind(Date);
    const faster = (real: number, start: number): number => start + (real - start) * speed;
    class FasterDate extends Date {
        constructor(...args: [] | [number | string]) {
            super(...((args.length === 0 ? [FasterDate.now()] : args) as [number]));
        }
        static override now(): number {
            return Math.round(faster(now(), startedAt));
        }
    }
    const measure = performance.now.bind(performance);
    const measuredAt = measure();
    const tick = process.hrtime.bigint.bind(process.hrtime);
    const tickedAt = tick();
    const bigint = (): bigint => tickedAt + BigInt(Math.round(Number(tick() - tickedAt) * speed));
    const hrtime = (earlier?: [number, number]): [number, number] => {
        const nanoseconds = bigint() - (earlier === undefined ? 0n : BigInt(earlier[0]) * 1_000_000_000n + BigInt(earlier[1]));
        return [Number(nanoseconds / 1_000_000_000n), Number(nanoseconds % 1_000_000_000n)];
    };
    Object.defineProperty(performance, "now", { value: () => faster(measure(), measuredAt) });
    Object.assign(globalThis, { Date: FasterDate });
    Object.assign(process, { hrtime: Object.assign(hrtime, { bigint }) });
}

function installTimers(speed: number): void {
    for (const name of ["setTimeout", "setInterval"] as const) {
        const original: (work: () => void, delayMs?: number, ...args: unknown[]) => NodeJS.Timeout = timers[name];
        const faster = (work: () => void, delayMs = 0, ...args: unknown[]) => original(work, delayMs / speed, ...args);
        for (const place of [globalThis, timers]) Object.assign(place, { [name]: faster });
    }
    const later = timersPromises.setTimeout;
    Object.assign(timersPromises, {
        setTimeout: (delayMs = 0, ...rest: [value?: unknown, options?: { signal?: AbortSignal; ref?: boolean }]) =>
            later(delayMs / speed, ...rest),
    });
    const idle: net.Socket["setTimeout"] = Reflect.get(net.Socket.prototype, "setTimeout");
    function setTimeout(this: net.Socket, delayMs: number, callback?: () => void): net.Socket {
        return idle.call(this, delayMs / speed, callback);
    }
    Object.assign(net.Socket.prototype, { setTimeout });
}
