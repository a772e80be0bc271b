/** AWS Certificate Manager: certificates wait for the DNS records that prove the domain; who uses one keeps it from being deleted. */
import { ProviderError } from "../../provider/errors";
import { createHash } from "node:crypto";
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { removeAside, setAside } from "../displaced";
import { uuidFrom } from "../filled-in";
import { valuesAt } from "../paths";
import { arnOf, blockOf, blocksOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Computed, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { isPublished } from "./route53";
import { plainName } from "./route53-zones";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";

/** What the provider makes of "not issued yet", which is what it reads before it waits: the zero time of Go. */
const NEVER = "0001-01-01 00:00:00 +0000 UTC";

/** Days for which a public certificate is valid: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html */
const VALID_DAYS = 198;

/** Who uses a certificate, and in which property: https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html */
const USERS: readonly (readonly [type: string, path: string])[] = [
    ["aws:lb/listener:Listener", "certificateArn"],
    ["aws:lb/listenerCertificate:ListenerCertificate", "certificateArn"],
    ["aws:cloudfront/distribution:Distribution", "viewerCertificate.acmCertificateArn"],
];

const certificate: ResourceType = {
    token: CERTIFICATE,
    sets: ["subjectAlternativeNames", "validationOptions"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "domainName", pattern: /[^.]$/, allowed: "cannot end with a period" },
            { property: "subjectAlternativeNames", pattern: /[^.]$/, allowed: "cannot end with a period" },
            { property: "subjectAlternativeNames", length: [1, 253] },
            { property: "validationMethod", oneOf: ["DNS", "EMAIL", "HTTP", "NONE"] },
            {
                property: "keyAlgorithm",
                oneOf: ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"],
            },
        ]),

    create(call) {
        const { account, region, inputs } = call;
        const arn = arnOf(account, "acm", region, `certificate/${uuidFrom(account.newHex(32))}`);
        if (textOf(inputs, "privateKey") !== undefined)
            return { id: arn, computed: { arn, ...issued(account, "IMPORTED"), ...importedOnes() } };
        if (textOf(inputs, "validationMethod") === undefined && textOf(inputs, "certificateAuthorityArn") === undefined) {
            throw new ProviderError("requesting ACM Certificate: `certificate_authority_arn` or `validation_method` must be set");
        }
        return { id: arn, computed: { arn, ...requested(call) } };
    },

    update({ account, inputs, changed }) {
        return changed.has("certificateBody") && textOf(inputs, "privateKey") !== undefined ? issued(account, "IMPORTED") : {};
    },

    read({ account, current }) {
        return isPending(current) && missingRecord(account, current) === undefined ? issued(account, "AMAZON_ISSUED") : {};
    },

    delete({ account, current }) {
        const users = USERS.flatMap(([type, path]) =>
            account.list(type).filter(({ properties }) => valuesAt(properties, path).includes(current.id)),
        );
        if (users.length > 0) {
            const reason = `Certificate ${current.id} in account ${account.accountId} is in use.`;
            throw new Refusal("ACM", "DeleteCertificate", "ResourceInUseException", reason);
        }
        return "removed";
    },
};

const certificateValidation: ResourceType = {
    token: VALIDATION,
    sets: ["validationRecordFqdns"],

    create({ account, inputs }) {
        const arn = requiredText(inputs, "certificateArn");
        const found = account.find(CERTIFICATE, arn);
        if (found === undefined) {
            const reason = `Could not find certificate ${arn}.`;
            throw new Refusal("ACM", "DescribeCertificate", "ResourceNotFoundException", reason);
        }
        const type = requiredText(found.properties, "type");
        if (type !== "AMAZON_ISSUED") throw new ProviderError(`ACM Certificate (${arn}) has type ${type}, no validation necessary`);
        refuseMissingNames(inputs, found);
        const issuedAt = isPending(found)
            ? NEVER
            : `${requiredText(found.properties, "notBefore").replace("T", " ").replace("Z", "")} +0000 UTC`;
        if (isPending(found)) waitForIssue(account, found);
        setAside(account, VALIDATION, issuedAt);
        return { id: issuedAt, computed: {} };
    },

    // Validations of several certificates may have the same id; see the type's facts.
    delete: ({ account, current }) => (removeAside(account, VALIDATION, current.id) === undefined ? "removed" : "kept"),
};

export const service: Service = { name: "AWS Certificate Manager", resourceTypes: [certificate, certificateValidation] };

function isPending({ properties }: StoredResource): boolean {
    return properties["status"] === "PENDING_VALIDATION";
}

