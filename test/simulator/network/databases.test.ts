import { strict as assert } from "node:assert";
import type { Properties } from "../../../simulator/provider/values";
import { lostAt, SampleNetwork, type SubnetName } from "./sample-network";

const POSTGRES = "chat.abc.us-east-1.rds.amazonaws.com";
const DOCUMENTDB = "chat.cluster-abc.us-east-1.docdb.amazonaws.com";
const REDIS = "master.chat.abc.use1.cache.amazonaws.com";

describe("databases and caches", () => {
    /** A group that admits `app` on a port, and a subnet group over the isolated subnets. */
    function withGroups(port: number, subnetGroupType: string) {
        const network = new SampleNetwork();
        const group = network.addGroup();
        network.allow("ingress", group, { referencedSecurityGroupId: network.app.id, fromPort: port, toPort: port });
        const subnetIds = [network.subnetId("isolated-a"), network.subnetId("isolated-b")];
        network.put(subnetGroupType, "databases", { name: "databases", subnetIds });
        return { network, groups: [group.id] };
    }

    function postgres(more: Properties = {}) {
        const { network, groups } = withGroups(5432, "aws:rds/subnetGroup:SubnetGroup");
        const instance = {
            identifier: "chat",
            address: POSTGRES,
            dbSubnetGroupName: "databases",
            vpcSecurityGroupIds: groups,
            availabilityZone: "us-east-1a",
        };
        network.put("aws:rds/instance:Instance", "db-1", { ...instance, ...more });
        return { network, groups };
    }

    it("are reached from every subnet over the local route, by who is in an admitted group", () => {
        const { network } = postgres();
        for (const subnet of ["public-a", "private-b", "isolated-a"] as const) {
            assert.equal(network.send(subnet, POSTGRES, 5432).delivered, true, subnet);
        }
        const stranger = network.addGroup();
        network.allow("egress", stranger, { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
        assert.match(
            lostAt(network.send("private-a", POSTGRES, 5432, { securityGroupIds: [stranger.id] })),
            new RegExp(`^no ingress rule of sg-\\w+ allows tcp 5432 from ${stranger.id} in subnet-\\w+ to chat in subnet-\\w+$`),
        );
    });

    it("are reached on the admitted port only", () => {
        const { network } = postgres();
        assert.equal(network.send("private-a", POSTGRES, 5433).delivered, false);
    });

    it("are not reached by a sender whose egress stops at 443", () => {
        const { network } = postgres();
        const group = network.addGroup();
        network.allow("egress", group, { cidrIpv4: "0.0.0.0/0" });
        const delivery = network.send("private-a", POSTGRES, 5432, { securityGroupIds: [group.id] });
        assert.match(lostAt(delivery), /^no egress rule of sg-\w+ allows tcp 5432 to chat/);
    });

    it("may be in any zone when they have a standby, else in their own", () => {
        const close = (network: SampleNetwork, subnet: SubnetName) => {
            network.put("aws:ec2/networkAcl:NetworkAcl", "acl-closed", { subnetIds: [network.subnetId(subnet)] });
        };
        for (const multiAz of [true, false]) {
            const { network } = postgres({ multiAz });
            close(network, "isolated-b");
            assert.equal(network.send("private-a", POSTGRES, 5432).delivered, !multiAz, `multiAz ${multiAz}`);
        }
    });

    it("are closed by the network ACL of their subnet, also for the reply", () => {
        const { network } = postgres();
        const rule = { ruleNo: 1, action: "allow", protocol: "tcp", cidrBlock: "10.0.0.0/16", fromPort: 5432, toPort: 5432 };
        const subnetIds = [network.subnetId("isolated-a")];
        network.put("aws:ec2/networkAcl:NetworkAcl", "acl-1", { subnetIds, ingress: [rule], egress: [rule] });
        const id = network.subnetId("isolated-a");
        assert.equal(
            lostAt(network.send("private-a", POSTGRES, 5432)),
            `network ACL acl-1 of ${id}, egress, tcp port 1024: no rule allows it (for the reply)`,
        );
    });

    it("have no name when they do not exist", () => {
        for (const host of [POSTGRES, DOCUMENTDB, REDIS]) {
            assert.deepEqual(new SampleNetwork().send("private-a", host, 5432), {
                delivered: false,
                hops: [],
                lostAt: `${host} is no database or cache in the account`,
                symptom: "name not resolved",
            });
        }
    });

    it("do not take the name of RDS's API, which is on the internet", () => {
        const network = new SampleNetwork();
        assert.equal(network.send("private-a", "rds.us-east-1.amazonaws.com").delivered, true);
        assert.equal(network.send("isolated-a", "rds.us-east-1.amazonaws.com").delivered, false);
    });

    it("answer as a cluster once it has an instance", () => {
        const { network, groups } = withGroups(27_017, "aws:docdb/subnetGroup:SubnetGroup");
        const cluster = { endpoint: DOCUMENTDB, dbSubnetGroupName: "databases", vpcSecurityGroupIds: groups };
        network.put("aws:docdb/cluster:Cluster", "chat", cluster);
        const delivery = network.send("private-a", DOCUMENTDB, 27_017);
        assert.equal(lostAt(delivery), "chat is a cluster without an instance, so nothing answers");
        const member = { clusterIdentifier: "chat", availabilityZone: "us-east-1b" };
        network.put("aws:docdb/clusterInstance:ClusterInstance", "chat-1", member);
        assert.equal(network.send("private-a", DOCUMENTDB, 27_017).delivered, true);
    });

    it("include caches, with or without encryption in their names", () => {
        const { network, groups } = withGroups(6379, "aws:elasticache/subnetGroup:SubnetGroup");
        const cache = { primaryEndpointAddress: REDIS, subnetGroupName: "databases", securityGroupIds: groups };
        network.put("aws:elasticache/replicationGroup:ReplicationGroup", "chat", cache);
        assert.equal(network.send("private-b", REDIS, 6379).delivered, true);
    });

    it("include proxies, which list their subnets themselves", () => {
        const { network, groups } = withGroups(5432, "aws:rds/subnetGroup:SubnetGroup");
        const endpoint = "chat.proxy-abc.us-east-1.rds.amazonaws.com";
        const proxy = { endpoint, vpcSubnetIds: [network.subnetId("isolated-a")], vpcSecurityGroupIds: groups };
        network.put("aws:rds/proxy:Proxy", "chat", proxy);
        assert.equal(network.send("private-a", endpoint, 5432).delivered, true);
    });

    it("in another VPC are not reached, though their name resolves", () => {
        const { network } = postgres();
        const other = network.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.9.0.0/16" });
        const subnet = network.make("aws:ec2/subnet:Subnet", { vpcId: other.id, cidrBlock: "10.9.0.0/24" });
        network.put("aws:rds/subnetGroup:SubnetGroup", "databases", { name: "databases", subnetIds: [subnet.id] });
        network.put("aws:rds/instance:Instance", "db-1", { address: POSTGRES, dbSubnetGroupName: "databases" });
        assert.match(
            lostAt(network.send("private-a", POSTGRES, 5432)),
            /leads out of vpc-\w+, where the private address of db-1 in subnet-\w+ means nothing$/,
        );
        assert.match(lostAt(network.send("isolated-a", POSTGRES, 5432)), /has no route to db-1 in subnet-/);
    });
});
