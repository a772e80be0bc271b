import { createHash } from "node:crypto";

import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import { failureShown } from "../functions/failed-run";
import { functionLogGroup, VpcFunction } from "../functions/vpc-function";
import type { Party } from "../network/connection-plan";
import type { Network } from "../network/network";
import { destinationsOf, statementsOf, type Destination, type Surroundings } from "./destinations";

export interface ReachabilityProbeArgs {
    network: Network;
    /** Whose security group the probe has. */
    party: Party;
    /** Subnets in which the workload runs. */
    tier: "private" | "isolated";
    /** What the workload must reach, as the reachability tag spells it. */
    needs: readonly string[];
    /** With what the needs are tried. The log group is the probe's own. */
    surroundings: Omit<Surroundings, "logGroup">;
    architecture: "arm64" | "x86_64";
    logRetentionDays: number;
    /** What the workload follows from, such as its task definition: the probe runs again when it changes. */
    revision: pulumi.Input<string>;
    /** What must exist before anything can be reached. */
    after: readonly pulumi.Resource[];
}

/**
 * Opens what one workload was declared to need, from its subnets and with its own security group, at each `pulumi up` that changes the
 * workload or the network. What cannot be reached fails the deployment with a table.
 *
 * One probe for each workload: a function with the groups of several would pass where one of them lacks a rule. Lambda chooses one of the
 * subnets for each run, so a run verifies one of them; that the others have the same way is what the policy pack proves.
 */
export class ReachabilityProbe extends pulumi.ComponentResource {
    readonly functionName: pulumi.Output<string>;

    constructor(name: string, args: ReachabilityProbeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:operations:ReachabilityProbe", name, { party: args.party, tier: args.tier, needs: args.needs }, opts);

        const logGroup = functionLogGroup(name, args.logRetentionDays, this);
        const surroundings = { ...args.surroundings, logGroup };
        const destinations = args.needs.flatMap((need) => destinationsOf(need, surroundings));
        const lambda = this.function(name, args, logGroup, statementsOf(destinations, surroundings));
        this.run(name, args, destinations, lambda);

        this.functionName = lambda.functionName;
        this.registerOutputs({ functionName: this.functionName, needs: args.needs, placement: args.tier });
    }

    private function(
        name: string,
        { network, party, tier, architecture }: ReachabilityProbeArgs,
        logGroup: aws.cloudwatch.LogGroup,
        statements: ReturnType<typeof statementsOf>,
    ) {
        return new VpcFunction(
            `${name}-function`,
            {
                code: "probe",
                description: `Opens what ${party} needs, and says what it reaches`,
                place: network[tier](party),
                architecture,
                timeoutSeconds: 60,
                logGroup,
                statements,
            },
            { parent: this },
        );
    }

    /** Whatever decides what is reached is part of the input, since a change of the input is what runs the function again. */
    private run(
        name: string,
        { network, party, revision, after }: ReachabilityProbeArgs,
        needs: readonly Destination[],
        lambda: VpcFunction,
    ) {
        const design = createHash("sha256").update(JSON.stringify(network.design)).digest("hex");
        const input = pulumi.jsonStringify({ workload: party, needs, revision, networkDigest: design, codeDigest: lambda.codeDigest });
        return new aws.lambda.Invocation(
            `${name}-run`,
            { functionName: lambda.functionName, input, lifecycleScope: "CRUD" },
            { parent: this, dependsOn: [...network.ready, ...after], hooks: { onError: [failureShown(`${name}-failure`, this)] } },
        );
    }
}
