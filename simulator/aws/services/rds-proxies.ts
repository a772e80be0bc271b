/** Amazon RDS Proxy: the proxy, its one target group (which AWS makes), and the database behind it. */
import type { Account, StoredResource } from "../account";
import { findRole } from "../authorization";
import { leftOut } from "../filled-in";
import { arnOf, blocksOf, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { CLUSTERS, databaseSecurityGroups, endpointDomain, having, identifierProblems, INSTANCES } from "./rds-lookups";

const PROXY = "aws:rds/proxy:Proxy";
const TARGET = "aws:rds/proxyTarget:ProxyTarget";

function refuse(operation: string, code: string, reason: string): never {
    throw new Refusal("RDS", operation, code, reason);
}

function proxyNamed({ account, region }: Pick<Call, "account" | "region">, operation: string, name: string): StoredResource {
    const found = account.list(PROXY).find((proxy) => proxy.region === region && proxy.properties["name"] === name);
    return found ?? refuse(operation, "DBProxyNotFoundFault", `DBProxy ${name} doesn't exist`);
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html */
function networkOfProxy({ account }: Pick<Call, "account">, subnetIds: readonly string[]): { vpcId: string } {
    const operation = "CreateDBProxy";
    const subnets = subnetIds.map(
        (id) =>
            account.find("aws:ec2/subnet:Subnet", id) ?? refuse(operation, "InvalidSubnet", `Some input subnets in :[${id}] are invalid.`),
    );
    const [vpcId = "", other] = [...new Set(subnets.map(({ properties }) => requiredText(properties, "vpcId")))];
    if (other !== undefined) refuse(operation, "InvalidSubnet", `Subnet has different VPC Id: ${other} than ${vpcId}`);
    const zones = new Set(subnets.map(({ properties }) => requiredText(properties, "availabilityZone")));
    if (zones.size < 2) refuse(operation, "InvalidSubnet", "Your subnets must be in at least two Availability Zones.");
    return { vpcId };
}

function refuseBadSettings({ account }: Pick<Call, "account">, operation: string, inputs: CreateCall["inputs"]): void {
    const role = requiredText(inputs, "roleArn");
    if (findRole(account, role) === undefined)
        refuse(operation, "InvalidParameterValue", `The IAM role ${role} doesn't exist or can't be assumed by RDS.`);
    for (const auth of blocksOf(inputs, "auths")) {
        const secret = textOf(auth, "secretArn");
        if (secret === undefined || account.find("aws:secretsmanager/secret:Secret", secret) !== undefined) continue;
        refuse(operation, "InvalidParameterValue", `The secret ${secret} doesn't exist.`);
    }
}

const proxy: ResourceType = {
    token: PROXY,
    sets: ["vpcSubnetIds", "vpcSecurityGroupIds", "auths"],
    changesOnUpdate: { endpoint: ["name"] },
    check: (inputs) => [
        ...identifierProblems("name", inputs["name"]),
        ...problemsOf(inputs, [
            { property: "roleArn", format: "ARN" },
            { property: "auths.secretArn", format: "ARN" },
            { property: "engineFamily", oneOf: ["MYSQL", "POSTGRESQL", "SQLSERVER"] },
        ]),
    ],
    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name");
        const isTaken = account.list(PROXY).some((other) => other.region === region && other.properties["name"] === name);
        if (isTaken) refuse("CreateDBProxy", "DBProxyAlreadyExistsFault", `DBProxy ${name} already exists`);
        const { vpcId } = networkOfProxy(call, textsOf(inputs, "vpcSubnetIds"));
        refuseBadSettings(call, "CreateDBProxy", inputs);
        return {
            id: name,
            computed: {
                ...leftOut(inputs, {
                    defaultAuthScheme: "NONE",
                    endpointNetworkType: "IPV4",
                    idleClientTimeout: 1800,
                    targetConnectionNetworkType: "IPV4",
                }),
                arn: arnOf(account, "rds", region, `db-proxy:prx-${account.newHex(17)}`),
                endpoint: `${name}.proxy-${endpointDomain(call, "rds")}`,
                vpcSecurityGroupIds: databaseSecurityGroups(call, "RDS", "CreateDBProxy", vpcId, textsOf(inputs, "vpcSecurityGroupIds")),
            },
        };
    },
    update(call) {
        refuseBadSettings(call, "ModifyDBProxy", call.inputs);
        return { endpoint: `${requiredText(call.inputs, "name")}.proxy-${endpointDomain(call, "rds")}` };
    },
    delete({ account, current }) {
        const targets = account.list(TARGET).filter(({ properties }) => properties["dbProxyName"] === current.properties["name"]);
        for (const target of targets) account.remove(TARGET, target.id);
        return "removed";
    },
};

const DEFAULT_POOL = {
    connectionBorrowTimeout: 120,
    initQuery: "",
    maxConnectionsPercent: 100,
    maxIdleConnectionsPercent: 50,
    sessionPinningFilters: [],
};

const defaultTargetGroup: ResourceType = {
    token: "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    sets: ["connectionPoolConfig.sessionPinningFilters"],
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "connectionPoolConfig.connectionBorrowTimeout", range: [0, 3600] },
            { property: "connectionPoolConfig.maxConnectionsPercent", range: [1, 100] },
            { property: "connectionPoolConfig.maxIdleConnectionsPercent", range: [0, 100] },
            { property: "connectionPoolConfig.sessionPinningFilters", oneOf: ["EXCLUDE_VARIABLE_SETS"] },
        ]),
    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "dbProxyName");
        proxyNamed(call, "ModifyDBProxyTargetGroup", name);
        const arn = arnOf(account, "rds", region, `target-group:prx-tg-${account.newHex(17)}`);
        return { id: name, computed: { ...leftOut(inputs, { connectionPoolConfig: DEFAULT_POOL }), arn, name: "default" } };
    },
};

