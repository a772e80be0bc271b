import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

export interface ClusterArgs {
    vpcId: pulumi.Input<string>;
    /** Private DNS zone of the services, for example `librechat.internal`; names in it resolve in this VPC only. */
    namespace: string;
}

/** Where tasks run, and the private names under which they find each other. The cluster is free of charge; the zone costs $0.50 a month. */
export class Cluster extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly clusterName: pulumi.Output<string>;
    readonly namespaceId: pulumi.Output<string>;
    /** Private DNS zone, as given. */
    readonly namespace: string;

    constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:Cluster", name, args, opts);

        const cluster = new aws.ecs.Cluster(name, { settings: [{ name: "containerInsights", value: "enabled" }] }, { parent: this });
        const namespace = new aws.servicediscovery.PrivateDnsNamespace(
            `${name}-namespace`,
            { name: args.namespace, vpc: args.vpcId, description: "Services of LibreChat" },
            { parent: this },
        );

        this.arn = cluster.arn;
        this.clusterName = cluster.name;
        this.namespaceId = namespace.id;
        this.namespace = args.namespace;
        this.registerOutputs({ arn: this.arn, clusterName: this.clusterName, namespaceId: this.namespaceId });
    }
}
