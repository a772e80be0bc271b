import type { Report } from "./engine";

const TERMINAL_EVERY_MILLISECONDS = 1_000;
const LOG_EVERY_MILLISECONDS = 30_000;

/** Says at once what a long step does, and then how long it has been at it: in place on a terminal, in a line every 30 s elsewhere. */
export function showProgress(what: string, report: Report, stream: NodeJS.WriteStream = process.stderr): { end(): void } {
    const start = Date.now();
    report(what);
    const elapsed = (): string => `elapsed ${formatElapsed(Date.now() - start)}`;
    const timer = stream.isTTY
        ? setInterval(() => stream.write(`\r${elapsed()} `), TERMINAL_EVERY_MILLISECONDS)
        : setInterval(() => {
              report(elapsed());
          }, LOG_EVERY_MILLISECONDS);
    return {
        end() {
            clearInterval(timer);
            if (stream.isTTY) stream.write("\r");
            report(`done after ${formatElapsed(Date.now() - start)}`);
        },
    };
}

/** Minutes and seconds: 90,500 ms is "1:30". */
export function formatElapsed(milliseconds: number): string {
    const seconds = Math.floor(milliseconds / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
