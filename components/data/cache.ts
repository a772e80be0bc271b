import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import { CACHE_PORT, cacheUri } from "./cache-uri";
import type { DataFate } from "./fate-of-data";
import { incarnationOf } from "./incarnation";
import { randomPassword, storedSecret } from "./stored-secret";

export interface CacheArgs {
    /** Subnets without a route to the internet; in at least two zones when there is more than one node. */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
    /** Memory of each node. `cache.t4g.micro` (0.5 GiB) costs about $12 a month. Changed in place. */
    nodeType: string;
    /** Nodes, 1 to 6: the first writes; with two or more, another zone takes over when it fails. */
    nodes: number;
    fate: DataFate;
}

/**
 * Redis for several LibreChat tasks: sessions, rate limits, leader election, resumable streams. **Stateful**, though only sessions are lost.
 *
 *     const cache = new Cache("cache", { nodes: 2, ... });
 *     secrets: { REDIS_URI: `${cache.secretArn}:uri::` }
 *
 * - Engine Redis 7.1, which LibreChat documents and tests. Going to Valkey later is an upgrade in place; going back would replace the group.
 * - Cluster mode off: in cluster mode LibreChat sends plain text for `rediss://`, unless it is given a CA as well.
 * - Not serverless: LibreChat's commands cross slots there (CROSSSLOT).
 */
export class Cache extends pulumi.ComponentResource {
    /** Name of the replication group in the program, by which needs refer to it: `tcp:<name>:6379`. */
    readonly resourceName: string;
    /** Endpoint of the primary, which follows it after a failover. */
    readonly host: pulumi.Output<string>;
    readonly port: pulumi.Output<number>;
    /** JSON: uri, with TLS and the token. */
    readonly secretArn: pulumi.Output<string>;

    constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:Cache", name, args, opts);

        const token = randomPassword(this, `${name}-token`);
        const group = this.replicationGroup(name, args, token);
        const uri = pulumi.all([group.primaryEndpointAddress, token]).apply(([host, secretToken]) => cacheUri(host, secretToken));
        const secret = storedSecret(this, `${name}-uri`, "Connection string of the cache", { uri }, args.fate);

        this.resourceName = name;
        this.host = group.primaryEndpointAddress;
        this.port = pulumi.output(CACHE_PORT);
        this.secretArn = secret.arn;
        this.registerOutputs({ host: this.host, port: this.port, secretArn: this.secretArn });
    }

    private replicationGroup(name: string, args: CacheArgs, token: pulumi.Output<string>) {
        const subnets = new aws.elasticache.SubnetGroup(`${name}-subnets`, { subnetIds: args.subnetIds }, { parent: this });
        const standby = args.nodes >= 2;
        return new aws.elasticache.ReplicationGroup(
            name,
            {
                description: "Cache of LibreChat",
                engine: "redis",
                engineVersion: "7.1",
                // The group of Redis 7 with cluster mode off.
                parameterGroupName: "default.redis7",
                nodeType: args.nodeType,
                numCacheClusters: args.nodes,
                automaticFailoverEnabled: standby,
                multiAzEnabled: standby,
                port: CACHE_PORT,
                subnetGroupName: subnets.name,
                securityGroupIds: [args.securityGroupId],
                atRestEncryptionEnabled: true,
                transitEncryptionEnabled: true,
                transitEncryptionMode: "required",
                authToken: token,
                // Keeps the old token valid beside a new one, while tasks still use it.
                authTokenUpdateStrategy: "ROTATE",
                maintenanceWindow: "sun:03:30-sun:04:30",
                ...this.snapshots(name, args.fate),
                applyImmediately: args.fate.applyImmediately,
            },
            { parent: this, protect: args.fate.protect },
        );
    }

    /** Sessions are worth a snapshot only where data is kept. */
    private snapshots(name: string, fate: DataFate) {
        if (fate.skipFinalSnapshot) return { snapshotRetentionLimit: 0 };
        const { finalSnapshotIdentifier } = incarnationOf(this, name, { engine: "redis" });
        return { snapshotRetentionLimit: 7, snapshotWindow: "02:00-03:00", finalSnapshotIdentifier };
    }
}
