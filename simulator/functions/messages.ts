/** What the process of a function and the simulator tell each other, over the process's own channel. */

/** Starts the function; everything that its code can ask of its surroundings. */
export interface Start {
    readonly kind: "start";
    /** For example `index.handler`. */
    readonly handler: string;
    /** JSON. */
    readonly event: string;
    readonly requestId: string;
    readonly functionName: string;
    readonly functionArn: string;
    readonly memoryMiB: number;
    readonly logGroup: string;
    readonly logStream: string;
    readonly timeLimitSeconds: number;
    /** How many times faster than the machine's the function's clock goes. */
    readonly speed: number;
    /** Where the way to the authorities that stand for Amazon's begins; see {@link StandIn}. */
    readonly standIns: readonly StandIn[];
}

/** An authority of the simulator, trusted wherever the code trusts the one that it stands for. */
export interface StandIn {
    /** A regular expression that the subject of Amazon's authority matches, one `KEY=value` a line. */
    readonly subject: string;
    /** PEM. */
    readonly certificate: string;
}

/** The function asks for the address of a host (without a port), or for a connection. */
export interface Question {
    readonly kind: "question";
    readonly number: number;
    readonly host: string;
    readonly port?: number;
}

/** `port`: where to connect on this machine. `lost`: what becomes of the packet. */
export type Way = { readonly port: number } | { readonly lost: "name" | "packet" | "refused" };

export interface Answer {
    readonly kind: "answer";
    readonly number: number;
    readonly way: Way;
}

export type ToFunction = Start | Answer;
export type FromFunction =
    | Question
    /** The code is loaded and the handler begins: from now on the time counts. */
    | { readonly kind: "began" }
    /** JSON. */
    | { readonly kind: "result"; readonly result: string }
    /** JSON as Lambda gives it: errorType, errorMessage, trace. */
    | { readonly kind: "failure"; readonly payload: string };
