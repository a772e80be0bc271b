import { strict as assert } from "node:assert";
import { service as route53 } from "../../../../simulator/aws/services/route53";
import { service as discovery } from "../../../../simulator/aws/services/service-discovery";
import type { Deployment } from "../harness";
import { containerAccount, SERVICE as ECS_SERVICE, serviceInputs, TASK_DEFINITION, taskInputs } from "./ecs-fixtures";
import { ACCOUNT, accountWith, put, REGION } from "./lambda-fixtures";

const NAMESPACE = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace";
const HTTP = "aws:servicediscovery/httpNamespace:HttpNamespace";
const SERVICE = "aws:servicediscovery/service:Service";
const ZONE = "aws:route53/zone:Zone";
const INSTANCE = "aws:servicediscovery/instance:Instance";

function account(): Deployment {
    return accountWith([discovery, route53]);
}

const LOCAL = { name: "librechat.local", vpc: "vpc-1" };

function ragApi(namespaceId: string) {
    return { name: "rag-api", dnsConfig: { namespaceId, dnsRecords: [{ type: "A", ttl: 10 }] } };
}

function refusal(operation: string, reason: string): { message: string } {
    return { message: `operation error ServiceDiscovery: ${operation}, api error ${reason}` };
}

describe("Cloud Map namespace", () => {
    it("has a private hosted zone that goes with it", () => {
        const aws = account();
        const before = aws.stored(ZONE).length;
        const namespace = aws.create(NAMESPACE, "local", LOCAL);
        assert.match(namespace.id, /^ns-[0-9a-f]{16}$/);
        assert.equal(namespace.outputs["arn"], `arn:aws:servicediscovery:${REGION}:${ACCOUNT}:namespace/${namespace.id}`);
        const [zone] = aws.stored(ZONE).slice(before);
        assert.equal(zone?.id, namespace.outputs["hostedZone"]);
        assert.deepEqual(zone?.properties["vpcs"], [{ vpcId: "vpc-1", vpcRegion: REGION }]);
        aws.delete(namespace);
        assert.equal(aws.stored(ZONE).length, before);
    });

    it("fails when the VPC has the name already, or does not exist", () => {
        const aws = account();
        const { outputs } = aws.create(NAMESPACE, "local", LOCAL);
        assert.throws(() => aws.create(NAMESPACE, "again", LOCAL), {
            message:
                "waiting for Service Discovery Private DNS Namespace (librechat.local) create: CANNOT_CREATE_HOSTED_ZONE: The VPC vpc-1 in region " +
                `${REGION} has already been associated with the hosted zone ${JSON.stringify(outputs["hostedZone"]).replaceAll('"', "")} with the same domain name. ` +
                "(Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists)",
        });
        assert.throws(
            () => aws.create(NAMESPACE, "other", { ...LOCAL, vpc: "vpc-9" }),
            refusal("CreatePrivateDnsNamespace", `InvalidInput: The VPC vpc-9 in region ${REGION} does not exist.`),
        );
    });

    it("may have no DNS, and then one name in the Region", () => {
        const aws = account();
        assert.equal(aws.create(HTTP, "mesh", { name: "mesh" }).outputs["httpName"], "mesh");
        assert.throws(
            () => aws.create(HTTP, "again", { name: "mesh" }),
            refusal("CreateHttpNamespace", "NamespaceAlreadyExists: Namespace with name mesh already exists"),
        );
    });

    it("is not deleted while it has services", () => {
        const aws = account();
        const namespace = aws.create(NAMESPACE, "local", LOCAL);
        aws.create(SERVICE, "rag", ragApi(namespace.id));
        assert.throws(
            () => {
                aws.delete(namespace);
            },
            refusal("DeleteNamespace", `ResourceInUse: Namespace ${namespace.id} cannot be deleted: it has 1 services`),
        );
    });
});

describe("Cloud Map service", () => {
    it("is of its namespace", () => {
        const aws = account();
        const { id: namespaceId } = aws.create(NAMESPACE, "local", LOCAL);
        const { id, outputs } = aws.create(SERVICE, "rag", ragApi(namespaceId));
        assert.match(id, /^srv-[0-9a-f]{16}$/);
        assert.deepEqual([outputs["namespaceId"], outputs["type"]], [namespaceId, "DNS_HTTP"]);
        const { id: mesh } = aws.create(HTTP, "mesh", { name: "mesh" });
        assert.equal(aws.create(SERVICE, "other", { name: "other", namespaceId: mesh }).outputs["type"], "HTTP");
        assert.throws(
            () => aws.create(SERVICE, "again", ragApi(namespaceId)),
            refusal("CreateService", "ServiceAlreadyExists: Service already exists: rag-api"),
        );
        assert.throws(
            () => aws.create(SERVICE, "lost", ragApi("ns-0")),
            refusal("CreateService", "NamespaceNotFound: Namespace ns-0 not found."),
        );
    });

    it("is not deleted while it has instances, but with forceDestroy they go", () => {
        const aws = account();
        const { id } = aws.create(NAMESPACE, "local", LOCAL);
        const kept = aws.create(SERVICE, "rag", ragApi(id));
        put(aws, INSTANCE, "one", { serviceId: kept.id });
        assert.throws(
            () => {
                aws.delete(kept);
            },
            refusal(
                "DeleteService",
                "ResourceInUse: Service contains registered instances; delete the instances before deleting the service",
            ),
        );
        const forced = aws.create(SERVICE, "forced", { ...ragApi(id), name: "forced", forceDestroy: true });
        put(aws, INSTANCE, "two", { serviceId: forced.id });
        aws.delete(forced);
        assert.deepEqual(
            aws.stored(INSTANCE).map((instance) => instance.id),
            ["one"],
        );
    });

    it("lists the running tasks of an ECS service", () => {
        const aws = containerAccount();
        const { id } = aws.create(NAMESPACE, "local", LOCAL);
        const { outputs } = aws.create(SERVICE, "rag", ragApi(id));
        const task = aws.create(TASK_DEFINITION, "task", taskInputs());
        const service = aws.create(ECS_SERVICE, "web", serviceInputs(task, { serviceRegistries: { registryArn: outputs["arn"] } }));
        assert.deepEqual(
            aws.stored(INSTANCE).map(({ properties }) => properties["attributes"]),
            [{ AWS_INSTANCE_IPV4: "10.0.0.4" }, { AWS_INSTANCE_IPV4: "10.0.1.4" }],
        );
        aws.delete(service);
        assert.deepEqual(aws.stored(INSTANCE), []);
    });
});
