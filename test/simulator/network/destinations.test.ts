import { strict as assert } from "node:assert";
import type { Properties } from "../../../simulator/provider/values";
import { lostAt, SampleNetwork } from "./sample-network";

describe("services in a Cloud Map namespace", () => {
    const HOST = "rag-api.chat.internal";

    function withService(vpcInputs: Properties = {}) {
        const network = new SampleNetwork(vpcInputs);
        const vpc = network.vpc.id;
        network.put("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "ns-1", { name: "chat.internal", vpc });
        network.put("aws:servicediscovery/service:Service", "srv-1", { name: "rag-api", dnsConfig: { namespaceId: "ns-1" } });
        return network;
    }

    function withTask(network: SampleNetwork) {
        const group = network.addGroup();
        network.allow("ingress", group, { referencedSecurityGroupId: network.app.id, fromPort: 8000, toPort: 8000 });
        network.put("aws:ec2/networkInterface:NetworkInterface", "eni-1", {
            vpcId: network.vpc.id,
            subnetId: network.subnetId("private-b"),
            privateIp: "10.0.32.9",
            securityGroups: [group.id],
            attachedTo: "task-1",
        });
        const attributes = { AWS_INSTANCE_IPV4: "10.0.32.9" };
        network.put("aws:servicediscovery/instance:Instance", "srv-1/task-1", { serviceId: "srv-1", attributes });
    }

    it("have the addresses of their running tasks", () => {
        const network = withService();
        assert.equal(
            lostAt(network.send("private-a", HOST, 8000)),
            `${HOST} has no registered instance: no task of the service is running`,
        );
        withTask(network);
        assert.equal(network.send("private-a", HOST, 8000).delivered, true);
        assert.equal(network.send("private-a", HOST, 8001).delivered, false);
    });

    it("are known by no other name, and in no other VPC", () => {
        const network = withService();
        withTask(network);
        assert.equal(lostAt(network.send("private-a", "other.chat.internal")), "no service in chat.internal is called other.chat.internal");
        network.put("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "ns-1", { name: "chat.internal", vpc: "vpc-other" });
        assert.equal(lostAt(network.send("private-a", HOST, 8000)), `${HOST} is no name that anybody has`);
    });

    it("need both DNS attributes of the VPC", () => {
        const network = withService({ enableDnsHostnames: false });
        withTask(network);
        assert.equal(
            lostAt(network.send("private-a", HOST, 8000)),
            `chat.internal needs enableDnsSupport and enableDnsHostnames of ${network.vpc.id} to be true`,
        );
    });
});

describe("file systems", () => {
    const HOST = "fs-0123.efs.us-east-1.amazonaws.com";

    function withMountTarget(vpcInputs: Properties = {}) {
        const network = new SampleNetwork(vpcInputs);
        const group = network.addGroup();
        network.allow("ingress", group, { referencedSecurityGroupId: network.app.id, fromPort: 2049, toPort: 2049 });
        const target = { fileSystemId: "fs-0123", subnetId: network.subnetId("isolated-a"), securityGroups: [group.id] };
        network.put("aws:efs/mountTarget:MountTarget", "fsmt-1", target);
        return network;
    }

    it("are reached through the mount target in the sender's own zone, from any subnet of it", () => {
        const network = withMountTarget();
        assert.equal(network.send("private-a", HOST, 2049).delivered, true);
        assert.equal(lostAt(network.send("private-b", HOST, 2049)), "fs-0123 has no mount target in us-east-1b");
    });

    it("have a name only where both DNS attributes are on", () => {
        const network = withMountTarget({ enableDnsHostnames: false });
        const expected = `${HOST} needs enableDnsSupport and enableDnsHostnames of ${network.vpc.id} to be true`;
        assert.equal(lostAt(network.send("private-a", HOST, 2049)), expected);
    });
});

describe("load balancers", () => {
    it("reach a task by its address when its group admits theirs", () => {
        const network = new SampleNetwork();
        const [balancer, tasks] = [network.addGroup(), network.addGroup()];
        const port = { fromPort: 3080, toPort: 3080 };
        network.allow("egress", balancer, { referencedSecurityGroupId: tasks.id, ...port });
        network.put("aws:ec2/networkInterface:NetworkInterface", "eni-1", {
            vpcId: network.vpc.id,
            subnetId: network.subnetId("private-a"),
            privateIp: "10.0.16.9",
            securityGroups: [tasks.id],
            attachedTo: "task-1",
        });
        const check = () => network.send("public-a", "10.0.16.9", 3080, { securityGroupIds: [balancer.id], hasPublicIp: true });
        assert.match(lostAt(check()), /^no ingress rule of sg-\w+ allows tcp 3080 .* to 10\.0\.16\.9 \(task-1\) in subnet-\w+$/);
        network.allow("ingress", tasks, { referencedSecurityGroupId: balancer.id, ...port });
        assert.equal(check().delivered, true);
    });

    it("find nobody at an address that no interface has", () => {
        const network = new SampleNetwork();
        const delivery = network.send("public-a", "10.0.16.9", 3080);
        assert.equal(lostAt(delivery), `no network interface in ${network.vpc.id} has the address 10.0.16.9`);
    });

    for (const internal of [true, false]) {
        it(`are found ${internal ? "inside the VPC when they are internal" : "on the internet when they are not"}`, () => {
            const network = new SampleNetwork();
            const group = network.addGroup();
            network.allow("ingress", group, { cidrIpv4: "10.0.0.0/16" });
            const dnsName = "internal-chat.us-east-1.elb.amazonaws.com";
            const balancer = { internal, dnsName, subnets: [network.subnetId("isolated-a")], securityGroups: [group.id] };
            network.put("aws:lb/loadBalancer:LoadBalancer", "chat", balancer);
            assert.equal(network.send("isolated-b", dnsName).delivered, internal);
            assert.equal(network.send("private-a", dnsName).delivered, true);
        });
    }
});

describe("names", () => {
    it("are the same in capital letters", () => {
        assert.equal(new SampleNetwork().send("private-a", "API.OpenAI.com").delivered, true);
    });

    it("that nobody can have do not resolve", () => {
        const network = new SampleNetwork();
        for (const host of ["meilisearch", "rag.local", "db.internal", "bad name.com"]) {
            assert.deepEqual(network.send("private-a", host), {
                delivered: false,
                hops: [],
                lostAt: `${host} is no name that anybody has`,
                symptom: "name not resolved",
            });
        }
    });
});