function requested({ account, inputs }: CreateCall): Computed {
    const domainName = requiredText(inputs, "domainName");
    const names = [...new Set([domainName, ...textsOf(inputs, "subjectAlternativeNames")])];
    const isPrivate = textOf(inputs, "certificateAuthorityArn") !== undefined;
    const usesDns = !isPrivate && textOf(inputs, "validationMethod") === "DNS";
    const usesMail = !isPrivate && textOf(inputs, "validationMethod") === "EMAIL";
    return {
        ...(isPrivate ? issued(account, "PRIVATE") : { status: "PENDING_VALIDATION", type: "AMAZON_ISSUED", notBefore: "", notAfter: "" }),
        domainName,
        subjectAlternativeNames: names,
        domainValidationOptions: usesDns ? names.map((name) => validationOption(account, name)) : [],
        validationEmails: usesMail ? names.flatMap((name) => ["admin", "hostmaster", "postmaster"].map((box) => `${box}@${name}`)) : [],
        validationMethod: isPrivate ? "NONE" : textOf(inputs, "validationMethod"),
        keyAlgorithm: textOf(inputs, "keyAlgorithm") ?? "RSA_2048",
        options: { certificateTransparencyLoggingPreference: "ENABLED", export: "DISABLED", ...blockOf(inputs, "options") },
        pendingRenewal: false,
        renewalEligibility: "INELIGIBLE",
        renewalSummaries: [],
    };
}

/** The record is the same each time for an account and a domain, with or without `*.`: so a certificate made anew is issued at once. */
function validationOption(account: Account, domainName: string): Properties {
    const base = domainName.replace(/^\*\./, "");
    const hex = createHash("sha256").update(`${account.accountId} ${base}`).digest("hex");
    return {
        domainName,
        resourceRecordName: `_${hex.slice(0, 32)}.${base}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${hex.slice(32, 64)}.${letters(hex)}.acm-validations.aws.`,
    };
}

function letters(hex: string): string {
    return Array.from(hex.slice(0, 10))
        .map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
        .join("");
}

function issued(account: Account, type: "AMAZON_ISSUED" | "IMPORTED" | "PRIVATE"): Computed {
    const now = account.now();
    const end = new Date(Date.parse(now) + VALID_DAYS * 86_400_000).toISOString();
    return { status: "ISSUED", type, notBefore: now, notAfter: end };
}

function importedOnes(): Computed {
    return {
        domainValidationOptions: [],
        validationEmails: [],
        validationMethod: "NONE",
        pendingRenewal: false,
        renewalEligibility: "INELIGIBLE",
        renewalSummaries: [],
    };
}

/** The provider's own comparison; it looks nothing up. */
function refuseMissingNames(inputs: Properties, { properties }: StoredResource): void {
    const given = textsOf(inputs, "validationRecordFqdns").map(plainName);
    if (given.length === 0) return;
    const missing = blocksOf(properties, "domainValidationOptions").filter(
        (option) => !given.includes(plainName(requiredText(option, "resourceRecordName"))),
    );
    const lines = missing.map((option) => {
        const fqdn = requiredText(option, "resourceRecordName").replace(/\.$/, "");
        return `missing ${requiredText(option, "domainName")} DNS validation record: ${fqdn}`;
    });
    if (lines.length > 0) throw new ProviderError(lines.join("\n"));
}

/** ACM looks for the records itself, for up to 72 hours; the provider waits 75 minutes, which the simulator does not. */
function waitForIssue(account: Account, found: StoredResource): void {
    const missing = missingRecord(account, found);
    if (missing !== undefined) {
        throw new ProviderError(
            `waiting for ACM Certificate (${found.id}) to be issued: timeout while waiting for state to become 'ISSUED' ` +
                `(last state: 'PENDING_VALIDATION', timeout: 1h15m0s)\nSimulated AWS: ${missing}`,
        );
    }
    account.put({ ...found, properties: { ...found.properties, ...issued(account, "AMAZON_ISSUED") } });
}

function missingRecord(account: Account, { properties }: StoredResource): string | undefined {
    const options = blocksOf(properties, "domainValidationOptions");
    if (options.length === 0) return "the certificate is validated by e-mail, which nobody reads here";
    return options
        .map((option) => [requiredText(option, "resourceRecordName"), requiredText(option, "resourceRecordValue")] as const)
        .filter(([name, value]) => !isPublished(account, name, "CNAME", value))
        .map(([name, value]) => `no public hosted zone of the account has the record ${name} CNAME ${value}`)[0];
}
