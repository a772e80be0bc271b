import { strict as assert } from "node:assert";

import { surroundingsOf } from "../../../lambda/shared/environment";
import { APPLICATION_ARN, ENVIRONMENT, MASTER_ARN } from "./fakes";

describe("surroundingsOf", () => {
    const surroundings = {
        region: "eu-west-1",
        host: "db.example",
        port: 5432,
        masterSecretArn: MASTER_ARN,
        applicationSecretArn: APPLICATION_ARN,
    };

    it("reads whom the function talks to", () => {
        assert.deepEqual(surroundingsOf(ENVIRONMENT), { ...surroundings, certificateFile: undefined });
    });

    it("reads a certificate file where there is one", () => {
        assert.deepEqual(surroundingsOf({ ...ENVIRONMENT, DATABASE_CA_FILE: "/ca.pem" }), { ...surroundings, certificateFile: "/ca.pem" });
    });

    it("fails with everything that is missing or wrong", () => {
        assert.throws(
            () =>
                surroundingsOf({ AWS_REGION: "", DATABASE_PORT: "65536", MASTER_SECRET_ARN: "master", APPLICATION_SECRET_ARN: MASTER_ARN }),
            {
                message:
                    'environment.AWS_REGION = ""; allowed: a text that is not empty. environment.DATABASE_HOST = nothing; allowed: a text that is ' +
                    'not empty. environment.DATABASE_PORT = "65536"; allowed: a port, 1 to 65535. environment.MASTER_SECRET_ARN = "master"; ' +
                    "allowed: the ARN of a secret.",
            },
        );
        assert.throws(() => surroundingsOf({ ...ENVIRONMENT, DATABASE_PORT: "0" }), {
            message: 'environment.DATABASE_PORT = "0"; allowed: a port, 1 to 65535.',
        });
    });
});
