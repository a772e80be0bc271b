import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import { previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { s3BucketRequirePublicAccessBlock } from "../../../policy-pack/rules/s3-bucket-require-public-access-block";
import { securityGroupDisallowOpenIngress } from "../../../policy-pack/rules/security-group-disallow-open-ingress";
import { TYPES } from "../../../policy-pack/types";
import { admission, group, reported, resource, UNKNOWN_TEXT } from "../graph";

describe("security-group-disallow-open-ingress", () => {
    const policy = securityGroupDisallowOpenIngress;
    const [door, tasks] = [group("door"), group("tasks")];
    const balancer = resource(TYPES.loadBalancer, "front", { securityGroups: [UNKNOWN_TEXT] }, { securityGroups: [door] });
    const base = [door, tasks, balancer];

    const standalone = (to: PolicyResource, props: Record<string, unknown>) =>
        resource(
            TYPES.securityGroupIngressRule,
            "open",
            { ipProtocol: "tcp", fromPort: 443, toPort: 443, securityGroupId: UNKNOWN_TEXT, ...props },
            { securityGroupId: [to] },
        );
    const older = (to: PolicyResource, props: Record<string, unknown>) =>
        resource(
            TYPES.securityGroupRule,
            "older",
            { type: "ingress", protocol: "tcp", fromPort: 0, toPort: 1024, securityGroupId: UNKNOWN_TEXT, ...props },
            { securityGroupId: [to] },
        );

    it("accepts the world at a load balancer, and groups elsewhere", async () => {
        const rules = [standalone(door, { cidrIpv4: "0.0.0.0/0" }), standalone(door, { cidrIpv6: "::/0" }), admission(door, tasks)];
        assert.deepEqual(await reported(policy, [...base, ...rules]), []);
        assert.deepEqual(await reported(previewInformUndecided, [...base, ...rules]), []);
    });

    it("accepts an address block that is not the world", async () => {
        assert.deepEqual(
            await reported(policy, [
                ...base,
                standalone(tasks, { cidrIpv4: "203.0.113.0/24" }),
                older(tasks, { cidrBlocks: ["10.0.0.0/8"] }),
            ]),
            [],
        );
    });

    it("accepts the world in an older rule for egress", async () => {
        assert.deepEqual(await reported(policy, [...base, older(tasks, { type: "egress", cidrBlocks: ["0.0.0.0/0"] })]), []);
    });

    for (const [name, props, block] of [
        ["IPv4", { cidrIpv4: "0.0.0.0/0" }, "0.0.0.0/0"],
        ["IPv6", { cidrIpv6: "::/0" }, "::/0"],
    ] as const) {
        it(`fails when a rule admits the ${name} world elsewhere`, async () => {
            assert.deepEqual(await reported(policy, [...base, standalone(tasks, props)]), [
                `open: open admits ${block} on tcp 443 to security group tasks, which no load balancer uses. Wanted is a security group, or the addresses of those who need it.`,
            ]);
        });
    }

    it("fails when an older rule does", async () => {
        assert.deepEqual(
            await reported(policy, [...base, older(tasks, { cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] })]),
            [
                "older: older admits 0.0.0.0/0 and ::/0 on tcp 0-1024 to security group tasks, which no load balancer uses. Wanted is a security group, or the addresses of those who need it.",
            ],
        );
    });

    it("fails when an inline rule does, also for a group of nobody", async () => {
        const inline = group("inline", { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] });
        assert.deepEqual(await reported(policy, [...base, inline]), [
            "inline: inline admits 0.0.0.0/0 on all ports to security group inline, which no load balancer uses. Wanted is a security group, or the addresses of those who need it.",
        ]);
    });

    it("fails for a group outside the stack", async () => {
        const adopted = resource(TYPES.securityGroupIngressRule, "open", {
            ipProtocol: "tcp",
            fromPort: 22,
            toPort: 22,
            securityGroupId: "sg-9",
            cidrIpv4: "0.0.0.0/0",
        });
        assert.deepEqual(await reported(policy, [...base, adopted]), [
            "open: open admits 0.0.0.0/0 on tcp 22 to a security group outside the stack, which no load balancer uses. Wanted is a security group, or the addresses of those who need it.",
        ]);
    });

    it("cannot tell while the addresses are unknown, and says so", async () => {
        const unknown = [
            standalone(tasks, { cidrIpv4: UNKNOWN_TEXT }),
            older(tasks, { cidrBlocks: [UNKNOWN_TEXT] }),
            group("inline", { ingress: UNKNOWN_TEXT }, { ingress: [door] }),
        ];
        assert.deepEqual(await reported(policy, [...base, ...unknown]), []);
        assert.deepEqual(await reported(previewInformUndecided, [...base, ...unknown]), [
            "open: whom open admits to security group tasks is not known yet.",
            "older: whom older admits to security group tasks is not known yet.",
            "inline: whom inline admits to security group inline is not known yet.",
        ]);
    });

    it("takes an unknown ingress that depends on nothing for AWS's to fill in, not for a rule", async () => {
        const filledIn = group("filled-in", { ingress: UNKNOWN_TEXT });
        assert.deepEqual(await reported(policy, [filledIn]), []);
        assert.deepEqual(await reported(previewInformUndecided, [filledIn]), []);
    });

    it("accepts groups without inline rules, whatever else their ingress is", async () => {
        assert.deepEqual(
            await reported(policy, [
                group("none", { ingress: null }),
                group("odd", { ingress: "all" }),
                group("empty", { ingress: [null, 7] }),
            ]),
            [],
        );
    });
});

describe("s3-bucket-require-public-access-block", () => {
    const policy = s3BucketRequirePublicAccessBlock;
    const closed = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
    const bucket = resource(TYPES.bucket, "files", { bucket: UNKNOWN_TEXT });
    const block = (props: Record<string, unknown>) =>
        resource(TYPES.bucketPublicAccessBlock, "files-block", { bucket: UNKNOWN_TEXT, ...props }, { bucket: [bucket] });

    it("accepts a bucket with a block that is all on", async () => {
        assert.deepEqual(await reported(policy, [bucket, block(closed)]), []);
    });

    it("accepts a block that names the bucket by id", async () => {
        const known = resource(TYPES.bucketV2, "files", { id: "files-1", bucket: "files-1" });
        assert.deepEqual(
            await reported(policy, [known, resource(TYPES.bucketPublicAccessBlock, "b", { bucket: "files-1", ...closed })]),
            [],
        );
    });

    for (const type of [TYPES.bucket, TYPES.bucketV2]) {
        it(`fails when a ${type} has none`, async () => {
            assert.deepEqual(await reported(policy, [resource(type, "files"), block(closed)]), [
                "files: bucket files has no BucketPublicAccessBlock; wanted is one with blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets = true.",
            ]);
        });
    }

    for (const name of Object.keys(closed)) {
        it(`fails when ${name} is off or not set`, async () => {
            for (const [value, found] of [
                [false, "false"],
                [undefined, "not set"],
            ] as const) {
                assert.deepEqual(await reported(policy, [bucket, block({ ...closed, [name]: value })]), [
                    `files-block: ${name} of public access block files-block = ${found}; wanted is true.`,
                ]);
            }
        });
    }

    it("cannot tell while a switch is unknown, and says so", async () => {
        const resources = [bucket, block({ ...closed, ignorePublicAcls: UNKNOWN_TEXT })];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), [
            "files-block: ignorePublicAcls of public access block files-block is not known yet.",
        ]);
    });

    it("leaves other types alone", async () => {
        assert.deepEqual(await reported(policy, [resource("aws:sqs/queue:Queue", "q")]), []);
    });
});
