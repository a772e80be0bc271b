import { strict as assert } from "node:assert";

import { fateOfData } from "../../../components/data/fate-of-data";

describe("fateOfData", () => {
    const disposable = {
        protect: false,
        deletionProtection: false,
        skipFinalSnapshot: true,
        secretRecoveryDays: 0,
        forceDestroyBucket: true,
        applyImmediately: true,
    };
    const locked = {
        protect: true,
        deletionProtection: true,
        skipFinalSnapshot: false,
        secretRecoveryDays: 30,
        forceDestroyBucket: false,
        applyImmediately: false,
    };

    for (const { deletionProtection, retireStack, fate } of [
        { deletionProtection: false, retireStack: false, fate: disposable },
        { deletionProtection: false, retireStack: true, fate: disposable },
        { deletionProtection: true, retireStack: false, fate: locked },
        { deletionProtection: true, retireStack: true, fate: disposable },
    ]) {
        it(`decides for deletionProtection ${deletionProtection}, retireStack ${retireStack}`, () => {
            assert.deepEqual(fateOfData({ deletionProtection, retireStack }), fate);
        });
    }
});
