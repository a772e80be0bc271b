import { strict as assert } from "node:assert";
import { loadBalancerRequireHttps } from "../../../policy-pack/rules/load-balancer-require-https";
import { loadBalancerRequireModernTls } from "../../../policy-pack/rules/load-balancer-require-modern-tls";
import { previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { checkBucketTls, s3BucketRequireTls } from "../../../policy-pack/rules/s3-bucket-require-tls";
import { TYPES } from "../../../policy-pack/types";
import { reported, resource, UNKNOWN_TEXT } from "../graph";
import { describeSubject } from "./subjects";

describe("rules on encryption on the way", () => {
    const OLD = "wanted is ELBSecurityPolicy-TLS13-1-2-2021-06 or another without TLS 1.0 and 1.1.";
    for (const type of [TYPES.listener, TYPES.albListener]) {
        describeSubject({
            policy: loadBalancerRequireModernTls,
            type,
            sound: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" },
            changes: [
                [{ sslPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01" }, []],
                [
                    { sslPolicy: "ELBSecurityPolicy-TLS13-1-1-2021-06" },
                    [`sslPolicy of listener it = ELBSecurityPolicy-TLS13-1-1-2021-06; ${OLD}`],
                ],
                [
                    { protocol: "TLS", sslPolicy: "ELBSecurityPolicy-2016-08" },
                    [`sslPolicy of listener it = ELBSecurityPolicy-2016-08; ${OLD}`],
                ],
                [{ sslPolicy: undefined }, [`sslPolicy of listener it = not set; ${OLD}`]],
                [{ protocol: "HTTP", sslPolicy: undefined }, []],
                [{ protocol: undefined, sslPolicy: undefined }, []],
            ],
            unknown: [{ protocol: UNKNOWN_TEXT }, { sslPolicy: UNKNOWN_TEXT }],
        });
    }
});

describe("load-balancer-require-https", () => {
    const PRODUCTION = { stackTags: { environment: "production" } };
    const front = (props: Record<string, unknown> = {}) => resource(TYPES.loadBalancer, "front", props);
    const listener = (name: string, balancer: ReturnType<typeof front>, props: Record<string, unknown>) =>
        resource(TYPES.listener, name, { loadBalancerArn: UNKNOWN_TEXT, ...props }, { loadBalancerArn: [balancer] });
    const plain = (balancer: ReturnType<typeof front>, ...defaultActions: unknown[]) =>
        listener("plain", balancer, { protocol: "HTTP", defaultActions });
    const redirect = (protocol: string) => ({ type: "redirect", redirect: { protocol, port: "443", statusCode: "HTTP_301" } });
    const judge = async (surroundings: object, balancer: ReturnType<typeof front>, ...listeners: ReturnType<typeof front>[]) => ({
        violations: await reported(loadBalancerRequireHttps, [balancer, ...listeners], surroundings),
    });
    const serves = (what: string) => ({
        violations: [`plain: defaultActions of HTTP listener plain = ${what}; wanted is redirect to HTTPS.`],
    });
    const KEPT = { violations: [] };

    it("accepts a redirect to HTTPS and a fixed answer, in production too", async () => {
        const balancer = front();
        const secure = listener("secure", balancer, { protocol: "HTTPS", defaultActions: [{ type: "forward" }] });
        assert.deepEqual(await judge(PRODUCTION, balancer, plain(balancer, redirect("HTTPS")), secure), KEPT);
        assert.deepEqual(await judge(PRODUCTION, balancer, plain(balancer, { type: "fixed-response" })), KEPT);
    });

    it("fails in production when the listener serves, or redirects to HTTP", async () => {
        const balancer = front({ internal: false });
        assert.deepEqual(await judge(PRODUCTION, balancer, plain(balancer, { type: "forward" })), serves("forward"));
        assert.deepEqual(await judge(PRODUCTION, balancer, plain(balancer, redirect("HTTP"))), serves("redirect to HTTP"));
    });

    it("accepts HTTP outside production as long as there is no certificate", async () => {
        const balancer = front();
        const served = plain(balancer, { type: "forward" });
        assert.deepEqual(await judge({}, balancer, served), KEPT);
        assert.deepEqual(await judge({}, balancer, served, listener("secure", balancer, { protocol: "HTTPS" })), serves("forward"));
        const elsewhere = listener("secure", resource(TYPES.albLoadBalancer, "other"), { protocol: "HTTPS" });
        assert.deepEqual(await judge({}, balancer, served, elsewhere), KEPT);
    });

    it("leaves internal load balancers and other protocols alone", async () => {
        const inside = front({ internal: true });
        assert.deepEqual(await judge(PRODUCTION, inside, plain(inside, { type: "forward" })), KEPT);
        const balancer = front();
        assert.deepEqual(await judge(PRODUCTION, balancer, listener("plain", balancer, { protocol: "TCP" })), KEPT);
    });

    it("fails without a load balancer in the stack, and accepts a listener without actions", async () => {
        const adopted = resource(TYPES.listener, "plain", {
            loadBalancerArn: "arn:1",
            protocol: "HTTP",
            defaultActions: [{ type: "forward" }],
        });
        assert.deepEqual(await reported(loadBalancerRequireHttps, [adopted], PRODUCTION), serves("forward").violations);
        const balancer = front();
        assert.deepEqual(await judge(PRODUCTION, balancer, plain(balancer)), KEPT);
    });

    it("cannot tell while the actions are unknown", async () => {
        const balancer = front();
        const unclear = listener("plain", balancer, { protocol: "HTTP", defaultActions: UNKNOWN_TEXT });
        assert.deepEqual(await judge(PRODUCTION, balancer, unclear), KEPT);
        assert.deepEqual(await reported(previewInformUndecided, [balancer, unclear], PRODUCTION), [
            "plain: whether HTTP listener plain serves anything but a redirect is not known yet.",
        ]);
        assert.deepEqual(await judge(PRODUCTION, balancer, plain(balancer, UNKNOWN_TEXT)), KEPT);
        assert.deepEqual(await judge(PRODUCTION, balancer, plain(balancer, redirect(UNKNOWN_TEXT))), KEPT);
        assert.deepEqual(await judge(PRODUCTION, front({ internal: UNKNOWN_TEXT }), plain(front({ internal: UNKNOWN_TEXT }))), KEPT);
    });
});

describe("s3-bucket-require-tls", () => {
    const bucket = resource(TYPES.bucket, "files", { bucket: UNKNOWN_TEXT });
    const DENY = {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::files", "arn:aws:s3:::files/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const WANTED = "wanted is a policy with a Deny for everybody of s3:* on the bucket and its objects where aws:SecureTransport is false.";
    const policyOf = (policy: unknown) => resource(TYPES.bucketPolicy, "policy", { bucket: UNKNOWN_TEXT, policy }, { bucket: [bucket] });
    const statement = (change: object) => policyOf(JSON.stringify({ Statement: [{ ...DENY, ...change }] }));
    const TAKES = [`policy: policy policy of bucket files takes plain HTTP; ${WANTED}`];

    it("accepts a policy that denies plain HTTP, in a resource of its own or in the bucket's", async () => {
        assert.deepEqual(await reported(s3BucketRequireTls, [bucket, statement({})]), []);
        assert.deepEqual(await reported(s3BucketRequireTls, [bucket, statement({ Principal: { AWS: "*" }, Action: ["*"] })]), []);
        const older = resource(TYPES.bucket, "older", { policy: { Statement: DENY } });
        assert.deepEqual(await reported(s3BucketRequireTls, [older]), []);
    });

    for (const type of [TYPES.bucket, TYPES.bucketV2]) {
        it(`fails when a ${type} has no policy`, async () => {
            assert.deepEqual(await reported(s3BucketRequireTls, [resource(type, "files"), statement({})]), [
                `files: bucket files takes plain HTTP; ${WANTED}`,
            ]);
        });
    }

    for (const [what, change] of Object.entries({
        "allows instead": { Effect: "Allow" },
        "denies one principal": { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
        "denies reading only": { Action: "s3:GetObject" },
        "leaves the objects out": { Resource: "arn:aws:s3:::files" },
        "denies TLS": { Condition: { Bool: { "aws:SecureTransport": "true" } } },
        "denies whatever the transport": { Condition: undefined },
        "denies only from one address": { Condition: { ...DENY.Condition, IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
    })) {
        it(`fails when the statement ${what}`, async () => {
            assert.deepEqual(await reported(s3BucketRequireTls, [bucket, statement(change)]), TAKES);
        });
    }

    it("fails when the policy is malformed or missing", async () => {
        assert.deepEqual(await reported(s3BucketRequireTls, [bucket, policyOf("{")]), TAKES);
        assert.deepEqual(await reported(s3BucketRequireTls, [bucket, policyOf(undefined)]), TAKES);
    });

    it("cannot tell while the policy is unknown, and says so", async () => {
        assert.deepEqual(await reported(s3BucketRequireTls, [bucket, policyOf(UNKNOWN_TEXT)]), []);
        assert.deepEqual(checkBucketTls([bucket, policyOf(UNKNOWN_TEXT)]).undecided, [
            { urn: bucket.urn, message: "whether the policy of bucket files denies plain HTTP is not known yet" },
        ]);
    });

    it("leaves other types alone", async () => {
        assert.deepEqual(await reported(s3BucketRequireTls, [resource("aws:sqs/queue:Queue", "q")]), []);
    });
});
