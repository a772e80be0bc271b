const CHECK_EVERY_MILLISECONDS = 1000;

/**
 * Calls back once the process that started this one has ended, however it ended.
 *
 * The operating system then gives the process another parent, which is the only sign that also a killed engine leaves.
 */
export function whenParentEnds(callback: () => void): void {
    const parent = process.ppid;
    const timer = setInterval(() => {
        if (process.ppid === parent) return;
        clearInterval(timer);
        callback();
    }, CHECK_EVERY_MILLISECONDS);
    timer.unref();
}
