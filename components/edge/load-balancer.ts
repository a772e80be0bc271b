import type { types } from "@pulumi/aws";
import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * How long the load balancer keeps a silent connection, in seconds; AWS allows 4,000 and takes 60 when nothing is said. LibreChat streams
 * an answer without a heartbeat, so a model that thinks for a minute would be cut off at 60.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
export const IDLE_TIMEOUT_SECONDS = 600;

/** What a listener does with what it hears. */
type ListenerAction = types.input.lb.ListenerDefaultAction;

const TO_HTTPS: ListenerAction = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };

export interface LoadBalancerArgs {
    vpcId: pulumi.Input<string>;
    /** Subnets with a route to the internet gateway, in at least two zones. */
    subnetIds: pulumi.Input<string[]>;
    securityGroupId: pulumi.Input<string>;
    /** Certificate for HTTPS. Without one the front door speaks HTTP only, and passwords travel in clear text. */
    certificateArn: pulumi.Input<string> | undefined;
    /** AWS then refuses to delete the load balancer. */
    deletionProtection: boolean;
}

/**
 * The front door: an Application Load Balancer, about $16.43 a month plus $5.84 for each LCU.
 *
 *     const frontDoor = new LoadBalancer("front-door", { ... });
 *     new LibreChat("librechat", { targetGroupArn: frontDoor.targetGroupArn, ... }, { dependsOn: frontDoor });
 *
 * A service can only register with a target group that a listener uses already, hence the `dependsOn`.
 */
export class LoadBalancer extends pulumi.ComponentResource {
    readonly targetGroupArn: pulumi.Output<string>;
    readonly dnsName: pulumi.Output<string>;
    /** Hosted zone of `dnsName`, for alias records. */
    readonly zoneId: pulumi.Output<string>;
    /** `<load balancer suffix>/<target group suffix>`: how Application Auto Scaling names the pair. */
    readonly requestCountLabel: pulumi.Output<string>;

    constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:edge:LoadBalancer", name, args, opts);

        const loadBalancer = this.loadBalancer(name, args);
        const targetGroup = this.targetGroup(name, args);
        const forward = { type: "forward", targetGroupArn: targetGroup.arn };
        const https = args.certificateArn === undefined ? undefined : this.httpsListener(name, args.certificateArn, loadBalancer, forward);
        const http = this.httpListener(name, loadBalancer, https === undefined ? forward : TO_HTTPS, https);
        this.hiddenMetrics(name, https ?? http);

        this.targetGroupArn = targetGroup.arn;
        this.dnsName = loadBalancer.dnsName;
        this.zoneId = loadBalancer.zoneId;
        this.requestCountLabel = pulumi.interpolate`${loadBalancer.arnSuffix}/${targetGroup.arnSuffix}`;
        this.registerOutputs({
            targetGroupArn: this.targetGroupArn,
            dnsName: this.dnsName,
            zoneId: this.zoneId,
            requestCountLabel: this.requestCountLabel,
        });
    }

    private loadBalancer(name: string, { subnetIds, securityGroupId, deletionProtection }: LoadBalancerArgs) {
        return new aws.lb.LoadBalancer(
            name,
            {
                loadBalancerType: "application",
                internal: false,
                subnets: subnetIds,
                securityGroups: [securityGroupId],
                idleTimeout: IDLE_TIMEOUT_SECONDS,
                dropInvalidHeaderFields: true,
                enableDeletionProtection: deletionProtection,
            },
            { parent: this },
        );
    }

    private targetGroup(name: string, { vpcId }: LoadBalancerArgs) {
        return new aws.lb.TargetGroup(
            name,
            {
                vpcId,
                targetType: "ip",
                protocol: "HTTP",
                port: 3080,
                // LibreChat gives itself 60 seconds to finish open answers; the load balancer must not cut them before.
                deregistrationDelay: 90,
                healthCheck: { path: "/readyz", matcher: "200", interval: 15, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 3 },
            },
            { parent: this },
        );
    }

    /** One resource with and without a certificate: a port has one listener, and a second one would be made before the first is deleted. */
    private httpListener(name: string, loadBalancer: aws.lb.LoadBalancer, action: ListenerAction, https: aws.lb.Listener | undefined) {
        return new aws.lb.Listener(
            `${name}-http`,
            { loadBalancerArn: loadBalancer.arn, port: 80, protocol: "HTTP", defaultActions: [action] },
            // People are sent to HTTPS only once it is there.
            { parent: this, dependsOn: https ?? [] },
        );
    }

    private httpsListener(name: string, certificateArn: pulumi.Input<string>, loadBalancer: aws.lb.LoadBalancer, action: ListenerAction) {
        return new aws.lb.Listener(
            `${name}-https`,
            {
                loadBalancerArn: loadBalancer.arn,
                port: 443,
                protocol: "HTTPS",
                sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
                certificateArn,
                defaultActions: [action],
            },
            { parent: this },
        );
    }

    /** LibreChat serves Prometheus figures on its public port; they are nobody's business outside. */
    private hiddenMetrics(name: string, listener: aws.lb.Listener) {
        new aws.lb.ListenerRule(
            `${name}-metrics`,
            {
                listenerArn: listener.arn,
                priority: 1,
                conditions: [{ pathPattern: { values: ["/metrics", "/metrics/*"] } }],
                actions: [
                    { type: "fixed-response", fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" } },
                ],
            },
            { parent: this },
        );
    }
}
