import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../../components/application/cluster";
import { Credentials } from "../../../components/application/credentials";
import { ChatStore } from "../../../components/data/chat-store";
import { fateOfData } from "../../../components/data/fate-of-data";
import { FileStorage } from "../../../components/data/file-storage";
import { FrontDoor } from "../../../components/edge/front-door";
import { Network } from "../../../components/network/network";

export const fate = fateOfData({ deletionProtection: false, retireStack: false });

/** A network with everything in it that the application can talk to. */
export function network(overrides: { cache?: boolean; https?: boolean; initialiserFunctions?: boolean } = {}): Network {
    return new Network("network", {
        region: "us-east-1",
        vpcCidr: "10.0.0.0/16",
        availabilityZones: 2,
        natGateways: 1,
        services: ["secretsmanager", "logs"],
        connections: {
            documentDb: true,
            mongoPorts: [],
            sitePorts: [],
            rag: true,
            initialiserFunctions: overrides.initialiserFunctions ?? true,
            cache: overrides.cache ?? false,
            https: overrides.https ?? false,
            allowedCidrs: ["0.0.0.0/0"],
        },
        fate,
    });
}

export function placement(of: Network) {
    const cluster = new Cluster("cluster", { vpcId: of.vpcId, namespace: "librechat.internal" });
    return { region: "us-east-1", architecture: "arm64" as const, logRetentionDays: 7, cluster, network: of };
}

export function credentials(): Credentials {
    return new Credentials("credentials", { openId: false, openIdClientSecret: undefined, keys: {}, fate });
}

export function chats(of: Network): ChatStore {
    const uri = pulumi.secret("mongodb+srv://user:password@host/LibreChat");
    const sizes = { instanceClass: "db.t4g.medium", instances: 1, backupRetentionDays: 1, logRetentionDays: 7 };
    return new ChatStore("mongo", { region: "us-east-1", network: of, uri, tlsCaFile: "/ca.pem", architecture: "arm64", fate, ...sizes });
}

export function files(): FileStorage {
    return new FileStorage("files", { fate });
}

export function frontDoor(of: Network): FrontDoor {
    return new FrontDoor("front-door", { network: of, domainName: undefined, hostedZoneId: undefined, certificateArn: undefined, fate });
}
