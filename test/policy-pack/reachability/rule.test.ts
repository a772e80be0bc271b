import { strict as assert } from "node:assert";
import type { PolicyResource, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { THIS_RUN } from "../../../policy-pack/exceptions/run";
import { workloadInformReachability, workloadRequireReachability } from "../../../policy-pack/rules/workload-require-reachability";
import { group, resource, UNKNOWN_TEXT, vpc } from "../graph";

/** A function in a first preview, placed by the component around it. */
function stack(options: { natGateways: boolean; needs: string[] }): PolicyResource[] {
    const network = vpc(options);
    const clients = group("clients");
    const around = resource("librechat:data:DatabaseInitialisation", "initialise", { needs: options.needs, placement: "private" });
    const lambda = resource(
        "aws:lambda/function:Function",
        "initialise-function",
        { vpcConfig: { subnetIds: UNKNOWN_TEXT, securityGroupIds: [UNKNOWN_TEXT] } },
        { vpcConfig: [...network.behindOutputs, clients] },
        around,
    );
    const egress = resource(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "out",
        { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0", securityGroupId: UNKNOWN_TEXT },
        { securityGroupId: [clients] },
    );
    return [...network.all, clients, around, lambda, egress];
}

async function reported(policy: StackValidationPolicy, resources: PolicyResource[], config: object): Promise<string[]> {
    const messages: string[] = [];
    const args: StackValidationArgs = {
        resources,
        stackTags: new Map<string, string>(),
        getConfig: (() => config) as StackValidationArgs["getConfig"],
        notApplicable: () => assert.fail("the rule is about every stack"),
    };
    await policy.validateStack(args, (violation, urn) =>
        messages.push(`${urn?.split("::").at(-1) ?? ""}: ${textOf(violation).split("\n")[0] ?? ""}`),
    );
    return messages;
}

function textOf(violation: string | { message: string }): string {
    return typeof violation === "string" ? violation : violation.message;
}

const LENIENT = { strict: false, needs: {} };

describe("workload-require-reachability", () => {
    it("says nothing about a stack that works", async () => {
        assert.deepEqual(
            await reported(workloadRequireReachability, stack({ natGateways: true, needs: ["service:secretsmanager"] }), LENIENT),
            [],
        );
    });

    it("stops what would dead-end, in a first preview", async () => {
        assert.deepEqual(
            await reported(workloadRequireReachability, stack({ natGateways: false, needs: ["service:secretsmanager"] }), LENIENT),
            ["initialise-function: NO_ROUTE, ENDPOINT_MISSING: initialise-function (Lambda function) cannot reach service:secretsmanager."],
        );
    });

    it("stops what is not known only where it is strict, and says it otherwise", async () => {
        const unclear = stack({ natGateways: true, needs: ["tcp:elsewhere:5432"] });
        const said = [
            "initialise-function: UNKNOWN: whether initialise-function to tcp:elsewhere:5432 is open cannot be decided: elsewhere: no database, cache, service or load balancer is called elsewhere in the program",
        ];
        assert.deepEqual(await reported(workloadRequireReachability, unclear, LENIENT), []);
        assert.deepEqual(await reported(workloadRequireReachability, unclear, { ...LENIENT, strict: true }), said);
        assert.deepEqual(await reported(workloadInformReachability, unclear, LENIENT), said);
    });

    it("takes needs from its configuration", async () => {
        const config = { strict: false, needs: { "initialise-function": "internet:api.example.com:443" } };
        assert.deepEqual(await reported(workloadRequireReachability, stack({ natGateways: false, needs: [] }), config), [
            "initialise-function: NO_ROUTE: initialise-function (Lambda function) cannot reach internet:api.example.com:443.",
        ]);
    });

    describe("with exceptions", () => {
        const blocked = stack({ natGateways: false, needs: ["service:secretsmanager", "service:logs"] });
        const first = "initialise-function: NO_ROUTE, ENDPOINT_MISSING: initialise-function (Lambda function) cannot reach ";
        const excepting = (exception: object) => ({ ...LENIENT, exceptions: [{ reason: "started by hand, later", ...exception }] });
        const shown = () => {
            const entries = THIS_RUN.takeExceptions();
            return [...new Set(entries.map(({ message }) => message))];
        };
        beforeEach(shown);

        it("lets a workload pass, and shows each need", async () => {
            assert.deepEqual(await reported(workloadRequireReachability, blocked, excepting({ resource: "initialise-function" })), []);
            assert.deepEqual(
                shown(),
                ["service:secretsmanager", "service:logs"].map(
                    (need) =>
                        "workload-require-reachability is excepted without end, because: started by hand, later. Without the exception: " +
                        `NO_ROUTE, ENDPOINT_MISSING: initialise-function cannot reach ${need}.`,
                ),
            );
        });

        it("lets one need of it pass, and stops the others that have the same cause", async () => {
            const one = excepting({ resource: "initialise-function", need: "service:logs" });
            assert.deepEqual(await reported(workloadRequireReachability, blocked, one), [`${first}service:secretsmanager.`]);
            assert.equal(shown().length, 1);
        });

        it("lets what is not known pass where the rule is strict, and where it only informs", async () => {
            const unclear = stack({ natGateways: true, needs: ["tcp:elsewhere:5432"] });
            const one = excepting({ resource: "initialise-function", need: "tcp:elsewhere:5432" });
            assert.deepEqual(await reported(workloadRequireReachability, unclear, { ...one, strict: true }), []);
            assert.deepEqual(await reported(workloadInformReachability, unclear, one), []);
            assert.deepEqual(
                shown(),
                ["require", "inform"].map(
                    (verb) =>
                        `workload-${verb}-reachability is excepted without end, because: started by hand, later. Without the exception: ` +
                        "UNKNOWN: whether initialise-function reaches tcp:elsewhere:5432 cannot be decided.",
                ),
            );
        });

        it("reports one for what the rule does not stop as of no use", async () => {
            const open = stack({ natGateways: true, needs: ["service:logs"] });
            assert.deepEqual(await reported(workloadRequireReachability, open, excepting({ resource: "initialise-function" })), []);
            assert.deepEqual(shown(), [
                "The exception from workload-require-reachability for initialise-function (started by hand, later) excepts nothing in this stack. " +
                    "Remove it, or correct the name.",
            ]);
        });
    });

    it("says nothing about a stack without AWS", async () => {
        for (const policy of [workloadRequireReachability, workloadInformReachability]) {
            assert.deepEqual(await reported(policy, [resource("random:index/randomId:RandomId", "id")], LENIENT), []);
        }
    });
});
