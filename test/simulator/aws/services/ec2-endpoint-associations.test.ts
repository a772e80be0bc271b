import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { network, text, type Network } from "./ec2-fixtures";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const TABLE = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
const SUBNET = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation";
const GROUP = "aws:ec2/securityGroupAssociation:SecurityGroupAssociation";

function gateway({ aws, vpc }: Network, inputs: Properties = {}) {
    return aws.create(ENDPOINT, "s3", { vpcId: vpc.id, serviceName: "com.amazonaws.us-east-1.s3", ...inputs });
}

function secrets({ aws, vpc }: Network, inputs: Properties = {}) {
    const serviceName = "com.amazonaws.us-east-1.secretsmanager";
    return aws.create(ENDPOINT, "secrets", { vpcId: vpc.id, serviceName, vpcEndpointType: "Interface", ...inputs });
}

/** A list of the endpoint as AWS has it now. */
function listOf({ aws }: Network, endpointId: string, property: string): unknown {
    return aws.stored(ENDPOINT).find(({ id }) => id === endpointId)?.properties[property];
}

describe("associations of VPC endpoints", () => {
    it("add a route table to a gateway, and take it away again", () => {
        const net = network();
        const table = net.routeTable("private");
        const endpoint = gateway(net);
        const made = net.aws.create(TABLE, "it", { vpcEndpointId: endpoint.id, routeTableId: table.id });
        assert.match(made.id, new RegExp(`^a-${endpoint.id}\\d+$`));
        assert.deepEqual(listOf(net, endpoint.id, "routeTableIds"), [table.id]);
        net.aws.delete(made);
        assert.deepEqual(listOf(net, endpoint.id, "routeTableIds"), []);
    });

    it("refuse a table that another gateway of the service serves, and one for an interface endpoint", () => {
        const net = network();
        const table = net.routeTable("private");
        gateway(net, { routeTableIds: [table.id] });
        const other = gateway(net);
        assert.throws(
            () => net.aws.create(TABLE, "it", { vpcEndpointId: other.id, routeTableId: table.id }),
            /api error RouteAlreadyExists/,
        );
        assert.throws(() => net.aws.create(TABLE, "it", { vpcEndpointId: secrets(net).id, routeTableId: table.id }), {
            message:
                "operation error EC2: ModifyVpcEndpoint, api error InvalidParameter: Route table IDs are only supported for Gateway type VPC endpoints.",
        });
    });

    it("add a subnet with its network interface", () => {
        const net = network();
        const endpoint = secrets(net, { subnetIds: [net.first.id] });
        const made = net.aws.create(SUBNET, "it", { vpcEndpointId: endpoint.id, subnetId: net.second.id });
        assert.deepEqual(listOf(net, endpoint.id, "subnetIds"), [net.first.id, net.second.id]);
        assert.equal((listOf(net, endpoint.id, "networkInterfaceIds") as unknown[]).length, 2);
        net.aws.delete(made);
        assert.equal((listOf(net, endpoint.id, "networkInterfaceIds") as unknown[]).length, 1);
    });

    it("refuse a second subnet of one zone", () => {
        const net = network();
        const endpoint = secrets(net, { subnetIds: [net.first.id] });
        const twin = net.subnet("twin", "10.0.2.0/24", "us-east-1a");
        assert.throws(
            () => net.aws.create(SUBNET, "it", { vpcEndpointId: endpoint.id, subnetId: twin.id }),
            /ModifyVpcEndpoint, api error DuplicateSubnetsInSameZone/,
        );
    });

    it("add a security group, beside the default one or in its place", () => {
        const net = network();
        const [group, initial] = [net.securityGroup("endpoints"), text(net.vpc, "defaultSecurityGroupId")];
        const endpoint = secrets(net);
        const beside = net.aws.create(GROUP, "it", { vpcEndpointId: endpoint.id, securityGroupId: group.id });
        assert.deepEqual(listOf(net, endpoint.id, "securityGroupIds"), [initial, group.id]);
        net.aws.delete(beside);
        const inputs = { vpcEndpointId: endpoint.id, securityGroupId: group.id, replaceDefaultAssociation: true };
        const instead = net.aws.create(GROUP, "it", inputs);
        assert.deepEqual(listOf(net, endpoint.id, "securityGroupIds"), [group.id]);
        net.aws.delete(instead);
        assert.deepEqual(listOf(net, endpoint.id, "securityGroupIds"), [initial]);
    });

    it("refuse to replace the default group where it is not, or by itself", () => {
        const net = network();
        const [group, initial] = [net.securityGroup("endpoints"), text(net.vpc, "defaultSecurityGroupId")];
        const replacing = { replaceDefaultAssociation: true };
        const own = secrets(net, { securityGroupIds: [group.id] });
        assert.throws(() => net.aws.create(GROUP, "it", { vpcEndpointId: own.id, securityGroupId: group.id, ...replacing }), {
            message: `no association of default Security Group (${initial}) with VPC Endpoint (${own.id})`,
        });
        assert.throws(() => net.aws.create(GROUP, "it", { vpcEndpointId: own.id, securityGroupId: initial, ...replacing }), {
            message: `${initial} is the default Security Group for EC2 VPC (${net.vpc.id})`,
        });
    });

    it("end with their endpoint", () => {
        const net = network();
        const endpoint = gateway(net);
        const made = net.aws.create(TABLE, "it", { vpcEndpointId: endpoint.id, routeTableId: net.routeTable("private").id });
        net.aws.delete(endpoint);
        net.aws.delete(made);
        assert.deepEqual(net.aws.stored(TABLE), []);
    });
});
