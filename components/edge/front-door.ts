import * as pulumi from "@pulumi/pulumi";
import type { DataFate } from "../data/fate-of-data";
import type { Network } from "../network/network";
import { Certificate } from "./certificate";
import { DomainRecord } from "./domain-record";
import { LoadBalancer } from "./load-balancer";

export interface FrontDoorArgs {
    network: Network;
    /** Name of the site, for example `chat.example.com`; undefined: the load balancer's own name, over HTTP. */
    domainName: string | undefined;
    /** Route 53 zone of the name; undefined: its owner writes the record. */
    hostedZoneId: string | undefined;
    /** Certificate for the name; undefined: one is made, which needs the zone. */
    certificateArn: string | undefined;
    /** Whether AWS refuses to delete the load balancer. */
    fate: DataFate;
}

/**
 * How people get in: load balancer, and name and certificate where a domain is given.
 *
 *     const frontDoor = new FrontDoor("front-door", { domainName: "chat.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ", ... });
 */
export class FrontDoor extends pulumi.ComponentResource {
    /** Address of the site with its scheme. */
    readonly url: pulumi.Output<string>;
    readonly loadBalancer: LoadBalancer;

    constructor(name: string, args: FrontDoorArgs, opts?: pulumi.ComponentResourceOptions) {
        const { domainName, hostedZoneId } = args;
        super("librechat:edge:FrontDoor", name, { domainName, hostedZoneId }, opts);

        this.loadBalancer = this.listen(name, args);
        if (domainName !== undefined && hostedZoneId !== undefined) {
            new DomainRecord(`${name}-domain`, { domainName, hostedZoneId, target: this.loadBalancer }, { parent: this });
        }

        this.url =
            domainName === undefined ? pulumi.interpolate`http://${this.loadBalancer.dnsName}` : pulumi.output(`https://${domainName}`);
        this.registerOutputs({ url: this.url });
    }

    private listen(name: string, args: FrontDoorArgs) {
        const { network, fate } = args;
        return new LoadBalancer(
            name,
            {
                vpcId: network.vpcId,
                ...network.public("load-balancer"),
                certificateArn: this.certificate(name, args),
                deletionProtection: fate.deletionProtection,
            },
            { parent: this },
        );
    }

    private certificate(name: string, { domainName, hostedZoneId, certificateArn }: FrontDoorArgs): pulumi.Input<string> | undefined {
        if (certificateArn !== undefined || domainName === undefined || hostedZoneId === undefined) return certificateArn;
        return new Certificate(`${name}-certificate`, { domainName, hostedZoneId }, { parent: this }).arn;
    }
}
