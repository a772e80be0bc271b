import { strict as assert } from "node:assert";
import { balancer, network, NOT_FOUND } from "./ec2-fixtures";

const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

describe("aws:lb/listenerRule:ListenerRule", () => {
    const CONDITIONS = [{ pathPattern: { values: ["/api/*"] } }];

    function withListener() {
        const net = network();
        const listener = net.aws.create(LISTENER, "http", { loadBalancerArn: balancer(net).id, port: 80, defaultActions: NOT_FOUND });
        return { ...net, base: { listenerArn: listener.id, conditions: CONDITIONS, actions: NOT_FOUND } };
    }

    it("takes the place behind the last rule", () => {
        const { aws, base } = withListener();
        aws.create(RULE, "a", { ...base, priority: 7 });
        const { id, outputs } = aws.create(RULE, "b", base);
        assert.equal(outputs["priority"], 8);
        assert.match(id, new RegExp(`^${base.listenerArn.replace(":listener/", ":listener-rule/")}/[0-9a-f]{16}$`));
    });

    it("changes priority in place, unless it is taken", () => {
        const { aws, base } = withListener();
        aws.create(RULE, "a", { ...base, priority: 7 });
        const rule = aws.create(RULE, "b", { ...base, priority: 8 });
        assert.equal(aws.update(rule, { ...base, priority: 9 }).outputs["priority"], 9);
        assert.throws(() => aws.update(rule, { ...base, priority: 7 }), {
            message:
                "operation error Elastic Load Balancing v2: SetRulePriorities, api error PriorityInUse: Priority '7' is currently in use",
        });
    });

    const REFUSED = [
        [{ priority: 7 }, "PriorityInUse: Priority '7' is currently in use"],
        [{ listenerArn: `${ARN}:listener/app/x/1/2` }, `ListenerNotFound: Listener '${ARN}:listener/app/x/1/2' not found`],
        [{ conditions: [{}] }, "ValidationError: A rule must have at least one condition value"],
        [
            { conditions: [{ pathPattern: { values: ["/1", "/2", "/3", "/4", "/5", "/6"] } }] },
            "TooManyUniqueConditionValues: The rule exceeds the maximum number of condition values '5'",
        ],
    ] as const;
    for (const [inputs, reason] of REFUSED) {
        it(`is refused: ${reason.split(":")[0]}`, () => {
            const { aws, base } = withListener();
            aws.create(RULE, "a", { ...base, priority: 7 });
            assert.throws(() => aws.create(RULE, "b", { ...base, ...inputs }), {
                message: `operation error Elastic Load Balancing v2: CreateRule, api error ${reason}`,
            });
        });
    }
});
