/** Entry of the policy pack: `pulumi preview --policy-pack policy-pack` starts it, after a build into `bin/index.js`. */
import { PolicyPack } from "@pulumi/policy";
import { listenToConfiguration } from "./configuration";
import { rules } from "./rules";

listenToConfiguration();

// Nothing may be written to standard output before this: the engine reads the pack's port from its first line.
new PolicyPack("librechat-aws", {
    displayName: "LibreChat on AWS",
    description: "Holds the settings of a LibreChat stack, and the AWS resources of any program, to what works and what is safe.",
    policies: rules,
});
