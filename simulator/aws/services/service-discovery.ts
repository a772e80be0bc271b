/** AWS Cloud Map: namespaces, in a VPC each with a hosted zone of its own, and the services that tasks register in. */
import { ProviderError } from "../../provider/errors";
import type { Account, StoredResource } from "../account";
import { arnOf, blockOf, isSet, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, DeleteCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { INSTANCE } from "./ecs-tasks";
import { conflictingZone, conflictSentence, newZoneId, putServiceZone, ZONE } from "./route53-zones";

const PRIVATE_NAMESPACE = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace";
const HTTP_NAMESPACE = "aws:servicediscovery/httpNamespace:HttpNamespace";
const SERVICE = "aws:servicediscovery/service:Service";

const NAME_RULE = { property: "name", pattern: /^[0-9A-Za-z._-]{1,1024}$/, allowed: "1 to 1024 letters, digits and . _ -" };

const privateDnsNamespace: ResourceType = {
    token: PRIVATE_NAMESPACE,
    check: (inputs) => problemsOf(inputs, [NAME_RULE]),

    create(call) {
        const { account, region, inputs } = call;
        const [name, vpcId] = [requiredText(inputs, "name"), requiredText(inputs, "vpc")];
        if (account.find("aws:ec2/vpc:Vpc", vpcId) === undefined) {
            throw new Refusal(
                "ServiceDiscovery",
                "CreatePrivateDnsNamespace",
                "InvalidInput",
                `The VPC ${vpcId} in region ${region} does not exist.`,
            );
        }
        refuseConflict(account, region, name, vpcId);
        const hostedZone = newZoneId(account);
        putServiceZone(account, hostedZone, name, { vpcId, vpcRegion: region }, `hosted zone of the namespace ${name}`);
        const { id, computed } = namespaceOf(call);
        return { id, computed: { ...computed, hostedZone } };
    },

    delete(call) {
        refuseNamespaceInUse(call);
        call.account.remove(ZONE, requiredText(call.current.properties, "hostedZone"));
        return "removed";
    },
};

const httpNamespace: ResourceType = {
    token: HTTP_NAMESPACE,
    check: (inputs) => problemsOf(inputs, [NAME_RULE]),

    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name");
        const taken = account.list(HTTP_NAMESPACE).some((other) => other.region === region && other.properties["name"] === name);
        if (taken)
            throw new Refusal(
                "ServiceDiscovery",
                "CreateHttpNamespace",
                "NamespaceAlreadyExists",
                `Namespace with name ${name} already exists`,
            );
        const { id, computed } = namespaceOf(call);
        return { id, computed: { ...computed, httpName: name } };
    },

    delete(call) {
        refuseNamespaceInUse(call);
        return "removed";
    },
};

const discoveryService: ResourceType = {
    token: SERVICE,
    sets: ["dnsConfig.dnsRecords"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "dnsConfig.routingPolicy", oneOf: ["MULTIVALUE", "WEIGHTED"] },
            { property: "dnsConfig.dnsRecords.type", oneOf: ["SRV", "A", "AAAA", "CNAME"] },
            { property: "healthCheckConfig.type", oneOf: ["HTTP", "HTTPS", "TCP"] },
            { property: "type", oneOf: ["HTTP"] },
        ]),

    /** https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html#API_CreateService_Errors */
    create({ account, region, inputs }) {
        const namespaceId = textOf(blockOf(inputs, "dnsConfig") ?? {}, "namespaceId") ?? textOf(inputs, "namespaceId") ?? "";
        const namespace = [PRIVATE_NAMESPACE, HTTP_NAMESPACE]
            .map((type) => account.find(type, namespaceId))
            .find((found) => found !== undefined);
        const refuse = (code: string, reason: string) => new Refusal("ServiceDiscovery", "CreateService", code, reason);
        if (namespace === undefined) throw refuse("NamespaceNotFound", `Namespace ${namespaceId} not found.`);
        const name = requiredText(inputs, "name");
        const taken = account
            .list(SERVICE)
            .some(({ properties }) => properties["namespaceId"] === namespaceId && properties["name"] === name);
        if (taken) throw refuse("ServiceAlreadyExists", `Service already exists: ${name}`);
        const id = `srv-${account.newHex(16)}`;
        const type = textOf(inputs, "type") ?? (namespace.type === HTTP_NAMESPACE ? "HTTP" : "DNS_HTTP");
        return { id, computed: { arn: arnOf(account, "servicediscovery", region, `service/${id}`), namespaceId, type } };
    },

    /** https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteService.html#API_DeleteService_Errors */
    delete({ account, current }) {
        const instances = account.list(INSTANCE).filter(({ properties }) => properties["serviceId"] === current.id);
        if (instances.length > 0 && !isSet(current.properties, "forceDestroy")) {
            const reason = "Service contains registered instances; delete the instances before deleting the service";
            throw new Refusal("ServiceDiscovery", "DeleteService", "ResourceInUse", reason);
        }
        for (const { id } of instances) account.remove(INSTANCE, id);
        return "removed";
    },
};

export const service: Service = { name: "AWS Cloud Map", resourceTypes: [privateDnsNamespace, httpNamespace, discoveryService] };

function namespaceOf({ account, region }: CreateCall) {
    const id = `ns-${account.newHex(16)}`;
    return { id, computed: { arn: arnOf(account, "servicediscovery", region, `namespace/${id}`) } };
}

/**
 * The operation fails, not the call, so the provider reports its text.
 *
 * @see https://docs.aws.amazon.com/cloud-map/latest/api/API_Operation.html
 */
function refuseConflict(account: Account, region: string, name: string, vpcId: string): void {
    const conflict: StoredResource | undefined = conflictingZone(account, name, vpcId);
    if (conflict === undefined) return;
    const sentence = conflictSentence(conflict, vpcId, region);
    throw new ProviderError(
        `waiting for Service Discovery Private DNS Namespace (${name}) create: CANNOT_CREATE_HOSTED_ZONE: ${sentence} ` +
            "(Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists)",
    );
}

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteNamespace.html#API_DeleteNamespace_Errors */
function refuseNamespaceInUse({ account, current }: DeleteCall): void {
    const services = account.list(SERVICE).filter(({ properties }) => properties["namespaceId"] === current.id);
    if (services.length === 0) return;
    const reason = `Namespace ${current.id} cannot be deleted: it has ${services.length} services`;
    throw new Refusal("ServiceDiscovery", "DeleteNamespace", "ResourceInUse", reason);
}
