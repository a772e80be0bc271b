import * as pulumi from "@pulumi/pulumi";
import { Autoscaling } from "./autoscaling";
import type { Cluster } from "./cluster";
import { CONFIGURATION_MOUNT, configurationContainer, DATABASE_CA_FILE } from "./configuration-container";
import type { Container } from "./container-definitions";
import type { Credentials } from "./credentials";
import { FargateService, type ServicePlacement } from "./fargate-service";
import { registryOf } from "./image";
import { librechatEnvironment, librechatSecrets, type LibreChatEnvironmentArgs } from "./librechat-environment";
import { librechatYaml } from "./librechat-yaml";
import { fileStatements, modelStatements, shellStatements } from "./permissions";

export interface LibreChatArgs {
    placement: ServicePlacement;
    cluster: Cluster;
    credentials: Credentials;
    /** Container image, for example `ghcr.io/librechat-ai/librechat:v0.8.8`; DocumentDB needs v0.8.8 or newer. */
    image: string;
    cpuUnits: number;
    memoryMiB: number;
    minTasks: number;
    /** More than {@link minTasks}: scaled by load. More than one task needs a cache. */
    maxTasks: number;
    /** Settings that are known before the deployment. */
    settings: Omit<LibreChatEnvironmentArgs, "siteUrl" | "bucketName" | "cache">;
    siteUrl: pulumi.Input<string>;
    /** The operator's own `librechat.yaml` settings. */
    yamlOverrides: Readonly<Record<string, unknown>>;
    /** Secret with the MongoDB `uri`, and the certificate authority its servers are checked against (none: the public ones). */
    mongo: { secretArn: pulumi.Input<string>; certificateAuthority?: string };
    /** Secret with the cache's `uri`; undefined without a cache. */
    cacheSecretArn: pulumi.Input<string> | undefined;
    files: { bucketName: pulumi.Input<string>; bucketArn: pulumi.Input<string> };
    frontDoor: { targetGroupArn: pulumi.Input<string>; requestCountLabel: pulumi.Input<string> };
    /** Databases and internet hosts the tasks must reach, as the reachability tag spells them. */
    needs: readonly string[];
    /** What must exist before the first task starts. */
    after: pulumi.Input<pulumi.Resource>[];
}

/**
 * LibreChat itself, behind the load balancer.
 *
 * A task is in service once `/readyz` says so: migrations, indexes and tool servers are done then. `/health` says yes before that.
 */
export class LibreChat extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;
    readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: LibreChatArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:LibreChat", name, args, opts);

        const service = this.service(name, args);
        if (args.maxTasks > 1) this.autoscaling(name, args, service);

        this.serviceName = service.serviceName;
        this.logGroupName = service.logGroupName;
        this.registerOutputs({ serviceName: this.serviceName, logGroupName: this.logGroupName });
    }

    private service(name: string, args: LibreChatArgs) {
        const { credentials, settings } = args;
        const secretArns = [
            credentials.credentialsArn,
            credentials.tokenArn,
            args.mongo.secretArn,
            args.cacheSecretArn,
            credentials.given?.arn,
        ];
        return new FargateService(
            `${name}-service`,
            {
                placement: args.placement,
                cpuUnits: args.cpuUnits,
                memoryMiB: args.memoryMiB,
                images: [args.image],
                containers: this.containers(args),
                secretArns: pulumi.all(secretArns).apply((arns) => arns.filter((arn) => arn !== undefined)),
                statements: pulumi
                    .output(args.files.bucketArn)
                    .apply((bucketArn) => [
                        ...fileStatements(bucketArn),
                        ...modelStatements(settings.bedrockRegion, settings.bedrockModels),
                        ...shellStatements(),
                    ]),
                minTasks: args.minTasks,
                autoscaled: args.maxTasks > 1,
                loadBalancer: { targetGroupArn: args.frontDoor.targetGroupArn, containerName: "librechat", containerPort: 3080 },
                shell: true,
                needs: ["service:secretsmanager", "service:logs", "service:s3", `image:${registryOf(args.image)}`, ...args.needs],
                after: args.after,
            },
            { parent: this },
        );
    }

    private containers(args: LibreChatArgs): pulumi.Output<Container[]> {
        const { credentials, mongo } = args;
        const files = {
            "librechat.yaml": yamlOf(args),
            ...(mongo.certificateAuthority !== undefined && { [DATABASE_CA_FILE]: mongo.certificateAuthority }),
        };
        return pulumi
            .output({
                siteUrl: args.siteUrl,
                bucketName: args.files.bucketName,
                credentialsArn: credentials.credentialsArn,
                tokenArn: credentials.tokenArn,
                mongoArn: mongo.secretArn,
                cacheArn: args.cacheSecretArn,
                givenArn: credentials.given?.arn,
            })
            .apply(({ siteUrl, bucketName, givenArn, ...arns }) => [
                configurationContainer(args.image, files),
                {
                    name: "librechat",
                    image: args.image,
                    essential: true,
                    // The image's own command goes through npm; node as the first process gets SIGTERM itself and can finish open answers.
                    command: ["node", "api/server/index.js"],
                    port: 3080,
                    environment: librechatEnvironment({ ...args.settings, siteUrl, bucketName, cache: arns.cacheArn !== undefined }),
                    secrets: librechatSecrets({
                        ...arns,
                        ...(givenArn !== undefined && { given: { arn: givenArn, names: credentials.given?.names ?? [] } }),
                    }),
                    healthCommand: "wget -q -O- http://127.0.0.1:3080/readyz || exit 1",
                    after: ["configuration"],
                    mounts: [CONFIGURATION_MOUNT],
                },
            ]);
    }

    private autoscaling(name: string, { cluster, minTasks, maxTasks, frontDoor }: LibreChatArgs, service: FargateService) {
        return new Autoscaling(
            `${name}-autoscaling`,
            {
                clusterName: cluster.clusterName,
                serviceName: service.serviceName,
                minTasks,
                maxTasks,
                requestCountLabel: frontDoor.requestCountLabel,
            },
            { parent: this },
        );
    }
}

function yamlOf({ settings, yamlOverrides }: LibreChatArgs): string {
    return librechatYaml({
        openId: settings.openId !== undefined,
        bedrockRegion: settings.bedrockRegion,
        overrides: yamlOverrides,
    });
}
