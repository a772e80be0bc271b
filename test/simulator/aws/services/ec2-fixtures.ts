/** A small network to test with: one VPC with two zones, an internet gateway, and everything that belongs to them. */
import { service as autoScaling } from "../../../../simulator/aws/services/auto-scaling";
import { service as elasticIps } from "../../../../simulator/aws/services/ec2-elastic-ip";
import { service as endpointAssociations } from "../../../../simulator/aws/services/ec2-endpoint-associations";
import { service as endpoints } from "../../../../simulator/aws/services/ec2-endpoints";
import { service as flowLogs } from "../../../../simulator/aws/services/ec2-flow-logs";
import { service as images } from "../../../../simulator/aws/services/ec2-images";
import { service as instances } from "../../../../simulator/aws/services/ec2-instances";
import { service as internetGateways } from "../../../../simulator/aws/services/ec2-internet-gateway";
import { service as launchTemplates } from "../../../../simulator/aws/services/ec2-launch-templates";
import { service as natGateways } from "../../../../simulator/aws/services/ec2-nat-gateway";
import { service as networkAcls } from "../../../../simulator/aws/services/ec2-network-acls";
import { service as networkDataSources } from "../../../../simulator/aws/services/ec2-network-data-sources";
import { service as peering } from "../../../../simulator/aws/services/ec2-peering";
import { service as placeDataSources } from "../../../../simulator/aws/services/ec2-place-data-sources";
import { service as routes } from "../../../../simulator/aws/services/ec2-routes";
import { service as routing } from "../../../../simulator/aws/services/ec2-routing";
import { service as securityGroups } from "../../../../simulator/aws/services/ec2-security-groups";
import { service as subnets } from "../../../../simulator/aws/services/ec2-subnet";
import { service as volumes } from "../../../../simulator/aws/services/ec2-volumes";
import { service as vpcs } from "../../../../simulator/aws/services/ec2-vpc";
import { service as listeners } from "../../../../simulator/aws/services/elastic-load-balancing-listeners";
import { service as loadBalancers } from "../../../../simulator/aws/services/elastic-load-balancing-load-balancers";
import { service as rules } from "../../../../simulator/aws/services/elastic-load-balancing-rules";
import { service as targetGroups } from "../../../../simulator/aws/services/elastic-load-balancing-target-groups";
import { requiredText } from "../../../../simulator/aws/reading";
import type { StoredResource } from "../../../../simulator/aws/account";
import type { Service } from "../../../../simulator/aws/resource-type";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployed, type Deployment } from "../harness";

const NETWORK: readonly Service[] = [
    ...[elasticIps, endpoints, flowLogs, internetGateways, natGateways, networkDataSources, placeDataSources, routes, routing],
    ...[endpointAssociations, networkAcls, peering],
    ...[autoScaling, images, instances, launchTemplates, volumes],
    ...[securityGroups, subnets, vpcs, listeners, loadBalancers, rules, targetGroups],
];

export const ID = {
    vpc: /^vpc-[0-9a-f]{17}$/,
    subnet: /^subnet-[0-9a-f]{17}$/,
    interface: /^eni-[0-9a-f]{17}$/,
};

export interface Network {
    readonly aws: Deployment;
    readonly vpc: Deployed;
    /** In us-east-1a. */
    readonly first: Deployed;
    /** In us-east-1b. */
    readonly second: Deployed;
    readonly gateway: Deployed;
    readonly subnet: (name: string, cidrBlock: string, availabilityZone: string) => Deployed;
    readonly routeTable: (name: string) => Deployed;
    readonly securityGroup: (name: string, inputs?: Properties) => Deployed;
}

/**
 * @param moreServices beyond those of the network
 * @param vpcInputs beyond the block, which is 10.0.0.0/16
 */
export function network(moreServices: readonly Service[] = [], vpcInputs: Properties = {}): Network {
    const aws = deployment([...NETWORK, ...moreServices]);
    const vpc = aws.create("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16", ...vpcInputs });
    const gateway = aws.create("aws:ec2/internetGateway:InternetGateway", "net", { vpcId: vpc.id });
    const subnet: Network["subnet"] = (name, cidrBlock, availabilityZone) =>
        aws.create("aws:ec2/subnet:Subnet", name, { vpcId: vpc.id, cidrBlock, availabilityZone });
    return {
        aws,
        vpc,
        gateway,
        first: subnet("first", "10.0.0.0/24", "us-east-1a"),
        second: subnet("second", "10.0.1.0/24", "us-east-1b"),
        subnet,
        routeTable: (name) => aws.create("aws:ec2/routeTable:RouteTable", name, { vpcId: vpc.id }),
        securityGroup: (name, inputs = {}) => aws.create("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: vpc.id, ...inputs }),
    };
}

/** An empty account with the services of the network. */
export function emptyAccount(): Deployment {
    return deployment(NETWORK);
}

/** Puts a resource of a service that does not take part into the account. */
export function put(aws: Deployment, resource: Pick<StoredResource, "type" | "id" | "properties">): void {
    aws.store.transact((account) => {
        account.put({ region: "us-east-1", ...resource });
    });
}

/** An output that is a text. */
export function text({ outputs }: Pick<Deployed, "outputs">, property: string): string {
    return requiredText(outputs, property);
}

/** A NAT gateway in the first subnet, and its address. */
export function natGateway({ aws, first }: Network): { readonly address: Deployed; readonly gateway: Deployed } {
    const address = aws.create("aws:ec2/eip:Eip", "nat", {});
    const inputs = { subnetId: first.id, allocationId: address.id };
    return { address, gateway: aws.create("aws:ec2/natGateway:NatGateway", "nat", inputs) };
}

/** An application load balancer in both subnets. */
export function balancer({ aws, first, second }: Network, name = "web", inputs: Properties = {}): Deployed {
    return aws.create("aws:lb/loadBalancer:LoadBalancer", name, { subnets: [first.id, second.id], ...inputs });
}

/** A target group for HTTP on port 3080. */
export function targetGroup({ aws, vpc }: Network, name = "app", inputs: Properties = {}): Deployed {
    const base = { port: 3080, protocol: "HTTP", targetType: "ip", vpcId: vpc.id };
    return aws.create("aws:lb/targetGroup:TargetGroup", name, { ...base, ...inputs });
}

/** Actions that forward to a target group. */
export function forward(targetGroupArn: string): readonly Properties[] {
    return [{ type: "forward", targetGroupArn }];
}

/** Actions that answer 404. */
export const NOT_FOUND: readonly Properties[] = [
    { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
];
