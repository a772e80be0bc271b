import * as pulumi from "@pulumi/pulumi";

import type { Credentials } from "../application/credentials";
import type { LibreChat } from "../application/librechat";
import type { RagApi } from "../application/rag-api";
import { RAG_API_PORT } from "../application/rag-environment";
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
    /** Region whose Bedrock answers. */
    bedrockRegion: string;
    credentials: Credentials;
    chats: ChatStore;
    files: FileStorage;
    cache: Cache | undefined;
    vectors: VectorStore | undefined;
    ragApi: RagApi | undefined;
    librechat: LibreChat;
}

/** Name of the RAG API's service in the program, by which needs refer to it. */
const RAG_API_NEED = `tcp:rag-api-service:${RAG_API_PORT}`;

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
        super("librechat:operations:SelfCheck", name, { bedrockRegion: args.bedrockRegion }, opts);

        const { librechat, ragApi } = args;
        const callsRagApi = ragApi === undefined ? [] : [RAG_API_NEED];
        this.functionNames = {
            librechat: this.probe(name, args, "librechat", librechat, callsRagApi).functionName,
            ...(ragApi && { "rag-api": this.probe(name, args, "rag-api", ragApi, []).functionName }),
        };
        this.registerOutputs({ functionNames: this.functionNames });
    }

    private probe(
        name: string,
        args: SelfCheckArgs,
        party: "librechat" | "rag-api",
        service: LibreChat | RagApi,
        furtherNeeds: readonly string[],
    ): ReachabilityProbe {
        const { network, architecture, logRetentionDays, librechat, ragApi } = args;
        return new ReachabilityProbe(
            `${name}-${party}`,
            {
                network,
                party,
                tier: "private",
                needs: [...service.needs, modelNeed(args), ...furtherNeeds],
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

/** In a Region other than the stack's no endpoint of the VPC can serve Bedrock. */
function modelNeed({ region, bedrockRegion }: SelfCheckArgs): string {
    return bedrockRegion === region ? "service:bedrock-runtime" : `internet:bedrock-runtime.${bedrockRegion}.amazonaws.com:443`;
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
        ...(ragApi && { [RAG_API_NEED]: { call: "http", host: new URL(ragApi.url).hostname, path: "/health" } }),
    };
}
