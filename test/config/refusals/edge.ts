import { PRODUCTION } from "../validated";
import { lines, type Refusal } from "./refusal";

export const refusals: readonly Refusal[] = [
    {
        rule: "certificate-needs-domain",
        given: { certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0123" },
        problems: [
            lines(
                "librechat:certificateArn = arn:aws:acm:us-east-1:123456789012:certificate/0123, but librechat:domainName is not set; a certificate needs the name that it is for. Choose one:",
                "  pulumi config set librechat:domainName chat.example.com",
                "  pulumi config rm librechat:certificateArn",
            ),
        ],
    },
    {
        rule: "hosted-zone-needs-domain",
        given: { hostedZoneId: "Z0123456789ABC" },
        problems: [
            lines(
                "librechat:hostedZoneId = Z0123456789ABC, but librechat:domainName is not set; the record in the zone needs a name. Choose one:",
                "  pulumi config set librechat:domainName chat.example.com",
                "  pulumi config rm librechat:hostedZoneId",
            ),
        ],
    },
    {
        rule: "domain-needs-certificate-or-zone",
        given: { domainName: "chat.example.com" },
        problems: [
            lines(
                "librechat:domainName = chat.example.com, but neither librechat:hostedZoneId nor librechat:certificateArn is set; HTTPS needs one of them. Choose one:",
                "  pulumi config set librechat:hostedZoneId ZONE_ID  # makes the certificate and the record",
                "  pulumi config set librechat:certificateArn CERTIFICATE_ARN  # you write the record",
            ),
        ],
    },
    {
        rule: "certificate-in-region",
        given: { domainName: "chat.example.com", certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/0123" },
        problems: [
            "librechat:certificateArn = arn:aws:acm:eu-west-1:123456789012:certificate/0123 is in eu-west-1; a load balancer takes certificates of its own Region only, here us-east-1. Run: pulumi config set librechat:certificateArn CERTIFICATE_ARN_IN_us-east-1",
        ],
    },
    {
        rule: "production-needs-domain",
        given: { preset: "production" },
        problems: [
            "librechat:preset = production, but librechat:domainName is not set: passwords would cross the internet in clear text; production needs HTTPS. Run: pulumi config set librechat:domainName chat.example.com && pulumi config set librechat:hostedZoneId ZONE_ID",
        ],
    },
    {
        rule: "production-needs-deletion-protection",
        given: { ...PRODUCTION, deletionProtection: false },
        problems: [
            lines(
                "librechat:deletionProtection = false with librechat:preset = production; allowed is true, until the stack is retired. Choose one:",
                "  pulumi config set librechat:deletionProtection true",
                "  pulumi config set librechat:retireStack true  # only before pulumi destroy",
            ),
        ],
    },
    {
        rule: "production-needs-backups",
        given: { ...PRODUCTION, backupRetentionDays: 6 },
        problems: [
            "librechat:backupRetentionDays = 6 with librechat:preset = production; allowed is 7 to 35 days. Run: pulumi config set librechat:backupRetentionDays 7",
        ],
    },
];
