import { strict as assert } from "node:assert";
import { factsOf } from "../../../../simulator/aws/facts";
import type { Properties } from "../../../../simulator/provider/values";
import { balancer, forward, natGateway, network, put, targetGroup, type Network } from "./ec2-fixtures";
import type { Deployed } from "../harness";

/** One resource of each type, with nothing that is not required. */
function oneOfEach(net: Network): readonly Deployed[] {
    const { aws, vpc, first, gateway } = net;
    const create = (type: string, inputs: Properties) => aws.create(`aws:${type}`, "one", inputs);
    const nat = natGateway(net);
    const table = net.routeTable("one");
    const group = net.securityGroup("one");
    const targets = targetGroup(net);
    const loadBalancer = balancer(net);
    const listener = create("lb/listener:Listener", { loadBalancerArn: loadBalancer.id, port: 80, defaultActions: forward(targets.id) });
    const template = create("ec2/launchTemplate:LaunchTemplate", { imageId: "ami-0123456789abcdef0", instanceType: "t4g.small" });
    const host = create("ec2/instance:Instance", { launchTemplate: { id: template.id }, subnetId: first.id });
    const volume = create("ebs/volume:Volume", { availabilityZone: "us-east-1a", size: 1 });
    const rule = { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "10.0.0.0/16" };
    const flows = { vpcId: vpc.id, trafficType: "ALL", logDestinationType: "s3", logDestination: "arn:aws:s3:::flows" };
    put(aws, { type: "aws:s3/bucket:Bucket", id: "flows", properties: {} });
    const bounds = { minSize: 0, maxSize: 1, vpcZoneIdentifiers: [first.id], launchTemplate: { id: template.id } };
    const conditions = [{ pathPattern: { values: ["/"] } }];
    const older = { type: "ingress", protocol: "tcp", fromPort: 1, toPort: 1, self: true, securityGroupId: group.id };
    return [
        ...[vpc, first, gateway, nat.address, nat.gateway, table, group, targets, loadBalancer, listener, template, host, volume],
        create("ec2/route:Route", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id }),
        create("ec2/routeTableAssociation:RouteTableAssociation", { routeTableId: table.id, subnetId: first.id }),
        create("vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule),
        create("vpc/securityGroupEgressRule:SecurityGroupEgressRule", rule),
        create("ec2/securityGroupRule:SecurityGroupRule", older),
        create("ec2/vpcEndpoint:VpcEndpoint", { vpcId: vpc.id, serviceName: "com.amazonaws.us-east-1.s3" }),
        create("ec2/flowLog:FlowLog", flows),
        create("lb/listenerRule:ListenerRule", { listenerArn: listener.id, conditions, actions: forward(targets.id) }),
        create("ec2/volumeAttachment:VolumeAttachment", { instanceId: host.id, volumeId: volume.id, deviceName: "/dev/sdf" }),
        create("autoscaling/group:Group", bounds),
    ];
}

/** Values that AWS gives only in some cases, none of which is a minimal resource. */
const NOT_ALWAYS: Readonly<Record<string, readonly string[]>> = {
    "aws:lb/listener:Listener": ["mutualAuthentication"],
    "aws:autoscaling/group:Group": ["instanceLifecyclePolicy", "mixedInstancesPolicy"],
    "aws:ec2/instance:Instance": [
        ...["capacityReservationSpecification", "cpuOptions", "enablePrimaryIpv6", "enclaveOptions", "hostResourceGroupArn"],
        ...["instanceMarketOptions", "maintenanceOptions", "placementGroupId", "primaryNetworkInterface", "privateDnsNameOptions"],
        ...["secondaryNetworkInterfaces", "userDataBase64"],
    ],
};

describe("outputs of the network's resources", () => {
    for (const { type, outputs } of oneOfEach(network())) {
        it(`${type}: everything that the provider computes is there`, () => {
            const { computed = [], optionalComputed = [] } = factsOf(type) ?? {};
            const expected = [...computed, ...optionalComputed].filter((path) => !path.includes(".") && !NOT_ALWAYS[type]?.includes(path));
            assert.deepEqual(
                expected.filter((property) => outputs[property] === undefined),
                [],
            );
        });
    }
});
