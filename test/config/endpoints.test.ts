import { strict as assert } from "node:assert";
import { endpointServices } from "../../config/endpoints";

describe("endpointServices", () => {
    it("gives the standard endpoints, those of a closed network, or none", () => {
        const standard = ["secretsmanager", "logs"];
        assert.deepEqual(endpointServices({ vpcEndpoints: true, closedNetwork: false }), standard);
        assert.deepEqual(endpointServices({ vpcEndpoints: true, closedNetwork: true }), [
            ...standard,
            "ecr.api",
            "ecr.dkr",
            "bedrock-runtime",
            "ssmmessages",
        ]);
        assert.deepEqual(endpointServices({ vpcEndpoints: false, closedNetwork: false }), []);
    });
});
