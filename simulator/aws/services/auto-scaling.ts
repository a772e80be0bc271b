/**
 * Amazon EC2 Auto Scaling: groups.
 *
 * Their instances are in the account as network interfaces, one for each, so that they hold their subnets and security groups.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
 */
import type { StoredResource } from "../account";
import { leftOut, nameOr, uuidFrom } from "../filled-in";
import { blockOf, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Computed, CreateCall, ResourceType, Service } from "../resource-type";
import type { Properties } from "../../provider/values";
import { templateOf } from "./ec2-launch-templates";
import { addInterface, newPublicAddress, removeInterfaces } from "./ec2-network-interfaces";
import { SUBNET, VPC, vpcIdOf } from "./ec2-references";
import { TARGET_GROUP } from "./elastic-load-balancing-references";

const GROUP = "aws:autoscaling/group:Group";

const group: ResourceType = {
    token: GROUP,
    sets: [
        "availabilityZones",
        "enabledMetrics",
        "loadBalancers",
        "suspendedProcesses",
        "tags",
        "targetGroupArns",
        "trafficSources",
        "vpcZoneIdentifiers",
    ],
    create: createGroup,
    update: (call) => {
        const inputs = { ...call.current.properties, ...call.inputs };
        const running = { ...call, inputs };
        refuseSizes("UpdateAutoScalingGroup", inputs);
        removeInterfaces(call.account, call.current.id);
        return launch(running, "UpdateAutoScalingGroup", call.current.id);
    },
    delete: ({ account, current }) => {
        removeInterfaces(account, current.id);
        return "removed";
    },
};

function createGroup(call: CreateCall) {
    const { account, region, inputs } = call;
    const operation = "CreateAutoScalingGroup";
    const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account);
    const existing = account.find(GROUP, name);
    if (existing?.region === region) {
        const reason = `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`;
        throw new Refusal("Auto Scaling", operation, "AlreadyExists", reason);
    }
    refuseSizes(operation, inputs);
    const linkedRole = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    return {
        id: name,
        computed: {
            arn: `arn:aws:autoscaling:${region}:${account.accountId}:autoScalingGroup:${uuidFrom(account.newHex(32))}:autoScalingGroupName/${name}`,
            name,
            predictedCapacity: 0,
            warmPoolSize: 0,
            ...leftOut(inputs, {
                availabilityZoneDistribution: { capacityDistributionStrategy: "balanced-best-effort" },
                capacityReservationSpecification: { capacityReservationPreference: "default" },
                defaultCooldown: 300,
                healthCheckType: "EC2",
                loadBalancers: [],
                namePrefix: "",
                serviceLinkedRoleArn: `arn:aws:iam::${account.accountId}:role/${linkedRole}`,
                targetGroupArns: [],
                trafficSources: [],
            }),
            ...launch(call, operation, name),
        },
    };
}

function refusal(operation: string, reason: string): Refusal {
    return new Refusal("Auto Scaling", operation, "ValidationError", reason);
}

function refuseSizes(operation: string, inputs: Properties): void {
    const [least, most] = [numberOf(inputs, "minSize") ?? 0, numberOf(inputs, "maxSize") ?? 0];
    if (least > most) throw refusal(operation, `Max bound, ${most}, must be greater than or equal to min bound, ${least}`);
    const desired = numberOf(inputs, "desiredCapacity");
    if (desired === undefined || (desired >= least && desired <= most)) return;
    throw refusal(operation, `Desired capacity:${desired} must be between the specified min size:${least} and max size:${most}`);
}

/** Starts the instances: the template decides what they are, the subnets in turn where they stand. */
function launch(call: CreateCall, operation: string, name: string): Computed {
    const { account, inputs } = call;
    const { template, block } = templateIn(call, operation);
    const subnets = subnetsOf(call, operation);
    for (const arn of textsOf(inputs, "targetGroupArns")) {
        if (account.find(TARGET_GROUP, arn) !== undefined) continue;
        throw refusal(operation, "Provided Target Groups may not be valid. Please ensure they exist and try again.");
    }
    const desiredCapacity = numberOf(inputs, "desiredCapacity") ?? numberOf(inputs, "minSize") ?? 0;
    for (let i = 0; i < desiredCapacity; i++) {
        const subnet = subnets[i % subnets.length];
        if (subnet === undefined) break;
        addInterface(call, {
            owner: name,
            operation: "RunInstances",
            subnetId: subnet.id,
            securityGroupIds: groupsOf(call, template, subnet),
            description: `Instance ${i + 1} of ${name}`,
            publicIp: subnet.properties["mapPublicIpOnLaunch"] === true ? newPublicAddress(account) : undefined,
        });
    }
    return {
        desiredCapacity,
        availabilityZones: [...new Set(subnets.map(({ properties }) => requiredText(properties, "availabilityZone")))],
        vpcZoneIdentifiers: subnets.map(({ id }) => id),
        ...(block === undefined || template === undefined
            ? {}
            : {
                  launchTemplate: {
                      id: template.id,
                      name: requiredText(template.properties, "name"),
                      version: block["version"] ?? "$Default",
                  },
              }),
    };
}

function templateIn(
    { account, inputs }: CreateCall,
    operation: string,
): { template: StoredResource | undefined; block: Properties | undefined } {
    const block = blockOf(inputs, "launchTemplate");
    const mixed = blockOf(blockOf(blockOf(inputs, "mixedInstancesPolicy") ?? {}, "launchTemplate") ?? {}, "launchTemplateSpecification");
    const specification = block ?? mixed;
    const template = specification && templateOf(account, specification);
    if (specification !== undefined && template === undefined) {
        const id = textOf(specification, "id") ?? textOf(specification, "launchTemplateId");
        const named = id === undefined ? `name ${textOf(specification, "name") ?? ""}` : `ID ${id}`;
        const reason = "You must use a valid fully-formed launch template. The specified launch template, with template";
        throw refusal(operation, `${reason} ${named}, does not exist.`);
    }
    return { template, block };
}

function subnetsOf({ account, inputs }: CreateCall, operation: string): readonly StoredResource[] {
    const ids = textsOf(inputs, "vpcZoneIdentifiers");
    if (ids.length === 0) throw refusal(operation, "No default subnet for the Availability Zones: the account has no default VPC");
    return ids.map((id) => {
        const subnet = account.find(SUBNET, id);
        if (subnet === undefined) throw refusal(operation, `The subnet ID '${id}' does not exist`);
        return subnet;
    });
}

function groupsOf({ account }: CreateCall, template: StoredResource | undefined, subnet: StoredResource): readonly string[] {
    const given = textsOf(template?.properties ?? {}, "vpcSecurityGroupIds");
    const vpc = account.find(VPC, vpcIdOf(subnet));
    return given.length > 0 || vpc === undefined ? given : [requiredText(vpc.properties, "defaultSecurityGroupId")];
}

export const service: Service = { name: "Amazon EC2 Auto Scaling", resourceTypes: [group] };
