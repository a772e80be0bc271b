import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import {
    cacheNodePrice,
    documentDbInstancePrice,
    INTERFACE_ENDPOINT_USD_PER_MONTH,
    NAT_GATEWAY_USD_PER_MONTH,
} from "../../../config/prices";
import { estimate } from "../../../policy-pack/prices/estimate";
import { usdPerHour } from "../../../policy-pack/prices/instances";
import { HOURS_PER_MONTH, USD_PER_HOUR } from "../../../policy-pack/prices/rates";
import { Graph } from "../../../policy-pack/reachability/graph";
import { node, SINGLE } from "./single-prices";

describe("the price table", () => {
    it("agrees with the prices that messages about settings name", () => {
        assert.equal((USD_PER_HOUR.natGateway + USD_PER_HOUR.publicAddress) * HOURS_PER_MONTH, NAT_GATEWAY_USD_PER_MONTH);
        assert.equal(USD_PER_HOUR.interfaceEndpointInOneZone * HOURS_PER_MONTH, INTERFACE_ENDPOINT_USD_PER_MONTH);
        const monthly = (engine: string, type: string) => `$${((usdPerHour(engine, type) ?? NaN) * HOURS_PER_MONTH).toFixed(2)} a month`;
        for (const type of ["db.t3.medium", "db.t4g.medium", "db.r5.large", "db.r6g.large"])
            assert.ok(documentDbInstancePrice(type).startsWith(monthly("docdb", type)), type);
        for (const type of ["cache.t4g.micro", "cache.t4g.small", "cache.t4g.medium"])
            assert.ok(cacheNodePrice(type).startsWith(monthly("redis", type)), type);
    });

    it("has no price for what it does not know", () => {
        assert.equal(usdPerHour("postgres", "db.t4g"), undefined);
        assert.equal(usdPerHour("postgres", ""), undefined);
        assert.equal(usdPerHour("toString", "db.t4g.micro"), undefined);
    });

    it("makes a stack dearer by each resource, whatever the order", () => {
        const some = fc.constantFrom(...SINGLE.map(([type, properties], i) => node(type, `it-${i}`, properties)));
        fc.assert(
            fc.property(fc.uniqueArray(some, { selector: ({ urn }) => urn }), (nodes) => {
                const alone = nodes.map((each) => estimate(new Graph([each])).usdPerMonth);
                const sum = estimate(new Graph([...nodes].reverse())).usdPerMonth;
                assert.ok(Math.abs(sum - alone.reduce((total, each) => total + each, 0)) < 1e-6);
                assert.ok(alone.every((each) => each >= 0));
            }),
        );
    });
});
