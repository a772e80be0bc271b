/**
 * A policy pack that writes down every verdict of the proof. The pack of this repository tells people what is wrong, one message for each
 * cause; this one, started beside it by the same engine and asked the same, is for a test that compares verdict by verdict.
 */
import { PolicyPack } from "@pulumi/policy";
import { appendFileSync } from "node:fs";
import { prove } from "../../../../policy-pack/reachability/decide";
import { graphOfResources } from "../../../../policy-pack/reachability/from-pulumi";
import { opinionOf } from "../../opinion";
import { RECORD_VARIABLE } from "./record";

new PolicyPack("recorder", {
    policies: [
        {
            name: "workload-record-reachability",
            description: "Every verdict is written down.",
            enforcementLevel: "advisory",
            validateStack: ({ resources }) => {
                const file = process.env[RECORD_VARIABLE];
                if (file === undefined) throw new Error(`${RECORD_VARIABLE} is not set; wanted is the file to add records to`);
                appendFileSync(file, `${JSON.stringify(prove(graphOfResources(resources)).decisions.map(opinionOf))}\n`);
            },
        },
    ],
});