/** What stands behind the proxy: an instance or a cluster. */
function targetOf(call: CreateCall): { type: string; resource: StoredResource } {
    const { inputs } = call;
    const instance = textOf(inputs, "dbInstanceIdentifier");
    if (instance !== undefined) {
        const resource = having(call, INSTANCES, "identifier", instance);
        return {
            type: "RDS_INSTANCE",
            resource: resource ?? refuse("RegisterDBProxyTargets", "DBInstanceNotFound", `DBInstance ${instance} not found.`),
        };
    }
    const cluster = requiredText(inputs, "dbClusterIdentifier");
    const resource = having(call, CLUSTERS, "clusterIdentifier", cluster);
    return {
        type: "TRACKED_CLUSTER",
        resource: resource ?? refuse("RegisterDBProxyTargets", "DBClusterNotFoundFault", `DBCluster ${cluster} not found.`),
    };
}

const proxyTarget: ResourceType = {
    token: TARGET,
    create(call) {
        const { inputs } = call;
        const proxyName = requiredText(inputs, "dbProxyName");
        const group = requiredText(inputs, "targetGroupName");
        proxyNamed(call, "RegisterDBProxyTargets", proxyName);
        if (group !== "default") {
            refuse(
                "RegisterDBProxyTargets",
                "DBProxyTargetGroupNotFoundFault",
                `TargetGroup ${group} of DBProxy ${proxyName} doesn't exist`,
            );
        }
        const { type, resource } = targetOf(call);
        const name = textOf(inputs, "dbInstanceIdentifier") ?? requiredText(inputs, "dbClusterIdentifier");
        const id = `${proxyName}/${group}/${type}/${name}`;
        if (isRegistered(call.account, id))
            refuse("RegisterDBProxyTargets", "DBProxyTargetAlreadyRegisteredFault", `The target ${name} is already registered.`);
        return {
            id,
            computed: {
                endpoint: textOf(resource.properties, "address") ?? textOf(resource.properties, "endpoint") ?? "",
                port: numberOf(resource.properties, "port") ?? 0,
                rdsResourceId: name,
                targetArn: requiredText(resource.properties, "arn"),
                trackedClusterId: type === "TRACKED_CLUSTER" ? name : "",
                type,
            },
        };
    },
};

function isRegistered(account: Account, id: string): boolean {
    return account.find(TARGET, id) !== undefined;
}

export const service: Service = { name: "Amazon RDS Proxy", resourceTypes: [proxy, defaultTargetGroup, proxyTarget] };
