import { fieldsOf, textsOf, type TextRule } from "./event";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whom a function talks to, from its environment. */
export interface Surroundings {
    readonly region: string;
    readonly host: string;
    readonly port: number;
    readonly masterSecretArn: string;
    readonly applicationSecretArn: string;
    /** A PEM file with the authorities to trust instead of the region's, for a region whose certificates are not bundled. */
    readonly certificateFile: string | undefined;
}

const something: TextRule = { allowed: "a text that is not empty", accepts: (text) => text !== "" };
const secretArn: TextRule = {
    allowed: "the ARN of a secret",
    accepts: (text) => /^arn:[^:]+:secretsmanager:[^:]+:[^:]*:secret:.+$/.test(text),
};
const port: TextRule = {
    allowed: "a port, 1 to 65535",
    accepts: (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535,
};

/** @throws InputError that names every variable that is missing or wrong */
export function surroundingsOf(environment: Environment): Surroundings {
    const variables = textsOf(
        { name: "environment", fields: fieldsOf(environment) },
        {
            AWS_REGION: something,
            DATABASE_HOST: something,
            DATABASE_PORT: port,
            MASTER_SECRET_ARN: secretArn,
            APPLICATION_SECRET_ARN: secretArn,
        },
    );
    return {
        region: variables.AWS_REGION,
        host: variables.DATABASE_HOST,
        port: Number(variables.DATABASE_PORT),
        masterSecretArn: variables.MASTER_SECRET_ARN,
        applicationSecretArn: variables.APPLICATION_SECRET_ARN,
        certificateFile: environment["DATABASE_CA_FILE"],
    };
}
