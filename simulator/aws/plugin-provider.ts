/** The simulated provider as the engine meets it: it takes AWS's time, and words a refusal as the real one does. */
import { setTimeout } from "node:timers/promises";
import { ProviderError } from "../provider/errors";
import type * as protocol from "../provider/provider";
import type { Properties } from "../provider/values";
import { creationSeconds } from "./latencies";
import type { AwsProvider } from "./provider";
import { Refusal } from "./refusal";

export class PluginProvider implements protocol.Provider {
    readonly name: string;
    readonly version: string;

    /** @param timeScale 1 is the pace of AWS, 0 no waiting */
    constructor(
        private readonly aws: AwsProvider,
        private readonly timeScale: number,
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
        const created = inWords("creating", request, () => this.aws.create(request));
        if (!request.preview) await setTimeout(creationSeconds(request.type, request.inputs) * this.timeScale * 1000);
        return created;
    }

    update(request: protocol.UpdateRequest): Properties {
        return inWords("updating", request, () => this.aws.update(request));
    }

    read(request: protocol.ReadRequest): protocol.ReadResult {
        return inWords("reading", request, () => this.aws.read(request));
    }

    delete(request: protocol.DeleteRequest): void {
        inWords("deleting", request, () => {
            this.aws.delete(request);
        });
    }

    invoke(token: string, args: Properties): protocol.InvokeResult {
        return this.aws.invoke(token, args);
    }
}

/** For example `1 error occurred: * deleting EC2 Vpc (vpc-0a1b): operation error EC2: DeleteVpc, api error DependencyViolation: ...`. */
function inWords<T>(verb: string, { type, id }: { readonly type: string; readonly id?: string }, work: () => T): T {
    try {
        return work();
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const noun = `${error.service} ${wordsOf(type)}${id === undefined ? "" : ` (${id})`}`;
        throw new ProviderError(`1 error occurred:\n\t* ${verb} ${noun}: ${error.message}`, { cause: error });
    }
}

/** `aws:ec2/natGateway:NatGateway` as `Nat Gateway`. */
function wordsOf(type: string): string {
    return type.slice(type.lastIndexOf(":") + 1).replace(/(?<=[a-z])(?=[A-Z])/g, " ");
}
