/** This repository's policy pack, which also writes down how long the rules take that prove. `proof-share.ts` bundles it. */
import { appendFileSync } from "node:fs";
import * as path from "node:path";
import { PolicyPack, type StackValidationPolicy } from "@pulumi/policy";
import { listenToConfiguration } from "../../policy-pack/configuration";
import { rules } from "../../policy-pack/rules";
import { workloadInformReachability, workloadRequireReachability } from "../../policy-pack/rules/workload-require-reachability";

/** Beside the bundle, since not every way to start a pack hands an environment on. A line for each call: milliseconds of a rule. */
const TIMES_FILE = path.join(__dirname, "times.txt");

function timed(rule: StackValidationPolicy): StackValidationPolicy {
    const { validateStack } = rule;
    return {
        ...rule,
        validateStack: async (args, reportViolation) => {
            const start = process.hrtime.bigint();
            await validateStack(args, reportViolation);
            appendFileSync(TIMES_FILE, `${Number(process.hrtime.bigint() - start) / 1e6}\n`);
        },
    };
}

listenToConfiguration();

const proving: readonly unknown[] = [workloadRequireReachability, workloadInformReachability];
new PolicyPack("librechat-aws", {
    policies: rules.map((rule) => (proving.includes(rule) ? timed(rule as StackValidationPolicy) : rule)),
});
