import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "./cluster";
import { CONFIGURATION_MOUNT, configurationContainer, DATABASE_CA_FILE } from "./configuration-container";
import type { Container } from "./container-definitions";
import { FargateService, type ServicePlacement } from "./fargate-service";
import { registryOf } from "./image";
import { modelStatements } from "./permissions";
import { EMBEDDING_MODEL, RAG_API_PORT, RAG_HEALTH_COMMAND, ragEnvironment, ragSecrets } from "./rag-environment";

export interface RagApiArgs {
    placement: ServicePlacement;
    cluster: Cluster;
    /** Private DNS zone of the cluster, for example `librechat.internal`. */
    namespace: string;
    /** Container image, for example `ghcr.io/danny-avila/librechat-rag-api-dev-lite:v0.9.0`; later versions need a later LibreChat. */
    image: string;
    bedrockRegion: string;
    /** Secret with JWT_SECRET. */
    tokenArn: pulumi.Input<string>;
    database: {
        host: pulumi.Input<string>;
        port: pulumi.Input<number>;
        name: pulumi.Input<string>;
        /** JSON with `username` and `password` of the application's role. */
        secretArn: pulumi.Input<string>;
        /** Certificates that the server's is checked against, as PEM. */
        certificateAuthority: string;
    };
    /** Databases the tasks must reach, as the reachability tag spells them. */
    needs: readonly string[];
    /** What must exist before the first task starts. */
    after: pulumi.Input<pulumi.Resource>[];
}

/**
 * Search in people's files: splits them, has Bedrock embed the parts, and keeps the vectors in PostgreSQL. Internal: LibreChat alone
 * calls it, under a private name.
 */
export class RagApi extends pulumi.ComponentResource {
    /** Address for LibreChat, for example `http://rag-api.librechat.internal:8000`; known before the deployment. */
    readonly url: string;
    readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: RagApiArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:RagApi", name, args, opts);

        const discovery = this.discovery(name, args);
        const service = this.service(name, args, discovery);

        this.url = `http://rag-api.${args.namespace}:${RAG_API_PORT}`;
        this.logGroupName = service.logGroupName;
        this.registerOutputs({ url: this.url, logGroupName: this.logGroupName });
    }

    /** A list of the tasks' addresses, short-lived so that a replaced task is not asked any more. */
    private discovery(name: string, { cluster }: RagApiArgs) {
        return new aws.servicediscovery.Service(
            name,
            {
                name: "rag-api",
                dnsConfig: { namespaceId: cluster.namespaceId, routingPolicy: "MULTIVALUE", dnsRecords: [{ type: "A", ttl: 10 }] },
            },
            { parent: this },
        );
    }

    private service(name: string, args: RagApiArgs, discovery: aws.servicediscovery.Service) {
        return new FargateService(
            `${name}-service`,
            {
                placement: args.placement,
                cpuUnits: 512,
                memoryMiB: 1024,
                images: [args.image],
                containers: this.containers(args),
                secretArns: pulumi.all([args.database.secretArn, args.tokenArn]),
                statements: modelStatements(args.bedrockRegion, [EMBEDDING_MODEL]),
                minTasks: 1,
                autoscaled: false,
                discoveryArn: discovery.arn,
                shell: false,
                needs: ["service:secretsmanager", "service:logs", `image:${registryOf(args.image)}`, ...args.needs],
                after: args.after,
            },
            { parent: this },
        );
    }

    private containers({ image, database, tokenArn, bedrockRegion }: RagApiArgs): pulumi.Output<Container[]> {
        return pulumi
            .output({ host: database.host, port: database.port, databaseName: database.name, databaseArn: database.secretArn, tokenArn })
            .apply(({ host, port, databaseName, databaseArn, tokenArn: token }) => [
                configurationContainer(image, { [DATABASE_CA_FILE]: database.certificateAuthority }),
                {
                    name: "rag-api",
                    image,
                    essential: true,
                    port: RAG_API_PORT,
                    environment: ragEnvironment({ databaseHost: host, databasePort: port, databaseName, bedrockRegion }),
                    secrets: ragSecrets(databaseArn, token),
                    healthCommand: RAG_HEALTH_COMMAND,
                    after: ["configuration"],
                    mounts: [CONFIGURATION_MOUNT],
                },
            ]);
    }
}
