import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/route53";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith, put } from "./lambda-fixtures";

const RECORD = "aws:route53/record:Record";
const ZONE = "aws:route53/zone:Zone";
const GET_ZONE = "aws:route53/getZone:getZone";
const EXAMPLE = "Z00000000EXAMPLECOM";

const CHAT = { zoneId: EXAMPLE, name: "Chat", type: "A", ttl: 60, records: ["192.0.2.1"] };

function invalidBatch(reason: string): { message: string } {
    return { message: `operation error Route 53: ChangeResourceRecordSets, api error InvalidChangeBatch: [${reason}]` };
}

describe("Route 53 record", () => {
    it("has the provider's id and the full name", () => {
        const { id, outputs } = accountWith([service]).create(RECORD, "chat", CHAT);
        assert.equal(id, `${EXAMPLE}_chat_A`);
        assert.deepEqual([outputs["fqdn"], outputs["allowOverwrite"]], ["chat.example.com", false]);
    });

    const names: readonly (readonly [name: string, fqdn: string])[] = [
        ["example.com", "example.com"],
        ["a.b.example.com.", "a.b.example.com"],
        ["*", "*.example.com"],
    ];
    for (const [name, fqdn] of names) {
        it(`expands ${name} to ${fqdn}`, () => {
            assert.equal(accountWith([service]).create(RECORD, "chat", { ...CHAT, name }).outputs["fqdn"], fqdn);
        });
    }

    it("takes an existing record over only when it may", () => {
        const aws = accountWith([service]);
        aws.create(RECORD, "chat", CHAT);
        assert.throws(
            () => aws.create(RECORD, "again", CHAT),
            invalidBatch("Tried to create resource record set [name='chat.example.com.', type='A'] but it already exists"),
        );
        assert.equal(aws.create(RECORD, "again", { ...CHAT, allowOverwrite: true }).id, `${EXAMPLE}_chat_A`);
        assert.equal(
            aws.create(RECORD, "weighted", { ...CHAT, name: "w", setIdentifier: "one", weightedRoutingPolicies: [{ weight: 1 }] }).id,
            `${EXAMPLE}_w_A_one`,
        );
    });

    it("points at another record of the zone, or at what AWS runs", () => {
        const aws = accountWith([service]);
        aws.create(RECORD, "chat", CHAT);
        put(aws, "aws:lb/loadBalancer:LoadBalancer", "lb", { dnsName: "web-1.us-east-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K" });
        const alias = (name: string, zoneId: string): Properties => ({
            zoneId: EXAMPLE,
            name: "www",
            type: "A",
            allowOverwrite: true,
            aliases: [{ name, zoneId, evaluateTargetHealth: true }],
        });
        assert.equal(aws.create(RECORD, "own", alias("chat.example.com", EXAMPLE)).outputs["fqdn"], "www.example.com");
        assert.equal(
            aws.create(RECORD, "lb", alias("dualstack.Web-1.us-east-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K")).id,
            `${EXAMPLE}_www_A`,
        );
        assert.throws(
            () => aws.create(RECORD, "gone", alias("gone.example.com", EXAMPLE)),
            invalidBatch(
                `Tried to create an alias that targets gone.example.com., type A in zone ${EXAMPLE}, but that target was not found`,
            ),
        );
        assert.throws(
            () => aws.create(RECORD, "wrong", alias("web-1.us-east-1.elb.amazonaws.com", "Z0")),
            invalidBatch(
                "Tried to create an alias that targets web-1.us-east-1.elb.amazonaws.com., type A in zone Z0, " +
                    "but the alias target name does not lie within the target zone",
            ),
        );
    });

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        [
            "the name only ends like the zone",
            { ...CHAT, name: "notexample.com" },
            "RRSet with DNS name notexample.com. is not permitted in zone example.com.",
        ],
        [
            "the zone itself would be another name",
            { ...CHAT, name: "example.com", type: "CNAME", records: ["a.net"] },
            "RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.",
        ],
        [
            "the zone has the record from the start",
            { ...CHAT, name: "example.com", type: "NS", records: ["ns.a.net"] },
            "Tried to create resource record set [name='example.com.', type='NS'] but it already exists",
        ],
    ];
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => accountWith([service]).create(RECORD, "chat", inputs), invalidBatch(reason));
        });
    }

    it("fails when a name would be both a CNAME and something else", () => {
        const aws = accountWith([service]);
        aws.create(RECORD, "chat", CHAT);
        assert.throws(
            () => aws.create(RECORD, "other", { ...CHAT, type: "CNAME", records: ["a.net"] }),
            invalidBatch(
                "RRSet of type CNAME with DNS name chat.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.",
            ),
        );
    });

    it("fails when the zone does not exist", () => {
        assert.throws(() => accountWith([service]).create(RECORD, "chat", { ...CHAT, zoneId: "Z9" }), {
            message: "operation error Route 53: GetHostedZone, api error NoSuchHostedZone: No hosted zone found with ID: Z9",
        });
    });
});

