import { strict as assert } from "node:assert";
import { PluginProvider } from "../../../../simulator/aws/plugin-provider";
import { lambdaService } from "../../../../simulator/aws/services/lambda";
import type { Outcome, Run } from "../../../../simulator/functions/run";
import { accountWith, DATABASE, FUNCTION, functionInputs as inputs, IN_VPC, network, SECRET_ARN } from "./lambda-fixtures";

const INVOCATION = "aws:lambda/invocation:Invocation";

describe("a Lambda invocation with code that is run", () => {
    const input = JSON.stringify({ schema: 1 });

    const running = (outcome: Outcome) => {
        const runs: Run[] = [];
        const aws = accountWith([
            lambdaService(network({ [DATABASE]: "sg-1 admits nothing" }), (run) => {
                runs.push(run);
                return Promise.resolve(outcome);
            }),
        ]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC, environment: { variables: { SECRET_ARN, DATABASE_HOST: DATABASE } } }));
        const request = { urn: "urn", type: INVOCATION, name: "init", inputs: { functionName: "init", input }, preview: false };
        return { runs, aws, create: () => new PluginProvider(aws.provider, 0).create(request) };
    };

    it("keeps what the code returned, and runs it once", async () => {
        const { runs, aws, create } = running({ result: '{"done":1}' });
        const { outputs } = await create();
        assert.equal(outputs["result"], '{"done":1}');
        assert.deepEqual(runs, [{ functionName: "init", event: input, programFolder: process.cwd() }]);
        assert.equal(aws.stored(INVOCATION).length, 1);
    });

    it("fails with what the code threw, and keeps nothing", async () => {
        const payload = '{"errorType":"Error","errorMessage":"no table"}';
        const { aws, create } = running({ payload, explanation: "It wrote nothing." });
        await assert.rejects(create(), {
            message: `Lambda Function (init) returned error: (${payload})\nSimulated AWS: It wrote nothing.`,
        });
        assert.deepEqual(aws.stored(INVOCATION), []);
    });

    it("runs nothing where the account waits for nobody", () => {
        const { runs, aws } = running({ result: "null" });
        assert.throws(() => aws.create(INVOCATION, "init", { functionName: "init", input }), {
            message: "a call has to wait for work outside of the account, where nobody waits",
        });
        assert.deepEqual(runs, []);
    });
});
