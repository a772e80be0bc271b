import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/cloudfront";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith, put } from "./lambda-fixtures";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const ACCESS_CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl";
const VPC_ORIGIN = "aws:cloudfront/vpcOrigin:VpcOrigin";
const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const LOAD_BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0123456789abcdef";

function files(more: Properties = {}, origin: Properties = {}): Properties {
    return {
        enabled: true,
        origins: [{ originId: "files", domainName: "files.s3.amazonaws.com", ...origin }],
        defaultCacheBehavior: {
            targetOriginId: "files",
            allowedMethods: ["GET", "HEAD"],
            cachedMethods: ["GET", "HEAD"],
            viewerProtocolPolicy: "redirect-to-https",
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: { cloudfrontDefaultCertificate: true },
        ...more,
    };
}

const SIGNED = { name: "files", originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };

function refusal(operation: string, reason: string): { message: string } {
    return { message: `operation error CloudFront: ${operation}, api error ${reason}` };
}

describe("CloudFront distribution", () => {
    it("is deployed in CloudFront's own zone, and changes its etag", () => {
        const aws = accountWith([service]);
        const made = aws.create(DISTRIBUTION, "files", files());
        assert.match(JSON.stringify(made.outputs["domainName"]), /^"d[0-9a-f]{13}\.cloudfront\.net"$/);
        assert.deepEqual([made.outputs["hostedZoneId"], made.outputs["status"]], ["Z2FDTNDATAQYW2", "Deployed"]);
        assert.notEqual(aws.update(made, files({ comment: "files" })).outputs["etag"], made.outputs["etag"]);
        assert.equal(aws.create(DISTRIBUTION, "fast", files({ waitForDeployment: false })).outputs["status"], "InProgress");
    });

    it("is disabled and kept by retainOnDelete", () => {
        const aws = accountWith([service]);
        aws.delete(aws.create(DISTRIBUTION, "gone", files()));
        aws.delete(aws.create(DISTRIBUTION, "kept", files({ retainOnDelete: true })));
        assert.deepEqual(
            aws.stored(DISTRIBUTION).map(({ note, properties }) => [note, properties["enabled"]]),
            [["disabled and kept by retainOnDelete", false]],
        );
    });

    const untrusted =
        "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid " +
        "certificate chain.";
    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        [
            "the origin is another",
            files({}, { originId: "other" }),
            "NoSuchOrigin: One or more of your origins or origin groups do not exist.",
        ],
        [
            "a name has no certificate",
            files({ aliases: ["cdn.example.com"] }),
            "InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that " +
                "validates your authorization to use the domain name.",
        ],
        ["the certificate is not issued", files({ viewerCertificate: { acmCertificateArn: CERTIFICATE } }), untrusted],
    ];
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const aws = accountWith([service]);
            put(aws, "aws:acm/certificate:Certificate", CERTIFICATE, { status: "PENDING_VALIDATION" });
            assert.throws(() => aws.create(DISTRIBUTION, "files", inputs), refusal("CreateDistribution", reason));
        });
    }

    it("has its names alone", () => {
        const aws = accountWith([service]);
        put(aws, "aws:acm/certificate:Certificate", CERTIFICATE, { status: "ISSUED" });
        const named = files({ aliases: ["cdn.example.com"], viewerCertificate: { acmCertificateArn: CERTIFICATE } });
        aws.create(DISTRIBUTION, "files", named);
        assert.throws(
            () => aws.create(DISTRIBUTION, "again", named),
            refusal(
                "CreateDistribution",
                "CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a different resource.",
            ),
        );
    });
});

describe("CloudFront origins", () => {
    it("keep their access control and VPC origin while a distribution uses them", () => {
        const aws = accountWith([service]);
        put(aws, "aws:lb/loadBalancer:LoadBalancer", LOAD_BALANCER, { arn: LOAD_BALANCER });
        const endpoint = { name: "web", arn: LOAD_BALANCER, httpPort: 80, httpsPort: 443, originProtocolPolicy: "http-only" };
        const vpcOriginEndpointConfig = { ...endpoint, originSslProtocols: { items: ["TLSv1.2"], quantity: 1 } };
        const control = aws.create(ACCESS_CONTROL, "files", SIGNED);
        const origin = aws.create(VPC_ORIGIN, "web", { vpcOriginEndpointConfig });
        const user = aws.create(
            DISTRIBUTION,
            "files",
            files({}, { originAccessControlId: control.id, vpcOriginConfig: { vpcOriginId: origin.id } }),
        );
        assert.throws(
            () => {
                aws.delete(control);
            },
            refusal(
                "DeleteOriginAccessControl",
                "OriginAccessControlInUse: The origin access control is still being used by other distributions.",
            ),
        );
        assert.throws(
            () => {
                aws.delete(origin);
            },
            refusal("DeleteVpcOrigin", "CannotDeleteEntityWhileInUse: The VPC origin is still being used by other distributions."),
        );
        for (const resource of [user, control, origin]) aws.delete(resource);
        assert.deepEqual([aws.stored(ACCESS_CONTROL), aws.stored(VPC_ORIGIN)], [[], []]);
        const lost = { vpcOriginEndpointConfig: { ...vpcOriginEndpointConfig, arn: `${LOAD_BALANCER}0` } };
        assert.throws(
            () => aws.create(VPC_ORIGIN, "lost", lost),
            refusal("CreateVpcOrigin", `EntityNotFound: The specified origin endpoint does not exist: ${LOAD_BALANCER}0`),
        );
    });

    it("have access controls of different names", () => {
        const aws = accountWith([service]);
        aws.create(ACCESS_CONTROL, "files", SIGNED);
        assert.throws(
            () => aws.create(ACCESS_CONTROL, "again", SIGNED),
            refusal(
                "CreateOriginAccessControl",
                "OriginAccessControlAlreadyExists: An origin access control with the same name already exists.",
            ),
        );
    });
});
