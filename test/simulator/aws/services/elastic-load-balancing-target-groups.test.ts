import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { balancer, forward, network, targetGroup, text } from "./ec2-fixtures";

const GROUP = "aws:lb/targetGroup:TargetGroup";
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

describe("aws:lb/targetGroup:TargetGroup", () => {
    it("gets AWS's health check and attributes where it says nothing", () => {
        const { id, outputs } = targetGroup(network());
        assert.equal(`${ARN}:${text({ outputs }, "arnSuffix")}`, id);
        assert.deepEqual(outputs["healthCheck"], {
            enabled: true,
            healthyThreshold: 5,
            interval: 30,
            matcher: "200",
            path: "/",
            port: "traffic-port",
            protocol: "HTTP",
            timeout: 5,
            unhealthyThreshold: 2,
        });
        assert.deepEqual(outputs["stickiness"], { cookieDuration: 86400, cookieName: "", enabled: false, type: "lb_cookie" });
        assert.deepEqual([outputs["protocolVersion"], outputs["deregistrationDelay"]], ["HTTP1", 300]);
    });

    it("completes a health check, also in an update", () => {
        const net = network();
        const group = targetGroup(net, "app", { healthCheck: { path: "/readyz" } });
        const { path, timeout, matcher } = group.outputs["healthCheck"] as Record<string, unknown>;
        assert.deepEqual([path, timeout, matcher], ["/readyz", 5, "200"]);
        const inputs = { port: 3080, protocol: "HTTP", targetType: "ip", vpcId: net.vpc.id, healthCheck: { path: "/", timeout: 9 } };
        assert.equal((net.aws.update(group, inputs).outputs["healthCheck"] as Properties)["timeout"], 9);
    });

    const REFUSED = [
        [{ port: undefined }, 'Attribute "port" must be specified when "targetType" is "ip". Examine values at \'app.port\'.'],
        [
            { healthCheck: { interval: 10, timeout: 10 } },
            "operation error Elastic Load Balancing v2: CreateTargetGroup, api error ValidationError: " +
                "Health check interval must be greater than the timeout.",
        ],
        [
            { vpcId: "vpc-0" },
            "operation error Elastic Load Balancing v2: CreateTargetGroup, api error ValidationError: The VPC ID 'vpc-0' is not found",
        ],
        [{ name: "taken" }, "ELBv2 Target Group (taken) already exists"],
        [{ name: "x".repeat(33) }, "expected length of name to be in the range (0 - 32), got 33. Examine values at 'app.name'."],
        [
            { healthCheck: { protocol: "TCP" } },
            'Attribute "healthCheck.protocol" cannot have value "TCP" when "protocol" is "HTTP" or "HTTPS". ' +
                "Examine values at 'app.healthCheck.protocol'.",
        ],
        [
            { protocol: "TCP", healthCheck: { protocol: "TCP", path: "/" } },
            'Attribute "healthCheck.path" cannot be specified when "healthCheck.protocol" is "TCP". Examine values at \'app.healthCheck.path\'.',
        ],
    ] as const;
    for (const [inputs, message] of REFUSED) {
        it(`is refused ${JSON.stringify(inputs)}`, () => {
            const net = network();
            targetGroup(net, "other", { name: "taken" });
            assert.throws(() => targetGroup(net, "app", inputs), { message });
        });
    }

    it("is not deleted while a listener or a rule forwards to it", () => {
        const net = network();
        const [group, other] = [targetGroup(net), targetGroup(net, "other")];
        const loadBalancerArn = balancer(net).id;
        const listener = net.aws.create(LISTENER, "http", { loadBalancerArn, port: 80, defaultActions: forward(group.id) });
        const conditions = [{ pathPattern: { values: ["/api/*"] } }];
        const rule = net.aws.create(RULE, "api", { listenerArn: listener.id, conditions, actions: forward(other.id) });
        for (const used of [group, other]) {
            assert.throws(
                () => {
                    net.aws.delete(used);
                },
                {
                    message:
                        "operation error Elastic Load Balancing v2: DeleteTargetGroup, api error ResourceInUse: " +
                        `Target group '${used.id}' is currently in use by a listener or a rule`,
                },
            );
        }
        net.aws.delete(rule);
        net.aws.delete(other);
        net.aws.delete(listener);
        net.aws.delete(group);
        assert.deepEqual(net.aws.stored(GROUP), []);
    });
});
