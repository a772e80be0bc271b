/** LibreChat on AWS: settings, network, data, front door, application, self-check, outputs. */
import { readFileSync } from "node:fs";
import * as aws from "./components/aws";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./components/application/cluster";
import { configurationPath, DATABASE_CA_FILE } from "./components/application/configuration-container";
import { Credentials } from "./components/application/credentials";
import { LibreChat } from "./components/application/librechat";
import { RagApi } from "./components/application/rag-api";
import { ScheduledRestarts } from "./components/application/scheduled-restarts";
import { Cache } from "./components/data/cache";
import { ChatStore } from "./components/data/chat-store";
import { fateOfData } from "./components/data/fate-of-data";
import { FileStorage } from "./components/data/file-storage";
import { InitialiserCode } from "./components/data/initialiser-code";
import { VectorStore } from "./components/data/vector-store";
import { FrontDoor } from "./components/edge/front-door";
import { Network } from "./components/network/network";
import { SelfCheck } from "./components/operations/self-check";
import { endpointServices } from "./config/endpoints";
import { loadSettings } from "./config/load";

const { settings, secrets } = loadSettings();
const { region, architecture, backupRetentionDays, logRetentionDays, bedrockRegion, bedrockModels, openId } = settings;
const fate = fateOfData(settings);
const tags = { application: "librechat", stack: pulumi.getStack(), ...settings.tags };
const onAws = { providers: [new aws.Provider("aws", { region, defaultTags: { tags } })] };

const { vpcCidr, availabilityZones, availabilityZoneNames, natGateways, domainName, hostedZoneId, certificateArn } = settings;
const connections = {
    documentDb: settings.mongo === "documentdb",
    mongoPorts: settings.mongoPorts,
    sitePorts: settings.sitePorts,
    rag: settings.rag,
    initialiserFunctions: settings.databaseInit === "lambda",
    cache: settings.cache,
    https: domainName !== undefined,
    allowedCidrs: settings.allowedCidrs,
};
const services = endpointServices(settings);
const zones = { availabilityZones, availabilityZoneNames };
const network = new Network("network", { region, vpcCidr, ...zones, natGateways, services, connections, fate }, onAws);

const files = new FileStorage("files", { fate }, onAws);
const initialiserCode = settings.databaseInit === "task" ? new InitialiserCode("initialiser-code", { region, fate }, onAws) : undefined;
const { passwordRotationDays } = settings;
const databases = { region, network, architecture, backupRetentionDays, logRetentionDays, passwordRotationDays, initialiserCode, fate };
const chats = new ChatStore(
    "mongo",
    {
        ...databases,
        uri: secrets.mongoUri,
        instanceClass: settings.documentDbInstanceClass,
        instances: settings.documentDbInstances,
        tlsCaFile: configurationPath(DATABASE_CA_FILE),
    },
    onAws,
);
const { postgresInstanceClass: instanceClass, postgresMultiAz: multiAz, postgresStorageGiB: storageGiB } = settings;
const vectors = settings.rag ? new VectorStore("postgres", { ...databases, instanceClass, multiAz, storageGiB }, onAws) : undefined;
const { cacheNodeType: nodeType } = settings;
const cache = settings.cache ? new Cache("cache", { ...network.isolated("cache"), nodeType, nodes: 2, fate }, onAws) : undefined;

const frontDoor = new FrontDoor("front-door", { network, domainName, hostedZoneId, certificateArn, fate }, onAws);

const cluster = new Cluster("cluster", { vpcId: network.vpcId, namespace: "librechat.internal" }, onAws);
const { openIdClientSecret, apiKeys, webSearch } = secrets;
const credentials = new Credentials(
    "credentials",
    { openId: openId !== undefined, openIdClientSecret, keys: { ...apiKeys, ...webSearch }, fate },
    onAws,
);
const placement = { region, architecture, logRetentionDays, cluster, network };
const { librechatImage, ragImage: image } = settings;
const ragApi = vectors && new RagApi("rag-api", { placement, image, librechatImage, bedrockRegion, credentials, vectors }, onAws);
const { cpuUnits, memoryMiB, minTasks, maxTasks } = settings;
const tasks = { placement, image: librechatImage, cpuUnits, memoryMiB, minTasks, maxTasks };
const parts = { credentials, chats, files, cache, vectors, ragApi };
const librechat = new LibreChat(
    "librechat",
    {
        ...tasks,
        ...parts,
        frontDoor,
        settings: { bedrockRegion, bedrockModels, openId, sharePoint: settings.sharePoint, allowRegistration: settings.allowRegistration },
        yamlOverrides: settings.librechatYaml,
    },
    onAws,
);

if (passwordRotationDays !== undefined) {
    const readRotated = { ...(chats.host && { librechat: librechat.serviceArn }), ...(ragApi && { "rag-api": ragApi.serviceArn }) };
    new ScheduledRestarts("restarts", { clusterArn: cluster.arn, serviceArns: readRotated, rotationDays: passwordRotationDays }, onAws);
}

if (settings.selfCheck) {
    new SelfCheck("self-check", { region, network, architecture, logRetentionDays, librechat, ...parts }, onAws);
}

/** Address of LibreChat. */
export const url = frontDoor.url;
/**
 * Opens a dialogue in a running task that asks for the user's name and password. Needs the Session Manager plugin of the AWS CLI.
 * With OpenID the user is one of the provider's: LibreChat would keep somebody who has a password here from signing in there.
 */
export const createFirstUser = librechat.shellCommand(`npm run create-user${openId === undefined ? "" : " -- --provider=openid"}`);
/** CloudWatch log groups, one for each service. */
export const logGroups = { librechat: librechat.logGroupName, ragApi: ragApi?.logGroupName };
export const readme = readFileSync(`${__dirname}/Pulumi.README.md`, "utf8");
