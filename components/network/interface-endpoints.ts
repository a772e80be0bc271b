import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

export interface InterfaceEndpointsArgs {
    /** Region of the stack, for example `us-east-1`. */
    region: string;
    vpcId: pulumi.Input<string>;
    /**
     * Private subnets, one per zone; AWS refuses a second one of a zone with `DuplicateSubnetsInSameZone`. They need not be the clients' subnets:
     * private DNS serves the whole VPC.
     * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
     */
    subnetIds: pulumi.Input<string[]>;
    /** Group that admits the clients on 443. Without one, AWS attaches the VPC's default group, which admits nobody else. */
    securityGroupId: pulumi.Input<string>;
    /** Services as the last part of their endpoint name, for example `secretsmanager`. Each costs about $7.30 a month and zone, plus $0.01 for each GB. */
    services: readonly string[];
}

/**
 * AWS services inside the VPC: their usual names lead every subnet to these endpoints, so a database initialiser reads its secret
 * without a way to the internet.
 *
 *     const endpoints = new InterfaceEndpoints("endpoints", { services: ["secretsmanager", "logs"], ... });
 *     new PostgresInitialisation("postgres-initialisation", { ... }, { dependsOn: endpoints });
 *
 * Once an endpoint exists, all clients in the VPC are led to it, also those that went through a NAT gateway before: the group must admit
 * each of them.
 */
export class InterfaceEndpoints extends pulumi.ComponentResource {
    /** Endpoint ids by service. */
    readonly endpointIds: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:network:InterfaceEndpoints", name, args, opts);

        this.endpointIds = Object.fromEntries(args.services.map((service) => [service, this.endpoint(name, service, args).id]));
        this.registerOutputs({ endpointIds: this.endpointIds, placement: "private" });
    }

    private endpoint(name: string, service: string, { region, vpcId, subnetIds, securityGroupId }: InterfaceEndpointsArgs) {
        return new aws.ec2.VpcEndpoint(
            `${name}-${service}`,
            {
                vpcId,
                serviceName: `com.amazonaws.${region}.${service}`,
                vpcEndpointType: "Interface",
                subnetIds,
                securityGroupIds: [securityGroupId],
                // Explicit, because the provider's behaviour for an omitted value has changed between versions.
                privateDnsEnabled: true,
            },
            { parent: this },
        );
    }
}
