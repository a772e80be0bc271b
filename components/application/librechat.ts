import * as pulumi from "@pulumi/pulumi";
import { Autoscaling } from "./autoscaling";
import { bedrockAccess, modelNeeds, modelStatements } from "./bedrock-access";
import type { Cache } from "../data/cache";
import type { ChatStore } from "../data/chat-store";
import type { FileStorage } from "../data/file-storage";
import type { FrontDoor } from "../edge/front-door";
import { IDLE_TIMEOUT_SECONDS } from "../edge/load-balancer";
import { CONFIGURATION_MOUNT, configurationContainer, DATABASE_CA_FILE } from "./configuration-container";
import type { Container } from "./container-definitions";
import type { Credentials } from "./credentials";
import { FargateService, type ServicePlacement } from "./fargate-service";
import { registryOf } from "./image";
import { librechatEnvironment, librechatSecrets, type LibreChatEnvironmentArgs } from "./librechat-environment";
import { librechatSettings, librechatYaml, type LibreChatYamlArgs } from "./librechat-yaml";
import { fileStatements, shellStatements } from "./permissions";
import type { RagApi } from "./rag-api";

export interface LibreChatArgs {
    placement: ServicePlacement;
    /** Container image, for example `ghcr.io/librechat-ai/librechat:v0.8.8`; DocumentDB needs v0.8.8 or newer. */
    image: string;
    cpuUnits: number;
    memoryMiB: number;
    minTasks: number;
    /** More than one: scaled by load between {@link minTasks} and this, which needs a cache. */
    maxTasks: number;
    settings: Pick<LibreChatEnvironmentArgs, "allowRegistration" | "bedrockRegion" | "bedrockModels" | "openId" | "sharePoint">;
    /** The operator's own `librechat.yaml`, as an object or as YAML text; undefined: nothing is added. */
    yamlOverrides: LibreChatYamlArgs["overrides"];
    credentials: Credentials;
    chats: ChatStore;
    files: FileStorage;
    cache: Cache | undefined;
    ragApi: RagApi | undefined;
    frontDoor: FrontDoor;
}

/**
 * LibreChat itself, behind the load balancer.
 *
 * A task is in service once `/readyz` says so: migrations, indexes and tool servers are done then. `/health` says yes before that.
 */
