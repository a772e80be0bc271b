/** Amazon CloudFront: distributions and how they reach their origins. */
import type { Properties } from "../../provider/values";
import { valuesAt } from "../paths";
import { blockOf, blocksOf, findBy, isSet, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Computed, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const ACCESS_CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl";
const VPC_ORIGIN = "aws:cloudfront/vpcOrigin:VpcOrigin";

/** The zone of every distribution: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
const CLOUDFRONT_ZONE_ID = "Z2FDTNDATAQYW2";

const distribution: ResourceType = {
    token: DISTRIBUTION,
    sets: ["aliases", "origins", "originGroups", "customErrorResponses"],
    changesOnUpdate: { etag: "any change", lastModifiedTime: "any change" },

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "comment", length: [0, 128] },
            { property: "origins.connectionAttempts", range: [1, 3] },
            { property: "origins.connectionTimeout", range: [1, 10] },
            { property: "restrictions.geoRestriction.restrictionType", oneOf: ["none", "whitelist", "blacklist"] },
            { property: "viewerCertificate.acmCertificateArn", format: "ARN" },
            { property: "viewerCertificate.sslSupportMethod", oneOf: ["sni-only", "vip", "static-ip"] },
            { property: "httpVersion", oneOf: ["http1.1", "http2", "http3", "http2and3"] },
            { property: "priceClass", oneOf: ["PriceClass_100", "PriceClass_200", "PriceClass_All", "None"] },
        ]),

    create(call) {
        refuseDistribution(call, "CreateDistribution", undefined);
        const { account } = call;
        const id = `E${account.newHex(13).toUpperCase()}`;
        const nobody = { enabled: false, items: [] };
        return {
            id,
            computed: {
                arn: `arn:aws:cloudfront::${account.accountId}:distribution/${id}`,
                callerReference: `simulated-${account.newHex(20)}`,
                continuousDeploymentPolicyId: textOf(call.inputs, "continuousDeploymentPolicyId") ?? "",
                domainName: `d${account.newHex(13)}.cloudfront.net`,
                hostedZoneId: CLOUDFRONT_ZONE_ID,
                inProgressValidationBatches: 0,
                loggingV1Enabled: blockOf(call.inputs, "loggingConfig") !== undefined,
                status: call.inputs["waitForDeployment"] === false ? "InProgress" : "Deployed",
                trustedKeyGroups: [nobody],
                trustedSigners: [nobody],
                ...versionOf(call),
            },
        };
    },

    update(call) {
        refuseDistribution(call, "UpdateDistribution", call.current.id);
        return versionOf(call);
    },

    delete({ account, current }) {
        if (!isSet(current.properties, "retainOnDelete")) return "removed";
        account.put({ ...current, properties: { ...current.properties, enabled: false }, note: "disabled and kept by retainOnDelete" });
        return "kept";
    },
};

const originAccessControl: ResourceType = {
    token: ACCESS_CONTROL,
    changesOnUpdate: { etag: "any change" },

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 64] },
            { property: "description", length: [0, 256] },
            { property: "originAccessControlOriginType", oneOf: ["s3", "mediastore", "lambda", "mediapackagev2"] },
            { property: "signingBehavior", oneOf: ["always", "never", "no-override"] },
            { property: "signingProtocol", oneOf: ["sigv4"] },
        ]),

    create(call) {
        const { account, inputs } = call;
        const taken = findBy(account, ACCESS_CONTROL, "name", requiredText(inputs, "name"));
        if (taken !== undefined) {
            const reason = "An origin access control with the same name already exists.";
            throw new Refusal("CloudFront", "CreateOriginAccessControl", "OriginAccessControlAlreadyExists", reason);
        }
        const id = `E${account.newHex(13).toUpperCase()}`;
        return { id, computed: { arn: `arn:aws:cloudfront::${account.accountId}:origin-access-control/${id}`, etag: newEtag(call) } };
    },

    update: (call) => ({ etag: newEtag(call) }),

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteOriginAccessControl.html#API_DeleteOriginAccessControl_Errors */
    delete({ account, current }) {
        const isUsed = account
            .list(DISTRIBUTION)
            .some(({ properties }) => valuesAt(properties, "origins.originAccessControlId").includes(current.id));
        if (!isUsed) return "removed";
        const reason = "The origin access control is still being used by other distributions.";
        throw new Refusal("CloudFront", "DeleteOriginAccessControl", "OriginAccessControlInUse", reason);
    },
};

