/**
 * Amazon EC2: instances.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
 */
import type { StoredResource } from "../account";
import { leftOut } from "../filled-in";
import { blockOf, findBy, isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import type { Computed, CreateCall, DeleteCall, ResourceType, Service, UpdateCall } from "../resource-type";
import type { Properties } from "../../provider/values";
import { privateName, publicName } from "./ec2-elastic-ip";
import { architectureOf, architectureOfImage } from "./ec2-images";
import { templateOf } from "./ec2-launch-templates";
import { addInterface, interfacesOf, newPublicAddress, removeInterfaces } from "./ec2-network-interfaces";
import {
    ec2Arn,
    ec2Refusal,
    INSTANCE,
    NETWORK_INTERFACE,
    referred,
    referredAll,
    SECURITY_GROUP,
    SUBNET,
    VPC,
    vpcIdOf,
} from "./ec2-references";
import { VOLUME_ATTACHMENT } from "./ec2-volumes";

const instance: ResourceType = {
    token: INSTANCE,
    sets: ["securityGroups", "vpcSecurityGroupIds", "ebsBlockDevices", "ephemeralBlockDevices", "networkInterfaces"],
    replaceWhen: (olds, news) => [
        ...(isSet(news, "userDataReplaceOnChange") ? ["userData", "userDataBase64"].filter((data) => olds[data] !== news[data]) : []),
        ...(architectureOf(textOf(olds, "instanceType") ?? "") !== architectureOf(textOf(news, "instanceType") ?? "")
            ? ["instanceType"]
            : []),
        ...((blockOf(olds, "launchTemplate") ?? {})["version"] !== (blockOf(news, "launchTemplate") ?? {})["version"]
            ? ["launchTemplate"]
            : []),
    ],
    create: createInstance,
    update: updateInstance,
    delete: deleteInstance,
};

function createInstance(call: CreateCall) {
    const { account, region, inputs } = call;
    const settings = settingsOf(call);
    const subnet = subnetOf(call);
    refuseImage(call, settings);
    refuseNames(call, settings);
    const groups = groupsOf(call, settings, subnet);
    const id = account.newId("i");
    const isPublic = inputs["associatePublicIpAddress"] ?? subnet.properties["mapPublicIpOnLaunch"];
    const publicIp = isPublic === true ? newPublicAddress(account) : undefined;
    const made = addInterface(call, {
        owner: id,
        operation: "RunInstances",
        subnetId: subnet.id,
        securityGroupIds: groups,
        description: `Primary network interface of ${id}`,
        privateIp: textOf(inputs, "privateIp"),
        publicIp,
    });
    return {
        id,
        computed: {
            arn: ec2Arn(call, "instance", id),
            instanceLifecycle: "",
            instanceState: "running",
            outpostArn: "",
            passwordData: "",
            primaryNetworkInterfaceId: made.id,
            privateDns: privateName(made.privateIp, region),
            publicDns: publicIp === undefined ? "" : publicName(publicIp, region),
            publicIp: publicIp ?? "",
            spotInstanceRequestId: "",
            ami: requiredText(settings, "ami"),
            instanceType: requiredText(settings, "instanceType"),
            privateIp: made.privateIp,
            subnetId: subnet.id,
            vpcSecurityGroupIds: groups,
            rootBlockDevice: rootBlockDevice(call),
            ...leftOut(inputs, {
                ...FILLED_IN,
                associatePublicIpAddress: publicIp !== undefined,
                availabilityZone: requiredText(subnet.properties, "availabilityZone"),
                securityGroups: [],
            }),
        },
    };
}

/** What AWS reports of an instance where the program says nothing. */
const FILLED_IN: Computed = {
    disableApiStop: false,
    disableApiTermination: false,
    ebsBlockDevices: [],
    ebsOptimized: false,
    ephemeralBlockDevices: [],
    hostId: "",
    iamInstanceProfile: "",
    instanceInitiatedShutdownBehavior: "stop",
    ipv6AddressCount: 0,
    ipv6Addresses: [],
    keyName: "",
    // Amazon Linux 2023 takes tokens only: https://docs.aws.amazon.com/linux/al2023/ug/ec2-imds-v2.html
    metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIpv6: "disabled",
        httpPutResponseHopLimit: 2,
        httpTokens: "required",
        instanceMetadataTags: "disabled",
    },
    monitoring: false,
    networkInterfaces: [],
    placementGroup: "",
    placementPartitionNumber: 0,
    secondaryPrivateIps: [],
    tenancy: "default",
};

