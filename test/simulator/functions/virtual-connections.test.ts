import { strict as assert } from "node:assert";
import type { Databases } from "../../../simulator/databases/databases";
import { VirtualConnections } from "../../../simulator/functions/virtual-connections";
import type { Properties } from "../../../simulator/provider/values";
import { SampleNetwork, type SubnetName } from "../network/sample-network";

const POSTGRES = "chat.abc.us-east-1.rds.amazonaws.com";
const PROXY = "proxy.abc.us-east-1.rds.amazonaws.com";
const SECRETS = "secretsmanager.us-east-1.amazonaws.com";
const PORTS = { https: 10_443, http: 10_080 };

/** Stands for the servers: one at the database, which runs after it was asked to settle. */
class FewDatabases {
    settled = 0;
    settle(): Promise<void> {
        this.settled += 1;
        return Promise.resolve();
    }
    at(host: string, port: number): { port: number } | undefined {
        return this.settled > 0 && host === POSTGRES && port === 5432 ? { port: 15_432 } : undefined;
    }
}

describe("the connections of a running function", () => {
    function running(subnets: readonly SubnetName[], prepare: (network: SampleNetwork) => void = () => undefined) {
        const network = new SampleNetwork();
        const group = network.addGroup();
        network.allow("ingress", group, { referencedSecurityGroupId: network.app.id, fromPort: 5432, toPort: 5432 });
        const subnetIds = [network.subnetId("isolated-a"), network.subnetId("isolated-b")];
        network.put("aws:rds/subnetGroup:SubnetGroup", "databases", { name: "databases", subnetIds });
        const placed = { dbSubnetGroupName: "databases", vpcSecurityGroupIds: [group.id] };
        network.put("aws:rds/instance:Instance", "db-1", {
            engine: "postgres",
            identifier: "chat",
            address: POSTGRES,
            port: 5432,
            ...placed,
        });
        network.put("aws:rds/proxy:Proxy", "proxy", { endpoint: PROXY, vpcSubnetIds: subnetIds, vpcSecurityGroupIds: [group.id] });
        prepare(network);
        const vpcConfig = { subnetIds: subnets.map((name) => network.subnetId(name)), securityGroupIds: [network.app.id] };
        const properties: Properties = subnets.length === 0 ? {} : { vpcConfig };
        const lambda = { type: "aws:lambda/function:Function", id: "init", region: "us-east-1", properties };
        const databases = new FewDatabases();
        const refusals: string[] = [];
        const connections = new VirtualConnections({
            account: network.aws.store,
            lambda,
            databases: databases as unknown as Databases,
            ports: PORTS,
            onRefusal: (host, symptom) => refusals.push(`${host}: ${symptom}`),
        });
        return { network, databases, refusals, connections };
    }

    it("lead to the server of a database, which is started if it does not run", async () => {
        const { connections, databases } = running(["private-a", "private-b"]);
        assert.deepEqual(await connections.wayTo(POSTGRES.toUpperCase(), 5432), { port: 15_432 });
        assert.deepEqual(await connections.wayTo(POSTGRES, 5432), { port: 15_432 });
        assert.equal(databases.settled, 1);
        assert.deepEqual(connections.losses, []);
    });

    it("lead to stand-ins for sites, with TLS on port 443", async () => {
        const { connections } = running(["private-a"]);
        assert.deepEqual(await connections.wayTo(SECRETS, 443), { port: PORTS.https });
        assert.deepEqual(await connections.wayTo("example.com", 80), { port: PORTS.http });
        assert.deepEqual(await connections.wayTo("example.com", undefined), { port: 0 });
    });

    it("are lost when one of the function's subnets has no way, and it is said once which", async () => {
        const { connections, network } = running(["private-a", "isolated-a"]);
        assert.deepEqual(await connections.wayTo(SECRETS, 443), { lost: "packet" });
        assert.deepEqual(await connections.wayTo(SECRETS, 443), { lost: "packet" });
        const isolated = network.subnetId("isolated-a");
        assert.equal(connections.losses.length, 1);
        assert.match(
            connections.losses[0] ?? "",
            new RegExp(`^${SECRETS}:443 is not reached from ${isolated}: route table rtb-\\w+ of ${isolated} has no`),
        );
    });

    it("find no name that nobody has, with and without a port", async () => {
        const { connections, network } = running(["private-a"]);
        const gone = "gone.abc.us-east-1.rds.amazonaws.com";
        assert.deepEqual(await connections.wayTo(gone, 5432), { lost: "name" });
        assert.deepEqual(await connections.wayTo(gone, undefined), { lost: "name" });
        assert.deepEqual(connections.losses, [
            `${gone} is not reached from ${network.subnetId("private-a")}: ${gone} is no database or cache in the account`,
        ]);
    });

    it("are refused at a database that is not run, with a word why", async () => {
        const { connections } = running(["private-a"]);
        assert.deepEqual(await connections.wayTo(PROXY, 5432), { lost: "refused" });
        assert.deepEqual(connections.losses, [`${PROXY}:5432 is reached, but the simulator runs no server for that kind of database`]);
    });

    it("arrive at an endpoint whose policy refuses, which is told to the API", async () => {
        const policy = JSON.stringify({ Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] });
        const { connections, refusals } = running(["private-a"], (network) => network.addInterfaceEndpoint("secretsmanager", { policy }));
        assert.deepEqual(await connections.wayTo(SECRETS, 443), { port: PORTS.https });
        assert.deepEqual(refusals, [`${SECRETS}: explicitly denied`]);
        assert.equal(connections.losses.length, 1);
    });

    it("lead outside alone without a VPC", async () => {
        const { connections } = running([]);
        assert.deepEqual(await connections.wayTo("example.com", 443), { port: PORTS.https });
        assert.deepEqual(await connections.wayTo(POSTGRES, 5432), { lost: "packet" });
        const where = "the function has no vpcConfig and the address is inside a VPC";
        assert.deepEqual(connections.losses, [`${POSTGRES}:5432 is not reached: ${where}`]);
    });
});
