import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

export interface CertificateArgs {
    /** Full name of the site, for example `chat.example.com`. A change replaces the certificate, with the old one in use until then. */
    domainName: string;
    /** Route 53 zone in which the proof of ownership is written. */
    hostedZoneId: string;
}

/** A certificate from ACM, validated over DNS; free of charge, and renewed by AWS as long as the validation record stays. */
export class Certificate extends pulumi.ComponentResource {
    /** Known once the certificate is issued, so that no listener is made with one that is not. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:edge:Certificate", name, args, opts);

        const certificate = new aws.acm.Certificate(name, { domainName: args.domainName, validationMethod: "DNS" }, { parent: this });
        const record = this.validationRecord(name, args, certificate);
        const validation = new aws.acm.CertificateValidation(
            name,
            { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
            { parent: this },
        );

        this.arn = validation.certificateArn;
        this.registerOutputs({ arn: this.arn });
    }

    private validationRecord(name: string, { hostedZoneId }: CertificateArgs, certificate: aws.acm.Certificate) {
        // One name, so one record: the list is not known in a first preview, but its length is.
        const option = certificate.domainValidationOptions.apply(([first]) => {
            if (first === undefined)
                throw new pulumi.ResourceError("ACM returned no validation record for the certificate", certificate, true);
            return first;
        });
        return new aws.route53.Record(
            `${name}-validation`,
            {
                zoneId: hostedZoneId,
                name: option.resourceRecordName,
                type: option.resourceRecordType,
                records: [option.resourceRecordValue],
                ttl: 300,
                // A stack that is made again asks for the same proof; what an earlier one left behind is no obstacle.
                allowOverwrite: true,
            },
            { parent: this },
        );
    }
}
