/**
 * Ends servers whose owner has ended without ending them, as after a SIGKILL. A process of its own.
 *
 * Each line of standard input is about one server: `+123` when process 123 has started, `-123` when it has ended. The owner keeps the other
 * end open for as long as it lives, however it ends.
 */
import { createInterface } from "node:readline";

const running = new Set<number>();

createInterface({ input: process.stdin })
    .on("line", (line) => {
        const id = Number(line.slice(1));
        if (line.startsWith("+")) running.add(id);
        else running.delete(id);
    })
    .once("close", () => {
        for (const id of running) kill(id);
    });

function kill(id: number): void {
    try {
        process.kill(id, "SIGKILL");
    } catch (error) {
        // It ended at the same time, and there was nobody left to say so.
        if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
}