/** The instance's own settings over those of its launch template. */
function settingsOf(call: CreateCall): Properties {
    const block = blockOf(call.inputs, "launchTemplate");
    const template = block && templateOf(call.account, block);
    if (block !== undefined && template === undefined) {
        const reason = "The specified launch template does not exist.";
        throw ec2Refusal("RunInstances", "InvalidLaunchTemplateId.NotFound", reason);
    }
    const ofTemplate = template?.properties ?? {};
    const merged = {
        ami: textOf(call.inputs, "ami") ?? textOf(ofTemplate, "imageId"),
        instanceType: textOf(call.inputs, "instanceType") ?? textOf(ofTemplate, "instanceType"),
        keyName: textOf(call.inputs, "keyName") ?? textOf(ofTemplate, "keyName"),
        vpcSecurityGroupIds: [...groupIdsOf(call.inputs), ...(groupIdsOf(call.inputs).length > 0 ? [] : groupIdsOf(ofTemplate))],
        iamInstanceProfile: textOf(call.inputs, "iamInstanceProfile") ?? textOf(blockOf(ofTemplate, "iamInstanceProfile") ?? {}, "name"),
    };
    for (const [property, parameter] of [["ami", "ImageId"] as const, ["instanceType", "InstanceType"] as const]) {
        if (merged[property] !== undefined) continue;
        throw ec2Refusal("RunInstances", "MissingParameter", `The request must contain the parameter ${parameter}`);
    }
    return merged;
}

function groupIdsOf(properties: Properties): readonly string[] {
    return textsOf(properties, "vpcSecurityGroupIds");
}

function subnetOf(call: CreateCall): StoredResource {
    const subnetId = textOf(call.inputs, "subnetId");
    if (subnetId === undefined) throw ec2Refusal("RunInstances", "VPCIdNotSpecified", "No default VPC for this user");
    return referred(call, "RunInstances", SUBNET, subnetId);
}

function refuseImage({ region }: CreateCall, settings: Properties): void {
    const ami = requiredText(settings, "ami");
    if (!/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/.test(ami)) {
        throw ec2Refusal("RunInstances", "InvalidAMIID.Malformed", `Invalid id: "${ami}" (expecting "ami-...")`);
    }
    const instanceType = requiredText(settings, "instanceType");
    const ofImage = architectureOfImage(ami, region);
    const ofType = architectureOf(instanceType);
    if (ofImage === undefined || ofImage === ofType) return;
    const reason =
        `The architecture '${ofType}' of the specified instance type does not match the architecture '${ofImage}' of the specified AMI. ` +
        "Specify an instance type and an AMI that have matching architectures, and try again.";
    throw ec2Refusal("RunInstances", "InvalidParameterValue", reason);
}

function refuseNames({ account }: CreateCall, settings: Properties): void {
    const profile = textOf(settings, "iamInstanceProfile");
    if (profile !== undefined && findBy(account, "aws:iam/instanceProfile:InstanceProfile", "name", profile) === undefined) {
        const reason = `Value (${profile}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`;
        throw ec2Refusal("RunInstances", "InvalidParameterValue", reason);
    }
    const keyName = textOf(settings, "keyName");
    if (keyName !== undefined && findBy(account, "aws:ec2/keyPair:KeyPair", "keyName", keyName) === undefined) {
        throw ec2Refusal("RunInstances", "InvalidKeyPair.NotFound", `The key pair '${keyName}' does not exist`);
    }
}

function groupsOf(call: CreateCall, settings: Properties, subnet: StoredResource): readonly string[] {
    const groups = referredAll(call, "RunInstances", SECURITY_GROUP, groupIdsOf(settings));
    const foreign = groups.find((group) => vpcIdOf(group) !== vpcIdOf(subnet));
    if (foreign !== undefined) {
        const reason = `Security group ${foreign.id} and subnet ${subnet.id} belong to different networks.`;
        throw ec2Refusal("RunInstances", "InvalidParameter", reason);
    }
    if (groups.length > 0) return groups.map(({ id }) => id);
    return [requiredText(referred(call, "RunInstances", VPC, vpcIdOf(subnet)).properties, "defaultSecurityGroupId")];
}

function rootBlockDevice({ account, inputs }: CreateCall): Properties {
    const given = blockOf(inputs, "rootBlockDevice") ?? {};
    const volumeType = textOf(given, "volumeType") ?? "gp3";
    return {
        deleteOnTermination: true,
        deviceName: "/dev/xvda",
        encrypted: false,
        iops: 3000,
        kmsKeyId: "",
        throughput: volumeType === "gp3" ? 125 : 0,
        volumeId: account.newId("vol"),
        volumeSize: numberOf(given, "volumeSize") ?? 8,
        volumeType,
        ...given,
    };
}

function updateInstance(call: UpdateCall): Computed {
    const { account, current, inputs, changed } = call;
    if (!changed.has("vpcSecurityGroupIds")) return {};
    const subnet = referred(call, "ModifyInstanceAttribute", SUBNET, requiredText(current.properties, "subnetId"));
    const groups = groupsOf(call, inputs, subnet);
    for (const one of interfacesOf(account, current.id))
        account.put({ ...one, type: NETWORK_INTERFACE, properties: { ...one.properties, securityGroups: groups } });
    return { vpcSecurityGroupIds: groups };
}

function deleteInstance({ account, current }: DeleteCall): "removed" {
    if (isSet(current.properties, "disableApiTermination")) {
        const reason = `The instance '${current.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`;
        throw ec2Refusal("TerminateInstances", "OperationNotPermitted", reason);
    }
    removeInterfaces(account, current.id);
    for (const { id } of account.list(VOLUME_ATTACHMENT).filter(({ properties }) => properties["instanceId"] === current.id)) {
        account.remove(VOLUME_ATTACHMENT, id);
    }
    return "removed";
}

export const service: Service = { name: "Amazon EC2 (instances)", resourceTypes: [instance] };
