/** `aws:lambda/invocation:Invocation`: invokes a function as part of a deployment. There is nothing in AWS behind it. */
import { ProviderError } from "../../provider/errors";
import * as crypto from "node:crypto";
import type { Properties } from "../../provider/values";
import type { StoredResource } from "../account";
import { numberOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, ResourceType } from "../resource-type";
import { problemsOf, type Problem } from "../validation";
import type { RunFunction } from "../../functions/runner-client";
import { FunctionError } from "./lambda-errors";
import { execute, prepare, type Connect } from "./lambda-execution";
import { FUNCTION } from "./lambda-function";

type Action = "create" | "update" | "delete";

/** How functions are invoked. */
export interface Invoker {
    /** The virtual network that they live in. */
    readonly connect: Connect;
    /** Runs their code; undefined: only the packets that the code would send are forwarded. */
    readonly run: RunFunction | undefined;
}

export function invocation(invoker: Invoker): ResourceType {
    return {
        token: "aws:lambda/invocation:Invocation",
        changesOnUpdate: { result: "any change" },

        check(inputs) {
            return [
                ...problemsOf(inputs, [
                    { property: "input", format: "JSON" },
                    { property: "lifecycleScope", oneOf: ["CREATE_ONLY", "CRUD"] },
                ]),
                ...inputThatCannotCarryTheAction(inputs),
            ];
        },

        replaceWhen(olds, news) {
            return news["lifecycleScope"] === "CREATE_ONLY" && olds["input"] !== news["input"] ? ["input"] : [];
        },

        create(call) {
            const payload = payloadOf(call.inputs, "create", undefined);
            const { functionName, qualifier } = targetOf(call.inputs);
            const hash = crypto.createHash("md5").update(payload).digest("hex");
            return { id: `${functionName},${qualifier},${hash}`, computed: { result: invoke(call, call.inputs, payload, invoker) } };
        },

        update(call) {
            const previous = requiredText(call.current.properties, "input");
            return { result: invoke(call, call.inputs, payloadOf(call.inputs, "update", previous), invoker) };
        },

        delete(call) {
            const { properties } = call.current;
            if (!hasLifecycle(properties)) return "removed";
            invoke(call, properties, payloadOf(properties, "delete", requiredText(properties, "input")), invoker);
            return "removed";
        },
    };
}

function hasLifecycle(inputs: Properties): boolean {
    return inputs["lifecycleScope"] === "CRUD";
}

/** The provider's check at preview: only an object has room for the key that tells the action. */
function inputThatCannotCarryTheAction(inputs: Properties): readonly Problem[] {
    const input = textOf(inputs, "input")?.trim();
    if (input === undefined || !hasLifecycle(inputs) || (input.startsWith("{") && input.endsWith("}"))) return [];
    return [{ property: "input", reason: "input must be a JSON object when lifecycleScope is not CREATE_ONLY" }];
}

function targetOf(inputs: Properties): { functionName: string; qualifier: string } {
    return { functionName: requiredText(inputs, "functionName"), qualifier: textOf(inputs, "qualifier") ?? "$LATEST" };
}

/**
 * What the function receives. With CRUD the input is parsed and written again, sorted and with `<`, `>` and `&` escaped as Go does.
 *
 * @param previous the input of the invocation before
 */
function payloadOf(inputs: Properties, action: Action, previous: string | undefined): string {
    const input = requiredText(inputs, "input");
    if (!hasLifecycle(inputs)) return input;
    const lifecycle = { action, prev_input: previous === undefined ? null : (JSON.parse(previous) as unknown) };
    const event = { ...(JSON.parse(input) as object), [textOf(inputs, "terraformKey") ?? "tf"]: lifecycle };
    const escapes: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
    return JSON.stringify(sorted(event)).replace(/[<>&]/g, (character) => escapes[character] ?? character);
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

/**
 * @throws Refusal when the function does not exist, may not run at all, or the event is too large
 * @throws Error in the provider's words when the function fails, with a second line that tells where
 */
function invoke(call: Call, inputs: Properties, event: string, { connect, run }: Invoker): string {
    const { account, region } = call;
    const { functionName } = targetOf(inputs);
    const name = functionName.replace(/^arn:[^:]*:lambda:[^:]*:[^:]*:function:/, "").replace(/:.*$/, "");
    const lambda = account.find(FUNCTION, name);
    if (lambda?.region !== region) {
        const arn = `arn:aws:lambda:${region}:${account.accountId}:function:${name}`;
        throw new Refusal("Lambda", "Invoke", "ResourceNotFoundException", `Function not found: ${arn}`);
    }
    if (numberOf(lambda.properties, "reservedConcurrentExecutions") === 0) {
        throw new Refusal("Lambda", "Invoke", "TooManyRequestsException", "Rate Exceeded.");
    }
    try {
        return run === undefined ? execute({ account, region, lambda, event, connect }) : runCode(call, lambda, event, run);
    } catch (error) {
        if (!(error instanceof FunctionError)) throw error;

        throw new ProviderError(`Lambda Function (${name}) returned error: (${error.payload})\nSimulated AWS: ${error.explanation}`, {
            cause: error,
        });
    }
}

/** @throws FunctionError when the code cannot be loaded, fails, or uses up its time */
function runCode({ account, region, wait }: Call, lambda: StoredResource, event: string, run: RunFunction): string {
    prepare({ account, region, lambda });
    // The engine starts the provider's process in the program's folder.
    const outcome = wait(() => run({ functionName: lambda.id, event, programFolder: process.cwd() }));
    if ("payload" in outcome) throw new FunctionError(outcome.payload, outcome.explanation);
    return outcome.result;
}
