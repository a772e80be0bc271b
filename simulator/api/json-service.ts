import { unknownOperation, type ApiAnswer, type ApiCall, type ApiError, type ApiService } from "./api-call";

/** Answers one operation, as an object that becomes JSON. */
export type Operation = (call: ApiCall) => object;

/** A service of AWS's JSON protocol. */
export function jsonService(signingName: string, operations: Readonly<Record<string, Operation>>): ApiService {
    return {
        signingName,
        answer: (call) => {
            const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
            if (operation === undefined) throw unknownOperation(signingName, call.operation, Object.keys(operations));
            return json(200, operation(call));
        },
        failure: ({ code, message, status }: ApiError) => json(status, { __type: code, message, Message: message }),
    };
}

function json(status: number, value: object): ApiAnswer {
    return { status, contentType: "application/x-amz-json-1.1", body: JSON.stringify(value) };
}
