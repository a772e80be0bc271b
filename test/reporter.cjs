"use strict";
const { reporters } = require("mocha");

/** Mocha's spec reporter, closed by one line that people and CI read alike: "N passed, N failed". A skipped test is counted, never hidden. */
module.exports = class SpecWithTotals extends reporters.Spec {
    epilogue() {
        super.epilogue();
        const { passes, failures, pending } = this.stats;
        const skipped = pending > 0 ? `, ${pending} skipped` : "";
        console.log(`${passes} passed, ${failures} failed${skipped}`);
    }
};
