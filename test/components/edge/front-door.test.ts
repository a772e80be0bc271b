import { strict as assert } from "node:assert";
import { FrontDoor, type FrontDoorArgs } from "../../../components/edge/front-door";
import { fateOfData } from "../../../components/data/fate-of-data";
import { fate, network } from "../application/parts";
import { record, unwrap } from "../recorder";

describe("FrontDoor: HTTPS under a name, or HTTP under the load balancer's", () => {
    const plain: Omit<FrontDoorArgs, "network"> = { domainName: undefined, hostedZoneId: undefined, certificateArn: undefined, fate };
    const build = (changed: Partial<FrontDoorArgs> = {}) =>
        record(() => new FrontDoor("front-door", { network: network({ https: changed.domainName !== undefined }), ...plain, ...changed }));

    it("listens on port 80 without a domain", async () => {
        const recording = await build();
        assert.deepEqual(
            recording.ofType("aws:lb/listener:Listener").map(({ name, inputs }) => [name, inputs["port"], inputs["protocol"]]),
            [["front-door-http", 80, "HTTP"]],
        );
        assert.equal(await unwrap(recording.result.url), "http://front-door-1234567890.us-east-1.elb.amazonaws.com");
        assert.equal(recording.ofType("aws:acm/certificate:Certificate").length + recording.ofType("aws:route53/record:Record").length, 0);
    });

    it("makes certificate, record and redirect for a domain in a zone", async () => {
        const recording = await build({ domainName: "chat.example.com", hostedZoneId: "Z1" });
        assert.equal(await unwrap(recording.result.url), "https://chat.example.com");
        assert.deepEqual(
            recording.ofType("aws:lb/listener:Listener").map(({ name, inputs }) => [name, inputs["port"], inputs["sslPolicy"]]),
            [
                ["front-door-https", 443, "ELBSecurityPolicy-TLS13-1-2-2021-06"],
                ["front-door-http", 80, undefined],
            ],
        );
        assert.deepEqual(recording.one("aws:lb/listener:Listener", "front-door-http").inputs["defaultActions"], [
            { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
        ]);
        assert.deepEqual(recording.one("aws:route53/record:Record", "front-door-certificate-validation").inputs, {
            zoneId: "Z1",
            name: "_3639ac51.chat.example.com.",
            type: "CNAME",
            records: ["_9a8b7c6d.acm-validations.aws."],
            ttl: 300,
            allowOverwrite: true,
        });
        assert.deepEqual(recording.one("aws:route53/record:Record", "front-door-domain").inputs, {
            zoneId: "Z1",
            name: "chat.example.com",
            type: "A",
            aliases: [{ name: "front-door-1234567890.us-east-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: false }],
        });
    });

    it("takes a certificate that is there, and leaves the record to others without a zone", async () => {
        const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
        const recording = await build({ domainName: "chat.example.com", certificateArn });
        assert.equal(recording.one("aws:lb/listener:Listener", "front-door-https").inputs["certificateArn"], certificateArn);
        assert.equal(recording.ofType("aws:acm/certificate:Certificate").length + recording.ofType("aws:route53/record:Record").length, 0);
    });

    it("keeps silent streams, asks for readiness and hides the figures", async () => {
        const recording = await build();
        const { inputs } = recording.one("aws:lb/loadBalancer:LoadBalancer");
        assert.deepEqual(
            [inputs["idleTimeout"], inputs["internal"], inputs["dropInvalidHeaderFields"], inputs["securityGroups"]],
            [600, false, true, ["network-connections-load-balancer-id"]],
        );
        const target = recording.one("aws:lb/targetGroup:TargetGroup").inputs;
        assert.deepEqual(target["healthCheck"], {
            path: "/readyz",
            matcher: "200",
            interval: 15,
            timeout: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 3,
        });
        assert.equal(target["deregistrationDelay"], 90);
        assert.deepEqual(recording.one("aws:lb/listenerRule:ListenerRule").inputs["conditions"], [
            { pathPattern: { values: ["/metrics", "/metrics/*"] } },
        ]);
    });

    for (const deletionProtection of [true, false]) {
        it(`${deletionProtection ? "is" : "is not"} protected from deletion`, async () => {
            const recording = await build({ fate: fateOfData({ deletionProtection, retireStack: false }) });
            assert.equal(recording.one("aws:lb/loadBalancer:LoadBalancer").inputs["enableDeletionProtection"], deletionProtection);
        });
    }
});
