import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { balancer, forward, network, NOT_FOUND, put, targetGroup, type Network } from "./ec2-fixtures";

const GROUP = "aws:lb/targetGroup:TargetGroup";
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

describe("aws:lb/listener:Listener", () => {
    const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";

    function withCertificate(status: string): Network {
        const net = network();
        put(net.aws, { type: "aws:acm/certificate:Certificate", id: CERTIFICATE, properties: { arn: CERTIFICATE, status } });
        return net;
    }

    it("is HTTP without a certificate and HTTPS with one", () => {
        const net = withCertificate("ISSUED");
        const loadBalancerArn = balancer(net).id;
        const http = net.aws.create(LISTENER, "http", { loadBalancerArn, port: 80, defaultActions: NOT_FOUND });
        const https = net.aws.create(LISTENER, "https", {
            loadBalancerArn,
            port: 443,
            certificateArn: CERTIFICATE,
            defaultActions: NOT_FOUND,
        });
        assert.match(http.id, new RegExp(`^${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/[0-9a-f]{16}$`));
        assert.deepEqual([http.outputs["protocol"], http.outputs["sslPolicy"]], ["HTTP", ""]);
        assert.deepEqual([https.outputs["protocol"], https.outputs["sslPolicy"]], ["HTTPS", "ELBSecurityPolicy-2016-08"]);
        assert.deepEqual((http.outputs["defaultActions"] as Properties[])[0]!["order"], 1);
    });

    it("changes port and actions in place", () => {
        const net = network();
        const loadBalancerArn = balancer(net).id;
        const listener = net.aws.create(LISTENER, "http", { loadBalancerArn, port: 80, defaultActions: NOT_FOUND });
        const group = targetGroup(net);
        const moved = net.aws.update(listener, { loadBalancerArn, port: 81, defaultActions: forward(group.id) });
        assert.equal(moved.outputs["port"], 81);
        assert.throws(() => {
            net.aws.delete(group);
        }, /ResourceInUse/);
    });

    const REFUSED: readonly (readonly [string, (net: Network) => Properties, (arn: string, net: Network) => string])[] = [
        ["no port", () => ({ port: undefined }), () => "ValidationError: A listener port must be specified"],
        [
            "HTTPS without a certificate",
            () => ({ protocol: "HTTPS" }),
            () => "ValidationError: A certificate must be specified for HTTPS listeners",
        ],
        [
            "HTTP with one",
            () => ({ protocol: "HTTP", certificateArn: CERTIFICATE }),
            () => "ValidationError: Certificates cannot be specified for HTTP listeners",
        ],
        [
            "a certificate that is not there",
            () => ({ certificateArn: `${CERTIFICATE}0` }),
            () => `CertificateNotFound: Certificate '${CERTIFICATE}0' not found`,
        ],
        [
            "a certificate that is not issued",
            () => ({ certificateArn: CERTIFICATE }),
            () =>
                `UnsupportedCertificate: The certificate '${CERTIFICATE}' must have a fully-qualified domain name, a supported signature, ` +
                "and a supported key size.",
        ],
        [
            "a protocol of network load balancers",
            () => ({ protocol: "TCP" }),
            () => "ValidationError: Listener protocol 'TCP' must be one of 'HTTP, HTTPS'",
        ],
        [
            "a port in use",
            () => ({ port: 80 }),
            (arn) => `DuplicateListener: A listener already exists on this port for this load balancer '${arn}'`,
        ],
        [
            "an unknown target group",
            () => ({ defaultActions: forward(`${ARN}:targetgroup/x/1`) }),
            () => `TargetGroupNotFound: Target groups '${ARN}:targetgroup/x/1' not found`,
        ],
        [
            "an unknown load balancer",
            () => ({ loadBalancerArn: `${ARN}:loadbalancer/app/x/1` }),
            () => `LoadBalancerNotFound: Load balancer '${ARN}:loadbalancer/app/x/1' not found`,
        ],
        [
            "a target group that serves another load balancer",
            (net) => {
                const group = targetGroup(net);
                const other = balancer(net, "other").id;
                net.aws.create(LISTENER, "other", { loadBalancerArn: other, port: 80, defaultActions: forward(group.id) });
                return { defaultActions: forward(group.id) };
            },
            (_, net) =>
                "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: " +
                net.aws.stored(GROUP)[0]!.id,
        ],
        [
            "a target group of another VPC",
            (net) => {
                const vpcId = net.aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" }).id;
                return { defaultActions: forward(targetGroup(net, "foreign", { vpcId }).id) };
            },
            (arn, net) =>
                `InvalidConfigurationRequest: The target group '${net.aws.stored(GROUP)[0]!.id}' and the load balancer '${arn}' must be in the same VPC`,
        ],
    ];
    for (const [what, inputs, reason] of REFUSED) {
        it(`is refused ${what}`, () => {
            const net = withCertificate("PENDING_VALIDATION");
            const loadBalancerArn = balancer(net).id;
            net.aws.create(LISTENER, "http", { loadBalancerArn, port: 80, defaultActions: NOT_FOUND });
            const given = inputs(net);
            assert.throws(() => net.aws.create(LISTENER, "new", { loadBalancerArn, port: 443, defaultActions: NOT_FOUND, ...given }), {
                message: `operation error Elastic Load Balancing v2: CreateListener, api error ${reason(loadBalancerArn, net)}`,
            });
        });
    }

    const ACTIONS = [
        [
            { type: "forward" },
            'Either "defaultActions[0].targetGroupArn" or "defaultActions[0].forward" must be specified when "defaultActions[0].type" is "forward"',
        ],
        [{ type: "redirect" }, 'Attribute "defaultActions[0].redirect" must be specified when "defaultActions[0].type" is "redirect"'],
    ] as const;
    for (const [action, reason] of ACTIONS) {
        it(`is refused a ${action.type} without its block`, () => {
            const net = network();
            const inputs = { loadBalancerArn: balancer(net).id, port: 80, defaultActions: [action] };
            assert.throws(() => net.aws.create(LISTENER, "l", inputs), { message: `${reason}. Examine values at 'l.defaultActions[0]'.` });
        });
    }

    it("takes its rules with it", () => {
        const net = network();
        const listener = net.aws.create(LISTENER, "http", { loadBalancerArn: balancer(net).id, port: 80, defaultActions: NOT_FOUND });
        const conditions = [{ pathPattern: { values: ["/api/*"] } }];
        net.aws.create(RULE, "api", { listenerArn: listener.id, conditions, actions: NOT_FOUND });
        net.aws.delete(listener);
        assert.deepEqual(net.aws.stored(RULE), []);
    });
});
