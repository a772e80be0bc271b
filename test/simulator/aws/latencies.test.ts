import { strict as assert } from "node:assert";
import { TOKENS_WITH_FACTS } from "../../../simulator/aws/facts";
import { creationSeconds, timeScale } from "../../../simulator/aws/latencies";

describe("latencies", () => {
    it("are those of AWS", () => {
        assert.equal(creationSeconds("aws:ec2/natGateway:NatGateway", {}), 105);
        assert.equal(creationSeconds("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Interface" }), 75);
        assert.equal(creationSeconds("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway" }), 7);
        assert.equal(creationSeconds("aws:cloudwatch/dashboard:Dashboard", {}), 2);
    });

    it("are at most ten minutes for every type", () => {
        for (const token of TOKENS_WITH_FACTS) assert.ok(creationSeconds(token, {}) <= 600, token);
    });

    it("are left out unless a scale is set", () => {
        assert.deepEqual([timeScale(undefined), timeScale(""), timeScale("0"), timeScale("0.01"), timeScale("10")], [0, 0, 0, 0.01, 10]);
    });

    for (const written of ["fast", "-1", "11", "NaN"]) {
        it(`refuses a scale of ${written}`, () => {
            assert.throws(() => timeScale(written), {
                message: `LIBRECHAT_SIMULATED_TIME_SCALE = ${written}: a number from 0 (no waiting) to 10 is allowed; 1 is the pace of AWS`,
            });
        });
    }
});