export class LibreChat extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;
    readonly serviceArn: pulumi.Output<string>;
    readonly logGroupName: pulumi.Output<string>;
    /** Another one for each change of the containers. */
    readonly taskDefinitionArn: pulumi.Output<string>;
    /** What the tasks must reach, as the reachability tag spells it. */
    readonly needs: readonly string[];
    private readonly placement: ServicePlacement;

    constructor(name: string, args: LibreChatArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:application:LibreChat", name, { image: args.image }, opts);

        this.placement = args.placement;
        const service = this.service(name, args);
        if (args.maxTasks > 1) this.autoscaling(name, args, service);

        this.serviceName = service.serviceName;
        this.serviceArn = service.serviceArn;
        this.logGroupName = service.logGroupName;
        this.taskDefinitionArn = service.taskDefinitionArn;
        this.needs = service.needs;
        this.registerOutputs({ serviceName: this.serviceName, logGroupName: this.logGroupName });
    }

    /**
     * A command line that runs something in one of the running tasks and shows its dialogue, for example `npm run create-user`. What is typed
     * there stays out of AWS's logs, unlike the arguments of a task of its own.
     */
    shellCommand(command: string): pulumi.Output<string> {
        const { region, cluster } = this.placement;
        const where = pulumi.interpolate`--region ${region} --cluster ${cluster.clusterName}`;
        const task = pulumi.interpolate`aws ecs list-tasks ${where} --service-name ${this.serviceName} --query "taskArns[0]" --output text`;
        return pulumi.interpolate`aws ecs execute-command ${where} --task $(${task}) --container librechat --interactive --command "${command}"`;
    }

    private service(name: string, args: LibreChatArgs) {
        const { credentials, chats, cache, files, ragApi, frontDoor } = args;
        const secretArns = [credentials.credentialsArn, credentials.tokenArn, chats.secretArn, cache?.secretArn, credentials.given?.arn];
        return new FargateService(
            `${name}-service`,
            {
                placement: args.placement,
                party: "librechat",
                cpuUnits: args.cpuUnits,
                memoryMiB: args.memoryMiB,
                images: [args.image],
                containers: this.containers(args),
                secretArns: pulumi.all(secretArns).apply((arns) => arns.filter((arn) => arn !== undefined)),
                statements: files.bucketArn.apply((bucketArn) => [
                    ...fileStatements(bucketArn),
                    ...modelStatements(bedrockAccess(yamlOf(args), args.settings)),
                    ...shellStatements(),
                ]),
                autoscaled: args.maxTasks > 1,
                loadBalancer: { targetGroupArn: frontDoor.loadBalancer.targetGroupArn, containerName: "librechat", containerPort: 3080 },
                shell: true,
                initialisation: chats.initialisation && { image: args.image, task: chats.initialisation },
                needs: needsOf(args),
                after: [frontDoor, ...chats.ready, ...(cache ? [cache] : []), ...(ragApi ? [ragApi] : [])],
            },
            { parent: this },
        );
    }

    private containers(args: LibreChatArgs): pulumi.Output<Container[]> {
        const { image, credentials, chats, cache, files, frontDoor } = args;
        const { bucketName } = files;
        const { credentialsArn, tokenArn, given } = credentials;
        const arns = { credentialsArn, tokenArn, mongoArn: chats.secretArn, cacheArn: cache?.secretArn, given };
        return pulumi.output({ siteUrl: frontDoor.url, bucketName, arns }).apply((known) => [
            configurationContainer(image, configurationFiles(args)),
            {
                name: "librechat",
                image,
                essential: true,
                // The image's own command goes through npm; node as the first process gets SIGTERM itself and can finish open answers.
                command: ["node", "api/server/index.js"],
                port: 3080,
                environment: environmentOf(args, known.siteUrl, known.bucketName),
                secrets: librechatSecrets(known.arns),
                healthCommand: "wget -q -O- http://127.0.0.1:3080/readyz || exit 1",
                after: ["configuration"],
                mounts: [CONFIGURATION_MOUNT],
            },
        ]);
    }

    private autoscaling(name: string, { placement, minTasks, maxTasks, frontDoor }: LibreChatArgs, { serviceName }: FargateService) {
        const { clusterName } = placement.cluster;
        const { requestCountLabel } = frontDoor.loadBalancer;
        return new Autoscaling(
            `${name}-autoscaling`,
            { clusterName, serviceName, minTasks, maxTasks, requestCountLabel },
            { parent: this },
        );
    }
}

function needsOf(args: LibreChatArgs): string[] {
    const { image, placement, settings, chats, cache, ragApi } = args;
    return [
        ...["service:secretsmanager", "service:logs", "service:s3"],
        `image:${registryOf(image)}`,
        ...chats.needs,
        ...(cache ? [`tcp:${cache.resourceName}:6379`] : []),
        ...modelNeeds(placement.region, bedrockAccess(yamlOf(args), settings)),
        ...(ragApi ? [ragApi.need] : []),
    ];
}

function environmentOf({ settings, placement, cache, ragApi }: LibreChatArgs, siteUrl: string, bucketName: string): Record<string, string> {
    return librechatEnvironment({
        ...settings,
        siteUrl,
        bucketName,
        region: placement.region,
        idleTimeoutSeconds: IDLE_TIMEOUT_SECONDS,
        ragApiUrl: ragApi?.url,
        cache: cache !== undefined,
    });
}

function yamlOf({ settings: { openId, bedrockRegion }, yamlOverrides }: LibreChatArgs): Record<string, unknown> {
    return librechatSettings({ openId: openId !== undefined, bedrockRegion, overrides: yamlOverrides });
}

function configurationFiles(args: LibreChatArgs): Record<string, string> {
    const { certificateAuthority } = args.chats;
    return {
        "librechat.yaml": librechatYaml(yamlOf(args)),
        ...(certificateAuthority !== undefined && { [DATABASE_CA_FILE]: certificateAuthority }),
    };
}