describe("Route 53 zone", () => {
    it("has name servers, and its own id", () => {
        const { id, outputs } = accountWith([service]).create(ZONE, "public", { name: "librechat.test." });
        assert.match(id, /^Z[0-9A-F]{20}$/);
        assert.equal(outputs["arn"], `arn:aws:route53:::hostedzone/${id}`);
        assert.deepEqual([outputs["zoneId"], outputs["name"]], [id, "librechat.test"]);
        const servers = outputs["nameServers"] as readonly string[];
        assert.equal(servers.length, 4);
        assert.equal(outputs["primaryNameServer"], servers[0]);
    });

    it("is not deleted while it has records, but with forceDestroy they go", () => {
        const aws = accountWith([service]);
        const kept = aws.create(ZONE, "kept", { name: "kept.test" });
        aws.create(RECORD, "a", { ...CHAT, zoneId: kept.id });
        assert.throws(
            () => {
                aws.delete(kept);
            },
            {
                message:
                    "operation error Route 53: DeleteHostedZone, api error HostedZoneNotEmpty: The specified hosted zone contains non-required " +
                    "resource record sets and so cannot be deleted.",
            },
        );
        const forced = aws.create(ZONE, "forced", { name: "forced.test", forceDestroy: true });
        aws.create(RECORD, "b", { ...CHAT, zoneId: forced.id });
        aws.delete(forced);
        assert.deepEqual(
            aws.stored(RECORD).map(({ properties }) => properties["zoneId"]),
            [kept.id],
        );
    });

    it("is private to VPCs, one zone for a name in each", () => {
        const aws = accountWith([service]);
        const zone = aws.create(ZONE, "private", { name: "corp.test", vpcs: [{ vpcId: "vpc-1" }] });
        assert.deepEqual(zone.outputs["vpcs"], [{ vpcId: "vpc-1", vpcRegion: "us-east-1" }]);
        assert.throws(() => aws.create(ZONE, "again", { name: "corp.test", vpcs: [{ vpcId: "vpc-1" }] }), {
            message:
                "operation error Route 53: CreateHostedZone, api error ConflictingDomainExists: The VPC vpc-1 in region us-east-1 has already been " +
                `associated with the hosted zone ${zone.id} with the same domain name.`,
        });
        assert.throws(() => aws.create(ZONE, "lost", { name: "lost.test", vpcs: [{ vpcId: "vpc-9" }] }), {
            message:
                "operation error Route 53: CreateHostedZone, api error InvalidVPCId: The VPC: vpc-9 in region us-east-1 that you provided doesn't exist.",
        });
    });
});

describe("getZone", () => {
    it("finds the zone of the account by name or id", () => {
        const aws = accountWith([service]);
        assert.equal(aws.invoke(GET_ZONE, { name: "Example.com." })["zoneId"], EXAMPLE);
        const found = aws.invoke(GET_ZONE, { zoneId: EXAMPLE });
        assert.deepEqual(
            [found["id"], found["name"], found["privateZone"], found["resourceRecordSetCount"]],
            [EXAMPLE, "example.com", false, 2],
        );
    });

    it("finds a private zone only when it is asked for one", () => {
        const aws = accountWith([service]);
        const { id } = aws.create(ZONE, "private", { name: "corp.test", vpcs: [{ vpcId: "vpc-1" }] });
        assert.equal(aws.invoke(GET_ZONE, { name: "corp.test", privateZone: true })["zoneId"], id);
        assert.equal(aws.invoke(GET_ZONE, { name: "corp.test", vpcId: "vpc-1" })["zoneId"], id);
        assert.throws(() => aws.invoke(GET_ZONE, { name: "corp.test" }), { message: "no matching Route 53 Hosted Zone found" });
    });

    it("fails when several match", () => {
        const aws = accountWith([service]);
        aws.create(ZONE, "second", { name: "example.com" });
        assert.throws(() => aws.invoke(GET_ZONE, { name: "example.com" }), {
            message:
                "multiple Route 53 Hosted Zones matched; use additional constraints to reduce matches to a single Route 53 Hosted Zone",
        });
    });
});
