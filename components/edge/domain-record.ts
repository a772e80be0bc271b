import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

export interface DomainRecordArgs {
    /** Full name of the site, for example `chat.example.com`. */
    domainName: string;
    /** Route 53 zone that holds the name. */
    hostedZoneId: string;
    /** The load balancer's name and zone. */
    target: { dnsName: pulumi.Input<string>; zoneId: pulumi.Input<string> };
}

/** The site's name, leading to the load balancer. An alias follows the load balancer's addresses by itself, and its look-ups are free. */
export class DomainRecord extends pulumi.ComponentResource {
    constructor(name: string, args: DomainRecordArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:edge:DomainRecord", name, args, opts);

        const { domainName, hostedZoneId, target } = args;
        const record = new aws.route53.Record(
            name,
            {
                zoneId: hostedZoneId,
                name: domainName,
                type: "A",
                aliases: [{ name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: false }],
            },
            { parent: this },
        );
        this.registerOutputs({ fqdn: record.fqdn });
    }
}
