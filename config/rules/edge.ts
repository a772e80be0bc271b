import { removeCommand, setCommand, shown } from "../problem";
import { rule } from "../rule";

/** Names, certificates, and what production asks for. */
export const edgeRules = [
    rule({
        id: "certificate-needs-domain",
        statement: "A certificate has a domain.",
        reads: ["certificateArn", "domainName"],
        check: ({ certificateArn, domainName }) =>
            certificateArn !== undefined && domainName === undefined
                ? {
                      finding: `${shown("certificateArn", certificateArn)}, but librechat:domainName is not set; a certificate needs the name that it is for.`,
                      repairs: [{ command: setCommand("domainName", "chat.example.com") }, { command: removeCommand("certificateArn") }],
                  }
                : undefined,
    }),
    rule({
        id: "hosted-zone-needs-domain",
        statement: "A hosted zone has a domain.",
        reads: ["hostedZoneId", "domainName"],
        check: ({ hostedZoneId, domainName }) =>
            hostedZoneId !== undefined && domainName === undefined
                ? {
                      finding: `${shown("hostedZoneId", hostedZoneId)}, but librechat:domainName is not set; the record in the zone needs a name.`,
                      repairs: [{ command: setCommand("domainName", "chat.example.com") }, { command: removeCommand("hostedZoneId") }],
                  }
                : undefined,
    }),
    rule({
        id: "domain-needs-certificate-or-zone",
        statement: "A domain has a certificate, or a hosted zone in which one is proved.",
        reads: ["domainName", "certificateArn", "hostedZoneId"],
        check: ({ domainName, certificateArn, hostedZoneId }) =>
            domainName !== undefined && certificateArn === undefined && hostedZoneId === undefined
                ? {
                      finding: `${shown("domainName", domainName)}, but neither librechat:hostedZoneId nor librechat:certificateArn is set; HTTPS needs one of them.`,
                      repairs: [
                          { command: setCommand("hostedZoneId", "ZONE_ID"), note: "makes the certificate and the record" },
                          { command: setCommand("certificateArn", "CERTIFICATE_ARN"), note: "you write the record" },
                      ],
                  }
                : undefined,
    }),
    rule({
        id: "certificate-in-region",
        statement: "The certificate is in the Region of the stack.",
        reads: ["certificateArn", "region"],
        check: ({ certificateArn, region }) => {
            const found = certificateArn?.split(":")[3];
            if (found === undefined || found === region) return undefined;
            return {
                finding: `${shown("certificateArn", certificateArn)} is in ${found}; a load balancer takes certificates of its own Region only, here ${region}.`,
                repairs: [{ command: setCommand("certificateArn", `CERTIFICATE_ARN_IN_${region}`) }],
            };
        },
    }),
    rule({
        id: "production-needs-domain",
        statement: "Production is served over HTTPS.",
        reads: ["preset", "domainName"],
        check: ({ preset, domainName }) =>
            preset === "production" && domainName === undefined
                ? {
                      finding: `${shown("preset", preset)}, but librechat:domainName is not set: passwords would cross the internet in clear text; production needs HTTPS.`,
                      repairs: [{ command: `${setCommand("domainName", "chat.example.com")} && ${setCommand("hostedZoneId", "ZONE_ID")}` }],
                  }
                : undefined,
    }),
    rule({
        id: "production-needs-deletion-protection",
        statement: "Production has deletion protection, until it is retired.",
        reads: ["preset", "deletionProtection", "retireStack"],
        check: ({ preset, deletionProtection, retireStack }) =>
            preset === "production" && !deletionProtection && !retireStack
                ? {
                      finding: `${shown("deletionProtection", deletionProtection)} with ${shown("preset", preset)}; allowed is true, until the stack is retired.`,
                      repairs: [
                          { command: setCommand("deletionProtection", true) },
                          { command: setCommand("retireStack", true), note: "only before pulumi destroy" },
                      ],
                  }
                : undefined,
    }),
    rule({
        id: "production-needs-backups",
        statement: "Production keeps backups for a week or longer.",
        reads: ["preset", "backupRetentionDays"],
        check: ({ preset, backupRetentionDays }) =>
            preset === "production" && backupRetentionDays < 7
                ? {
                      finding: `${shown("backupRetentionDays", backupRetentionDays)} with ${shown("preset", preset)}; allowed is 7 to 35 days.`,
                      repairs: [{ command: setCommand("backupRetentionDays", 7) }],
                  }
                : undefined,
    }),
];
