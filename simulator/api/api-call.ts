/** A call of an AWS API by a running function, and its answer. */
import type { Account, StoredResource } from "../aws/account";
import { accessDenied, deniedByEndpoint, findRole, isAllowed, roleNameIn } from "../aws/authorization";
import { requiredText } from "../aws/reading";
import type { PolicySymptom } from "../network/delivery";

/** The session that Lambda made of a function's role. */
export interface Session {
    readonly lambda: StoredResource;
    /** Hosts whose VPC endpoint refuses the function by its policy. */
    readonly refusals: ReadonlyMap<string, PolicySymptom>;
}

export interface ApiCall {
    readonly account: Account;
    readonly session: Session;
    readonly region: string;
    /** The host that was called, for example `secretsmanager.us-east-1.amazonaws.com`. */
    readonly host: string;
    /** For example `GetSecretValue`; of a REST API, method and path: `HEAD /bucket`. */
    readonly operation: string;
    readonly query: URLSearchParams;
    /** The JSON in the body; empty where there is none. */
    readonly input: Readonly<Record<string, unknown>>;
}

/** The answer of a service, in its own format. */
export interface ApiAnswer {
    readonly status: number;
    readonly contentType: string;
    readonly body: string;
}

/** A text of the input; undefined when it is left out. */
export function inputText({ input }: Pick<ApiCall, "input">, key: string): string | undefined {
    const value = input[key];
    return typeof value === "string" ? value : undefined;
}

/** One AWS service, as far as its API is answered. */
export interface ApiService {
    /** As it stands in the scope of a signature, for example `secretsmanager`. */
    readonly signingName: string;
    /** @throws ApiError for what the service refuses, and for what it does not know */
    answer(call: ApiCall): ApiAnswer;
    failure(error: ApiError): ApiAnswer;
}

/** What a service refuses, with its own code and sentence. */
export class ApiError extends Error {
    constructor(
        readonly code: string,
        message: string,
        readonly status = 400,
    ) {
        super(message);
    }
}

/** An operation that the simulator does not answer: said aloud, since a success without an effect would be believed. */
export function unknownOperation(service: string, operation: string, known: readonly string[]): ApiError {
    return new ApiError(
        "UnknownOperationException",
        `the simulated AWS does not answer ${operation} of ${service} to functions; it answers ${known.join(", ")}`,
    );
}

/**
 * Asks IAM, and the policy of the VPC endpoint that the call came through.
 *
 * @param action for example `secretsmanager:GetSecretValue`
 * @param resource an ARN, or `*`
 * @throws ApiError AccessDeniedException in IAM's words
 */
export function authorize({ account, session, host }: ApiCall, action: string, resource: string): void {
    const { lambda, refusals } = session;
    const arn = requiredText(lambda.properties, "role");
    const role = findRole(account, arn);
    const symptom = refusals.get(host);
    const sentence =
        role === undefined
            ? "AccessDeniedException: the role is gone"
            : !isAllowed(account, role, action, resource)
              ? accessDenied(account, role, lambda.id, action, resource)
              : symptom && deniedByEndpoint({ account, roleName: roleNameIn(arn), session: lambda.id }, { action, resource }, symptom);
    if (sentence !== undefined) throw new ApiError("AccessDeniedException", sentence.replace("AccessDeniedException: ", ""));
}
