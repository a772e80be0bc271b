import { fieldsOf, InputError, textsOf, type Fields, type TextRule } from "../shared/event";

interface Destination {
    /** As the reachability tag spells it, for example `service:logs` or `tcp:postgres:5432`. */
    readonly need: string;
    readonly host: string;
    /** TCP port. */
    readonly port: number;
}

/** The cheap call by which a destination proves that it is there, and what that call needs. */
export type Call =
    | { readonly call: "secretsmanager"; readonly secretArn: string }
    | { readonly call: "logs"; readonly logGroup: string }
    | { readonly call: "s3"; readonly bucket: string }
    | { readonly call: "ecr" }
    | { readonly call: "postgresql" }
    | { readonly call: "documentdb" }
    | { readonly call: "redis" }
    | { readonly call: "https"; readonly path: string }
    | { readonly call: "http"; readonly path: string };

/** One destination that the workload was declared to need. A need may have several: an image in ECR needs its API and its registry. */
export type ProbedNeed = Destination & Call;

/** What is to be probed, and for whom. */
export interface Job {
    /** Whose security groups the function has, for example `librechat`. */
    readonly workload: string;
    readonly needs: readonly ProbedNeed[];
}

const something: TextRule = { allowed: "a text that is not empty", accepts: (text) => text !== "" };

/** Fields that each call needs besides host and port. */
const FIELDS: Readonly<Record<Call["call"], Readonly<Record<string, TextRule>>>> = {
    secretsmanager: { secretArn: something },
    logs: { logGroup: something },
    s3: { bucket: something },
    ecr: {},
    postgresql: {},
    documentdb: {},
    redis: {},
    https: { path: { allowed: "a path that begins with /", accepts: (text) => text.startsWith("/") } },
    http: { path: { allowed: "a path that begins with /", accepts: (text) => text.startsWith("/") } },
};

/** @throws InputError that names everything that is missing or wrong */
export function jobOf(event: unknown): Job {
    const fields = fieldsOf(event);
    const { workload } = textsOf({ name: "event", fields }, { workload: something });
    const { needs } = fields;
    if (!Array.isArray(needs) || needs.length === 0) {
        throw new InputError(`event.needs = ${shown(needs)}; allowed: a list of at least one need.`);
    }
    const problems: string[] = [];
    const read = needs.map((need: unknown, i) => {
        try {
            return needOf(`event.needs[${i}]`, fieldsOf(need));
        } catch (error) {
            if (!(error instanceof InputError)) throw error;
            problems.push(error.message);
            return undefined;
        }
    });
    if (problems.length > 0) throw new InputError(problems.join(" "));
    return { workload, needs: read.filter((need) => need !== undefined) };
}

function needOf(name: string, fields: Fields): ProbedNeed {
    const call = callOf(name, fields);
    const texts = textsOf({ name, fields }, { need: something, host: something, ...FIELDS[call] });
    const { port } = fields;
    if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65_535) {
        throw new InputError(`${name}.port = ${shown(port)}; allowed: a port, 1 to 65535.`);
    }
    return { ...texts, port, call } as ProbedNeed;
}

function callOf(name: string, { call }: Fields): Call["call"] {
    if (typeof call === "string" && Object.hasOwn(FIELDS, call)) return call as Call["call"];
    throw new InputError(`${name}.call = ${shown(call)}; allowed: ${Object.keys(FIELDS).join(", ")}.`);
}

function shown(value: unknown): string {
    return value === undefined ? "nothing" : JSON.stringify(value);
}
