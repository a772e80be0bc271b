import * as pulumi from "@pulumi/pulumi";

import type { Credentials } from "../application/credentials";
import type { LibreChat } from "../application/librechat";
import type { RagApi } from "../application/rag-api";
import type { Cache } from "../data/cache";
import type { ChatStore } from "../data/chat-store";
import type { FileStorage } from "../data/file-storage";
import type { VectorStore } from "../data/vector-store";
import type { Network } from "../network/network";
import type { Inside } from "./destinations";
import { ReachabilityProbe, type ReachabilityProbeArgs } from "./reachability-probe";

export interface SelfCheckArgs {
    region: string;
    network: Network;
    architecture: "arm64" | "x86_64";
    logRetentionDays: number;
    credentials: Credentials;
    chats: ChatStore;
    files: FileStorage;
    cache: Cache | undefined;
    vectors: VectorStore | undefined;
    ragApi: RagApi | undefined;
    librechat: LibreChat;
}

/**
 * The last step of a deployment: functions beside the services open what the services need, and `pulumi up` fails with a table of what
 * cannot be reached, instead of a LibreChat that starts and then cannot store a file. Free of charge but for the seconds that they run.
 *
 *     new SelfCheck("self-check", { librechat, ragApi, chats, ... });
 *
 * Not tried is a MongoDB elsewhere, whose host stands in a secret only; LibreChat does not become healthy without it.
 */
export class SelfCheck extends pulumi.ComponentResource {
    /** Functions by workload. */
    readonly functionNames: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: SelfCheckArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:operations:SelfCheck", name, {}, opts);

        const { librechat, ragApi } = args;
        this.functionNames = {
            librechat: this.probe(name, args, "librechat", librechat).functionName,
            ...(ragApi && { "rag-api": this.probe(name, args, "rag-api", ragApi).functionName }),
        };
        this.registerOutputs({ functionNames: this.functionNames });
    }

    private probe(name: string, args: SelfCheckArgs, party: "librechat" | "rag-api", service: LibreChat | RagApi): ReachabilityProbe {
        const { network, architecture, logRetentionDays, librechat, ragApi } = args;
        return new ReachabilityProbe(
            `${name}-${party}`,
            {
                network,
                party,
                tier: "private",
                needs: service.needs,
                surroundings: surroundingsOf(args),
                architecture,
                logRetentionDays,
                revision: service.taskDefinitionArn,
                after: [librechat, ...(ragApi ? [ragApi] : [])],
            },
            { parent: this },
        );
    }
}

function surroundingsOf({ region, credentials, files, ...args }: SelfCheckArgs): ReachabilityProbeArgs["surroundings"] {
    return {
        region,
        // The one secret that both services read.
        secretArn: credentials.tokenArn,
        bucket: { name: files.bucketName, arn: files.bucketArn },
        inside: insideOf(args),
    };
}

function insideOf({
    chats,
    vectors,
    cache,
    ragApi,
}: Pick<SelfCheckArgs, "chats" | "vectors" | "cache" | "ragApi">): Record<string, Inside> {
    const { host } = chats;
    return {
        ...(host && Object.fromEntries(chats.needs.map((need): [string, Inside] => [need, { call: "documentdb", host }]))),
        ...(vectors &&
            Object.fromEntries(vectors.needs.map((need): [string, Inside] => [need, { call: "postgresql", host: vectors.host }]))),
        ...(cache && { [`tcp:${cache.resourceName}:6379`]: { call: "redis", host: cache.host } }),
        ...(ragApi && { [ragApi.need]: { call: "http", host: new URL(ragApi.url).hostname, path: "/health" } }),
    };
}
