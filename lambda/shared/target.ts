import type { Layer, Observation } from "./observation";

/** What a function tries to reach, in words for the person who reads the failure. */
export interface Target {
    /** For example `PostgreSQL` or `Secrets Manager`. */
    readonly name: string;
    readonly host: string;
    readonly port: number;
    /** What to check in AWS, by the layer at which it failed. */
    readonly advice: Readonly<Record<Layer, string>>;
}

/** A failure that fails the deployment: its message is all that the person at the terminal sees. */
export class InitialisationError extends Error {
    override readonly name = "InitialisationError";
}

/** Layers at which nothing of the server was seen. */
const UNREACHED: readonly Layer[] = ["DNS", "timeout", "refused", "closed"];

/** @example "PostgreSQL at db.example:5432 was not reached in 210 s and 31 attempts. Last seen: timeout (...). ..." */
export function givenUp(target: Target, last: Observation, attempts: number, seconds: number): InitialisationError {
    const { name, host, port, advice } = target;
    const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
    const outcome = UNREACHED.includes(last.layer) ? "was not reached" : "was reached, but did not do the work";
    return new InitialisationError(
        `${name} at ${host}:${port} ${outcome} in ${seconds} s and ${tries}. Last seen: ${last.layer} (${last.detail}). ${advice[last.layer]}`,
    );
}

/** Advice for a database in the same VPC. */
export function databaseTarget(name: string, host: string, port: number, masterSecretArn: string): Target {
    const passage =
        `The network has to let the function reach it: an egress rule for TCP ${port} in the function's security group, ` +
        `an ingress rule for TCP ${port} from that group in the database's, subnets of the same VPC, and network ACLs that admit both ways.`;
    return {
        name,
        host,
        port,
        advice: {
            DNS: "The name is not resolved: the VPC needs enableDnsSupport and enableDnsHostnames, and the database has to exist.",
            timeout: `No answer came in time: packets are lost on the way, or the server is too busy to answer. ${passage}`,
            refused: `The way is open, but nothing listens on port ${port}: the database is stopped or starting, or has another port.`,
            closed: "The server, or something on the way, closed the connection: the database restarts, or does not speak TLS on this port.",
            TLS:
                "The server's certificate is not one of RDS in this region: use the database's own endpoint as the host and the certificate " +
                "authority rds-ca-rsa2048-g1, or set DATABASE_CA_FILE.",
            authentication: `The server refused the user or the password in ${masterSecretArn}: the secret has to hold those of the master user.`,
            unavailable: "The server answers, but takes no work: it starts, stops, has no free connection, or another run holds its lock.",
            "read-only": "The host is a replica, which cannot be written to: use the endpoint of the primary.",
            permission: `The user in ${masterSecretArn} lacks a right: it has to be the master user.`,
            other: "The server's own words above say what is wrong.",
        },
    };
}

/** Advice for the API of Secrets Manager. */
export function secretsManagerTarget(region: string, host: string, port: number): Target {
    const passage =
        `The function's subnets need a way to Secrets Manager: an interface endpoint com.amazonaws.${region}.secretsmanager in the VPC with ` +
        "private DNS and a security group that admits TCP 443 from the function's, or a route to a NAT gateway; and an egress rule for TCP 443 " +
        "in the function's security group.";
    return {
        name: "Secrets Manager",
        host,
        port,
        advice: {
            DNS: `The name is not resolved: the VPC needs enableDnsSupport and enableDnsHostnames. ${passage}`,
            timeout: `No packet came back. ${passage}`,
            refused: `Nothing listens there. ${passage}`,
            closed: `The connection was closed on the way. ${passage}`,
            TLS: "What answers is not Secrets Manager: a proxy or a wrong private DNS zone stands in between.",
            authentication: "The function's role is not accepted; it has to be one that Lambda may assume.",
            unavailable: "Secrets Manager takes no requests at the moment; run pulumi up again.",
            "read-only": "Secrets Manager takes no requests at the moment; run pulumi up again.",
            permission:
                "The function's role, the secret's policy or the endpoint's policy does not allow secretsmanager:GetSecretValue on this secret.",
            other: "The service's own words above say what is wrong.",
        },
    };
}
