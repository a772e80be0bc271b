import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";
import type { VectorStore } from "../data/vector-store";
import { modelNeeds, modelStatements } from "./bedrock-access";
import { CONFIGURATION_MOUNT, configurationContainer, DATABASE_CA_FILE } from "./configuration-container";
import type { Container } from "./container-definitions";
import type { Credentials } from "./credentials";
import { FargateService, type ServicePlacement } from "./fargate-service";
import { registryOf } from "./image";
import { EMBEDDING_MODEL, RAG_API_PORT, RAG_HEALTH_COMMAND, ragEnvironment, ragSecrets } from "./rag-environment";

export interface RagApiArgs {
    placement: ServicePlacement;
    /** Container image, for example `ghcr.io/danny-avila/librechat-rag-api-dev-lite:v0.9.0`; later versions need a later LibreChat. */
    image: string;
    /** LibreChat's image, whose Node.js prepares the database where no function does. */
    librechatImage: string;
    /** Region whose Bedrock embeds the texts. */
    bedrockRegion: string;
    credentials: Credentials;
    vectors: VectorStore;
}

/**
 * Search in people's files: splits them, has Bedrock embed the parts, and keeps the vectors in PostgreSQL. Internal: LibreChat alone
 * calls it, under a private name.
 */
export class RagApi extends pulumi.ComponentResource {
    /** Address for LibreChat, for example `http://rag-api.librechat.internal:8000`; known before the deployment. */
    readonly url: string;
    /** What its callers must reach, as the reachability tag spells it. */
    readonly need: string;
    readonly serviceArn: pulumi.Output<string>;
    readonly logGroupName: pulumi.Output<string>;
    /** Another one for each change of the containers. */
    readonly taskDefinitionArn: pulumi.Output<string>;
    /** What the tasks must reach, as the reachability tag spells it. */
    readonly needs: readonly string[];

    constructor(name: string, args: RagApiArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:RagApi", name, { image: args.image }, opts);

        const discovery = this.discovery(name, args);
        const service = this.service(name, args, discovery);

        this.url = `http://rag-api.${args.placement.cluster.namespace}:${RAG_API_PORT}`;
        this.need = `tcp:${name}-service:${RAG_API_PORT}`;
        this.serviceArn = service.serviceArn;
        this.logGroupName = service.logGroupName;
        this.taskDefinitionArn = service.taskDefinitionArn;
        this.needs = service.needs;
        this.registerOutputs({ url: this.url, logGroupName: this.logGroupName });
    }

    /** A list of the tasks' addresses, short-lived so that a replaced task is not asked any more. */
    private discovery(name: string, { placement }: RagApiArgs) {
        return new aws.servicediscovery.Service(
            name,
            {
                name: "rag-api",
                dnsConfig: {
                    namespaceId: placement.cluster.namespaceId,
                    routingPolicy: "MULTIVALUE",
                    dnsRecords: [{ type: "A", ttl: 10 }],
                },
                // ECS takes its addresses off the list some time after its tasks have ended; a destroy would fail in between.
                forceDestroy: true,
            },
            { parent: this },
        );
    }

    private service(name: string, args: RagApiArgs, discovery: aws.servicediscovery.Service) {
        return new FargateService(
            `${name}-service`,
            {
                placement: args.placement,
                party: "rag-api",
                cpuUnits: 512,
                memoryMiB: 1024,
                images: [args.image],
                containers: this.containers(args),
                secretArns: pulumi.all([args.vectors.secretArn, args.credentials.tokenArn]),
                statements: modelStatements({ regions: [args.bedrockRegion], models: [EMBEDDING_MODEL] }),
                autoscaled: false,
                discoveryArn: discovery.arn,
                shell: false,
                initialisation: args.vectors.initialisation && { image: args.librechatImage, task: args.vectors.initialisation },
                needs: needsOf(args),
                after: args.vectors.ready,
            },
            { parent: this },
        );
    }

    private containers({ image, vectors, credentials, bedrockRegion }: RagApiArgs): pulumi.Output<Container[]> {
        const { host, port, databaseName, secretArn, certificateAuthority } = vectors;
        return pulumi.output({ host, port, secretArn, tokenArn: credentials.tokenArn }).apply((known) => [
            configurationContainer(image, { [DATABASE_CA_FILE]: certificateAuthority }),
            {
                name: "rag-api",
                image,
                essential: true,
                port: RAG_API_PORT,
                environment: ragEnvironment({ databaseHost: known.host, databasePort: known.port, databaseName, bedrockRegion }),
                secrets: ragSecrets(known.secretArn, known.tokenArn),
                healthCommand: RAG_HEALTH_COMMAND,
                after: ["configuration"],
                mounts: [CONFIGURATION_MOUNT],
            },
        ]);
    }
}

function needsOf({ placement, image, vectors, bedrockRegion }: RagApiArgs): string[] {
    const services = ["service:secretsmanager", "service:logs"];
    return [...services, `image:${registryOf(image)}`, ...vectors.needs, ...modelNeeds(placement.region, { regions: [bedrockRegion] })];
}
