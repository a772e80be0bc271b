import type { Clock } from "../../lambda/shared/clock";

const SPEED = 50;

/** Real time, but for the waits between attempts: a wait of a second takes 20 ms and counts as a second. */
export class HurriedClock implements Clock {
    private savedMs = 0;

    now(): number {
        return performance.now() + this.savedMs;
    }

    async sleep(milliseconds: number): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, milliseconds / SPEED));
        this.savedMs += milliseconds - milliseconds / SPEED;
    }

    random(): number {
        return 0.5;
    }
}
