import { strict as assert } from "node:assert";
import { injectedSecrets } from "../../../lambda/shared/injected-secrets";

describe("injectedSecrets", () => {
    const environment = {
        MASTER_SECRET_ARN: "arn:master",
        MASTER_SECRET: '{"password":"one"}',
        APPLICATION_SECRET_ARN: "arn:application",
        APPLICATION_SECRET: '{"password":"two"}',
    };

    it("are read by the ARN that they have in Secrets Manager", async () => {
        const read = injectedSecrets(environment);
        assert.equal(await read?.("arn:master", 1), '{"password":"one"}');
        assert.equal(await read?.("arn:application", 1), '{"password":"two"}');
    });

    it("are not there for another ARN", async () => {
        assert.equal(await injectedSecrets(environment)?.("arn:other", 1), "");
    });

    it("are not there in Lambda", () => {
        assert.equal(injectedSecrets({ MASTER_SECRET_ARN: "arn:master", APPLICATION_SECRET_ARN: "arn:application" }), undefined);
        assert.equal(injectedSecrets({ ...environment, APPLICATION_SECRET: undefined }), undefined);
    });
});
