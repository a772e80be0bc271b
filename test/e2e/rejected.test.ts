import { strict as assert } from "node:assert";
import { registeredTypes, SimulatedStack } from "./simulated-stack";

/** Configurations that cannot work: refused by the policy on the stack and by the program, before anything is registered. */
const REJECTED: { name: string; stack: string; config: string[]; says: RegExp[] }[] = [
    {
        name: "DocumentDB without a NAT gateway",
        stack: "dev",
        config: ["librechat:natGateways=0"],
        says: [
            /librechat:natGateways = 0/,
            /pulumi config set librechat:natGateways 1/,
            /\$36\.50/,
            /pulumi config set librechat:closedNetwork true/,
        ],
    },
    {
        name: "DocumentDB without endpoints",
        stack: "dev",
        config: ["librechat:vpcEndpoints=false"],
        says: [/librechat:vpcEndpoints = false/, /pulumi config set librechat:vpcEndpoints true/, /\$29\.20/],
    },
    {
        name: "several faults at once",
        stack: "prod",
        config: ["librechat:cpuUnits=many", "librechat:natGatways=1", "librechat:cache=false", "librechat:logRetentionDays=6"],
        says: [
            /4 problems/,
            /librechat:cpuUnits = many/,
            /librechat:cache = false/,
            /librechat:natGateways/,
            /librechat:logRetentionDays = 6/,
        ],
    },
];

describe("rejected configurations register no AWS resource", function () {
    this.timeout(120_000);

    for (const { name, stack, config, says } of REJECTED) {
        describe(name, () => {
            const simulated = new SimulatedStack(stack);
            after(() => {
                simulated.remove();
            });
            const flags = config.flatMap((setting) => ["--config", setting]);

            for (const policy of [true, false]) {
                it(`fails a preview ${policy ? "with" : "without"} the policy pack`, async () => {
                    const preview = await simulated.run("preview", ...flags, ...(policy ? [] : ["--no-policy"]));
                    const shown = preview.stdout + preview.stderr;
                    assert.notEqual(preview.exitCode, 0, shown);
                    for (const text of says) assert.match(shown, text);
                    assert.equal(/\[mandatory\].*stack-config|stack-config.*\(.*mandatory/is.test(shown), policy, shown);
                    assert.deepEqual([...new Set(registeredTypes(preview))], ["pulumi:pulumi:Stack"]);
                });
            }

            it("fails a deployment, and leaves the account empty", async () => {
                const up = await simulated.run("up", ...flags);
                assert.notEqual(up.exitCode, 0);
                assert.deepEqual(await simulated.account(), []);
            });
        });
    }
});
