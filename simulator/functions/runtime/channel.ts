import type { FromFunction, Question, ToFunction, Way } from "../messages";

/** The function's end of its channel to the simulator. */
export class Channel {
    private readonly waiting = new Map<number, (way: Way) => void>();
    private questions = 0;

    constructor(start: (message: Extract<ToFunction, { kind: "start" }>) => void) {
        process.on("message", (message: ToFunction) => {
            if (message.kind === "start") {
                start(message);
                return;
            }
            this.waiting.get(message.number)?.(message.way);
            this.waiting.delete(message.number);
        });
        // The simulator has ended, so nobody waits for the answer.
        process.once("disconnect", () => process.exit(1));
    }

    /** Asks the virtual network. */
    ask(question: Pick<Question, "host" | "port">): Promise<Way> {
        const number = (this.questions += 1);
        return new Promise((resolve) => {
            this.waiting.set(number, resolve);
            this.send({ kind: "question", number, ...question });
        });
    }

    /** @param sent called when the message has left the process */
    send(message: FromFunction, sent?: () => void): void {
        process.send?.(message, undefined, undefined, () => sent?.());
    }
}
