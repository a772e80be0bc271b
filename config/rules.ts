import type { Rule } from "./rule";
import { capacityRules } from "./rules/capacity";
import { closedNetworkRules } from "./rules/closed-network";
import { dataRules } from "./rules/data";
import { edgeRules } from "./rules/edge";
import { egressRules } from "./rules/egress";
import { signInRules } from "./rules/sign-in";
import { zoneRules } from "./rules/zones";

/**
 * Every rule across settings, in the order in which messages and documentation list them.
 *
 * The program and the policy pack hold a configuration to this one table; a test keeps the list exact, so that no rule is lost in silence.
 */
export const rules: readonly Rule[] = [
    ...zoneRules,
    ...egressRules,
    ...closedNetworkRules,
    ...capacityRules,
    ...dataRules,
    ...edgeRules,
    ...signInRules,
];