const vpcOrigin: ResourceType = {
    token: VPC_ORIGIN,
    changesOnUpdate: { etag: "any change" },

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "vpcOriginEndpointConfig.arn", format: "ARN" },
            { property: "vpcOriginEndpointConfig.originProtocolPolicy", oneOf: ["http-only", "match-viewer", "https-only"] },
        ]),

    create(call) {
        const { account, inputs } = call;
        const target = requiredText(blockOf(inputs, "vpcOriginEndpointConfig") ?? {}, "arn");
        if (target.includes(":loadbalancer/") && findBy(account, "aws:lb/loadBalancer:LoadBalancer", "arn", target) === undefined) {
            throw new Refusal("CloudFront", "CreateVpcOrigin", "EntityNotFound", `The specified origin endpoint does not exist: ${target}`);
        }
        const id = `vo_${account.newHex(22)}`;
        return { id, computed: { arn: `arn:aws:cloudfront::${account.accountId}:vpcorigin/${id}`, etag: newEtag(call) } };
    },

    update: (call) => ({ etag: newEtag(call) }),

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteVpcOrigin.html#API_DeleteVpcOrigin_Errors */
    delete({ account, current }) {
        const isUsed = account
            .list(DISTRIBUTION)
            .some(({ properties }) => valuesAt(properties, "origins.vpcOriginConfig.vpcOriginId").includes(current.id));
        if (!isUsed) return "removed";
        const reason = "The VPC origin is still being used by other distributions.";
        throw new Refusal("CloudFront", "DeleteVpcOrigin", "CannotDeleteEntityWhileInUse", reason);
    },
};

export const service: Service = { name: "Amazon CloudFront", resourceTypes: [distribution, originAccessControl, vpcOrigin] };

function newEtag({ account }: CreateCall): string {
    return `E${account.newHex(13).toUpperCase()}`;
}

function versionOf(call: CreateCall): Computed {
    return { etag: newEtag(call), lastModifiedTime: call.account.now().replace("T", " ").replace("Z", " +0000 UTC") };
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html#API_CreateDistribution_Errors */
function refuseDistribution({ account, inputs }: CreateCall, operation: string, ownId: string | undefined): void {
    const refuse = (code: string, reason: string) => new Refusal("CloudFront", operation, code, reason);
    const origins = [...blocksOf(inputs, "origins"), ...blocksOf(inputs, "originGroups")].map((origin) => origin["originId"]);
    const behaviors = [blockOf(inputs, "defaultCacheBehavior") ?? {}, ...blocksOf(inputs, "orderedCacheBehaviors")];
    if (behaviors.some((behavior: Properties) => !origins.includes(behavior["targetOriginId"]))) {
        throw refuse("NoSuchOrigin", "One or more of your origins or origin groups do not exist.");
    }
    const others = account.list(DISTRIBUTION).filter(({ id }) => id !== ownId);
    if (others.some(({ properties }) => textsOf(properties, "aliases").some((alias) => textsOf(inputs, "aliases").includes(alias)))) {
        throw refuse("CNAMEAlreadyExists", "One or more of the CNAMEs you provided are already associated with a different resource.");
    }
    const certificateArn = textOf(blockOf(inputs, "viewerCertificate") ?? {}, "acmCertificateArn");
    if (textsOf(inputs, "aliases").length > 0 && certificateArn === undefined) {
        const reason =
            "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your " +
            "authorization to use the domain name.";
        throw refuse("InvalidViewerCertificate", reason);
    }
    const certificate = certificateArn === undefined ? undefined : account.find("aws:acm/certificate:Certificate", certificateArn);
    if (certificateArn === undefined || (certificate?.region === "us-east-1" && certificate.properties["status"] === "ISSUED")) return;
    throw refuse(
        "InvalidViewerCertificate",
        "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
}
