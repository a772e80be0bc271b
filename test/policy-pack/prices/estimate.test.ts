import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../../policy-pack/known";
import { node, priced, SINGLE } from "./single-prices";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";
const TARGET = "aws:appautoscaling/target:Target";
const subnet = (name: string, availabilityZone?: string) => node("aws:ec2/subnet:Subnet", name, { availabilityZone });

describe("what a resource costs a month", () => {
    for (const [type, properties, costs] of SINGLE) {
        const set = JSON.stringify(properties, (_, value: unknown) => (typeof value === "symbol" ? "unknown" : value));
        it(`${type} ${set}`, () => {
            assert.deepEqual(priced(node(type, "it", properties)), costs);
        });
    }

    it("doubles nothing that is not known to be doubled", () => {
        const database = { engine: "postgres", instanceClass: "db.t4g.micro", allocatedStorage: 20, multiAz: UNKNOWN };
        assert.deepEqual(priced(node("aws:rds/instance:Instance", "it", database)), [
            "it (aws:rds/instance:Instance): multiAz is not known yet",
        ]);
    });

    it("is not guessed from a value that is not known yet", () => {
        assert.deepEqual(
            priced(
                node("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { nodeType: "cache.t4g.micro", numNodeGroups: UNKNOWN }),
                node("aws:wafv2/webAcl:WebAcl", "acl", { rules: UNKNOWN }),
                node("aws:docdb/clusterInstance:ClusterInstance", "db", { instanceClass: UNKNOWN }),
            ),
            [
                "cache (aws:elasticache/replicationGroup:ReplicationGroup): its number of nodes is not known yet",
                "acl (aws:wafv2/webAcl:WebAcl): rules is not known yet",
                "db (aws:docdb/clusterInstance:ClusterInstance): instanceClass is not known yet",
            ],
        );
    });
});

describe("what an endpoint costs in a first preview", () => {
    const endpoint = (...subnets: string[]) =>
        node("aws:ec2/vpcEndpoint:VpcEndpoint", "it", { vpcEndpointType: "Interface", subnetIds: UNKNOWN }, { subnetIds: subnets });

    it("is the price of each zone that its subnets may be in", () => {
        const subnets = [subnet("a", "us-east-1a"), subnet("b", "us-east-1b"), subnet("c", "us-east-1a")];
        assert.deepEqual(priced(...subnets, endpoint("a", "b", "c")), ["it: Interface endpoint in 2 zones = 14.60"]);
    });

    it("cannot be told without subnets, or without their zones", () => {
        const unknown = ["it (aws:ec2/vpcEndpoint:VpcEndpoint): the subnets it is in are not known yet"];
        assert.deepEqual(priced(endpoint()), unknown);
        assert.deepEqual(priced(subnet("a"), endpoint("a")), unknown);
    });
});

describe("what a service on ECS costs", () => {
    const task = (properties: Record<string, unknown> = {}) => node(TASK, "task", { cpu: "1024", memory: "2048", ...properties });
    const service = (properties: Record<string, unknown> = {}) =>
        node(
            SERVICE,
            "it",
            { name: "it", launchType: "FARGATE", desiredCount: 2, taskDefinition: UNKNOWN, ...properties },
            { taskDefinition: ["task"] },
        );

    it("is that of its tasks, by processor", () => {
        assert.deepEqual(priced(task(), service()), ["it: 2 Fargate tasks of 1 vCPU, 2 GiB = 72.08"]);
        assert.deepEqual(priced(task({ runtimePlatform: { cpuArchitecture: "ARM64" } }), service({ desiredCount: 1 })), [
            "it: 1 Fargate task of 1 vCPU, 2 GiB = 28.84",
        ]);
        assert.deepEqual(priced(task(), service({ desiredCount: 0 })), []);
    });

    it("has a price for storage beyond 20 GiB", () => {
        assert.deepEqual(priced(task({ ephemeralStorage: { sizeInGib: 120 } }), service({ desiredCount: 1 })), [
            "it: 1 Fargate task of 1 vCPU, 2 GiB = 44.14",
        ]);
    });

    it("is that of the least it is scaled to, by id and by dependency", () => {
        const by = (resourceId: unknown) => node(TARGET, "scaling", { resourceId, minCapacity: 3 }, { resourceId: ["it"] });
        const three = ["it: 3 Fargate tasks of 1 vCPU, 2 GiB = 108.12"];
        assert.deepEqual(priced(task(), service(), by("service/main/it")), three);
        assert.deepEqual(priced(task(), service(), by(UNKNOWN)), three);
        assert.deepEqual(priced(task(), service(), by("service/main/other-it")), ["it: 2 Fargate tasks of 1 vCPU, 2 GiB = 72.08"]);
    });

    it("is nothing beyond the instances where it runs on them", () => {
        assert.deepEqual(priced(task(), service({ launchType: "EC2" })), []);
        assert.deepEqual(
            priced(task(), service({ launchType: undefined, capacityProviderStrategies: [{ capacityProvider: "machines" }] })),
            [],
        );
    });

    it("is counted without the discount of Spot, which is listed", () => {
        const strategies = { launchType: undefined, capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] };
        assert.deepEqual(priced(task(), service(strategies)), [
            "it: 2 Fargate tasks of 1 vCPU, 2 GiB = 72.08",
            "it (aws:ecs/service:Service): the discount of Fargate Spot, which changes",
        ]);
    });

    it("cannot be told of Windows, without a size, or without a definition", () => {
        const gapOf = (why: string) => [`it (${SERVICE}): ${why}`];
        assert.deepEqual(
            priced(task({ runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }), service()),
            gapOf("tasks with WINDOWS_SERVER_2022_CORE are not in the price table"),
        );
        assert.deepEqual(priced(task({ cpu: undefined }), service()), gapOf("cpu = not set"));
        assert.deepEqual(priced(service()), gapOf("its task definition is not in the stack, or not known yet"));
    });
});

