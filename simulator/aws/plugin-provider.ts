/** The simulated provider as the engine meets it: it takes AWS's time, and words a refusal as the real one does. */
import { setTimeout } from "node:timers/promises";
import { ProviderError } from "../provider/errors";
import type * as protocol from "../provider/provider";
import type { Properties } from "../provider/values";
import { isRetried } from "./deletion-retries";
import { creationSeconds } from "./latencies";
import type { AwsProvider } from "./provider";
import { Refusal } from "./refusal";
import { waiting } from "./waits";

/** How a refused deletion is tried again. */
export interface DeletionRetry {
    readonly everyMs: number;
    readonly forMs: number;
}

/**
 * The provider goes on for minutes because AWS is slow to let go. Here a dependant is gone when its deletion returns, so that only
 * deletions that run at the same time are waited for, and one that is really in the way is reported before people lose patience.
 */
const DELETION_RETRY: DeletionRetry = { everyMs: 50, forMs: 10_000 };

export class PluginProvider implements protocol.Provider {
    readonly name: string;
    readonly version: string;

    /**
     * @param timeScale 1 is the pace of AWS, 0 no waiting
     * @param deletionRetry left out: every 50 ms for 10 s
     */
    constructor(
        private readonly aws: AwsProvider,
        private readonly timeScale: number,
        private readonly deletionRetry: DeletionRetry = DELETION_RETRY,
    ) {
        this.name = aws.name;
        this.version = aws.version;
    }

    checkConfig(config: Properties): protocol.CheckResult {
        return this.aws.checkConfig(config);
    }

    configure(config: Properties): void {
        this.aws.configure(config);
    }

    check(request: protocol.CheckRequest): protocol.CheckResult {
        const { inputs, failures } = this.aws.check(request);
        // The engine prints a failure's property together with its value, which can be a secret; the reason names the place already.
        return { inputs, failures: failures.map(({ reason }) => ({ property: "", reason })) };
    }

    diff(request: protocol.DiffRequest): protocol.DiffResult {
        return this.aws.diff(request);
    }

    async create(request: protocol.CreateRequest): Promise<protocol.CreateResult> {
        const created = await inWords("creating", request, () => waiting((wait) => this.aws.create(request, wait)));
        if (!request.preview) await setTimeout(creationSeconds(request.type, request.inputs) * this.timeScale * 1000);
        return created;
    }

    update(request: protocol.UpdateRequest): Promise<Properties> {
        return inWords("updating", request, () => waiting((wait) => this.aws.update(request, wait)));
    }

    read(request: protocol.ReadRequest): Promise<protocol.ReadResult> {
        return inWords("reading", request, () => waiting(() => this.aws.read(request)));
    }

    /** Each attempt is a transaction of its own: the account is free for other calls in between. */
    async delete(request: protocol.DeleteRequest): Promise<void> {
        const deadline = Date.now() + this.deletionRetry.forMs;
        for (;;) {
            const refusal = await this.refusalOfDeleting(request);
            if (refusal === undefined) return;
            if (!isRetried(request.type, refusal) || Date.now() >= deadline) throw worded("deleting", request, refusal);
            await setTimeout(this.deletionRetry.everyMs);
        }
    }

    invoke(token: string, args: Properties): protocol.InvokeResult {
        return this.aws.invoke(token, args);
    }

    private async refusalOfDeleting(request: protocol.DeleteRequest): Promise<Refusal | undefined> {
        try {
            await waiting((wait) => {
                this.aws.delete(request, wait);
            });
            return undefined;
        } catch (error) {
            if (error instanceof Refusal) return error;
            throw error;
        }
    }
}

/** What a message says of the resource; a new one has no id yet. */
interface Subject {
    readonly type: string;
    readonly id?: string;
}

async function inWords<T>(verb: string, subject: Subject, work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        throw error instanceof Refusal ? worded(verb, subject, error) : error;
    }
}

/** For example `1 error occurred: * deleting EC2 Vpc (vpc-0a1b): operation error EC2: DeleteVpc, api error DependencyViolation: ...`. */
function worded(verb: string, { type, id }: Subject, refusal: Refusal): ProviderError {
    const noun = `${refusal.service} ${wordsOf(type)}${id === undefined ? "" : ` (${id})`}`;
    return new ProviderError(`1 error occurred:\n\t* ${verb} ${noun}: ${refusal.message}`, { cause: refusal });
}

/** `aws:ec2/natGateway:NatGateway` as `Nat Gateway`. */
function wordsOf(type: string): string {
    return type.slice(type.lastIndexOf(":") + 1).replace(/(?<=[a-z])(?=[A-Z])/g, " ");
}