describe("what groups of instances cost", () => {
    const template = node("aws:ec2/launchTemplate:LaunchTemplate", "template", { instanceType: "t4g.medium" });
    const group = (properties: Record<string, unknown>) =>
        node("aws:autoscaling/group:Group", "it", { launchTemplate: { id: UNKNOWN }, ...properties }, { launchTemplate: ["template"] });
    const volumes = "it (aws:autoscaling/group:Group): the volumes of its instances";

    it("is that of what is desired, or of their minimum", () => {
        assert.deepEqual(priced(template, group({ minSize: 1, desiredCapacity: 3 })), ["it: 3 × EC2 instance t4g.medium = 73.58", volumes]);
        assert.deepEqual(priced(template, group({ minSize: 1 })), ["it: EC2 instance t4g.medium = 24.53", volumes]);
        assert.deepEqual(priced(template, group({ minSize: 0 })), [volumes]);
    });
});

describe("what serverless instances cost", () => {
    it("is that of the least capacity of their cluster", () => {
        const aurora = node("aws:rds/cluster:Cluster", "cluster", { serverlessv2ScalingConfiguration: { minCapacity: 0.5 } });
        const member = node(
            "aws:rds/clusterInstance:ClusterInstance",
            "it",
            { instanceClass: "db.serverless", clusterIdentifier: UNKNOWN },
            { clusterIdentifier: ["cluster"] },
        );
        assert.deepEqual(priced(aurora, member), [
            "it: serverless instance of 0.5 capacity units = 43.80",
            "cluster (aws:rds/cluster:Cluster): storage and requests, paid by use",
            "it (aws:rds/clusterInstance:ClusterInstance): capacity above its minimum",
        ]);
        assert.deepEqual(priced(member), [
            "it (aws:rds/clusterInstance:ClusterInstance): its cluster is not in the stack, or not known yet",
        ]);
    });
});
