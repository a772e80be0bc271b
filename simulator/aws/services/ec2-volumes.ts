/**
 * Amazon EBS: volumes and what they are attached to.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html
 */
import { crc32 } from "node:zlib";
import { leftOut } from "../filled-in";
import { isSet, numberOf, requiredText, textOf } from "../reading";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import type { Problem } from "../validation";
import { UNKNOWN, type Properties } from "../../provider/values";
import { ec2Arn, ec2Refusal, INSTANCE, referred } from "./ec2-references";
import { zonesOf } from "./ec2-regions";

export const VOLUME = "aws:ebs/volume:Volume";
export const VOLUME_ATTACHMENT = "aws:ec2/volumeAttachment:VolumeAttachment";
const SNAPSHOT = "aws:ebs/snapshot:Snapshot";

/** Sizes in GiB and IOPS in the table of the user guide. */
const LARGEST_GIB: Readonly<Record<string, number>> = {
    standard: 1024,
    gp2: 16384,
    gp3: 65536,
    io1: 16384,
    io2: 65536,
    st1: 16384,
    sc1: 16384,
};

const volume: ResourceType = {
    token: VOLUME,
    check: (inputs) => (inputs["type"] === UNKNOWN ? [] : problemsOfType(inputs)),
    create: createVolume,
    update: ({ current, inputs, changed }) => {
        const [before, after] = [numberOf(current.properties, "size"), numberOf(inputs, "size")];
        if (before !== undefined && after !== undefined && after < before) {
            throw ec2Refusal("ModifyVolume", "InvalidParameterValue", "New size cannot be smaller than existing size");
        }
        refuseSize("ModifyVolume", inputs);
        return changed.has("size") || changed.has("type") ? performance({ ...current.properties, ...inputs }, inputs) : {};
    },
    delete: ({ account, region, current }) => {
        const attached = account.list(VOLUME_ATTACHMENT).find(({ properties }) => properties["volumeId"] === current.id);
        if (attached !== undefined) {
            const reason = `Volume ${current.id} is currently attached to ${requiredText(attached.properties, "instanceId")}`;
            throw ec2Refusal("DeleteVolume", "VolumeInUse", reason);
        }
        if (isSet(current.properties, "finalSnapshot")) {
            const id = account.newId("snap");
            const properties: Properties = {
                volumeId: current.id,
                startTime: account.now(),
                volumeSize: current.properties["size"],
                encrypted: current.properties["encrypted"],
            };
            account.put({ type: SNAPSHOT, id, region, properties, note: `final snapshot of ${current.id}` });
        }
        return "removed";
    },
};

function problemsOfType(inputs: Properties): readonly Problem[] {
    const type = textOf(inputs, "type");
    const needsIops = type === "io1" || type === "io2";
    const named = type ?? "";
    return [
        ...(needsIops && inputs["iops"] === undefined
            ? [{ property: "iops", reason: `'iops' must be set when 'type' is '${named}'` }]
            : []),
        ...(!needsIops && type !== "gp3" && inputs["iops"] !== undefined
            ? [{ property: "iops", reason: `'iops' must not be set when 'type' is '${named}'` }]
            : []),
        ...(type !== "gp3" && inputs["throughput"] !== undefined
            ? [{ property: "throughput", reason: `'throughput' must not be set when 'type' is '${named}'` }]
            : []),
        ...(!needsIops && inputs["multiAttachEnabled"] === true
            ? [{ property: "multiAttachEnabled", reason: `'multiAttachEnabled' must not be set when 'type' is '${named}'` }]
            : []),
        ...(inputs["volumeInitializationRate"] !== undefined && inputs["snapshotId"] === undefined
            ? [{ property: "volumeInitializationRate", reason: "'volumeInitializationRate' must not be set unless 'snapshotId' is set" }]
            : []),
    ];
}

function createVolume(call: CreateCall) {
    const { account, region, inputs } = call;
    const zone = requiredText(inputs, "availabilityZone");
    if (!zonesOf(region).some(({ name }) => name === zone)) {
        throw ec2Refusal("CreateVolume", "InvalidZone.NotFound", `The zone '${zone}' does not exist.`);
    }
    const snapshotId = textOf(inputs, "snapshotId");
    const snapshot = snapshotId === undefined ? undefined : account.find(SNAPSHOT, snapshotId);
    if (snapshotId !== undefined && snapshot === undefined) {
        throw ec2Refusal("CreateVolume", "InvalidSnapshot.NotFound", `The snapshot '${snapshotId}' does not exist.`);
    }
    refuseSize("CreateVolume", inputs);
    const id = account.newId("vol");
    const filled = { type: "gp2", size: numberOf(snapshot?.properties ?? {}, "volumeSize") ?? 0, ...inputs };
    return {
        id,
        computed: {
            arn: ec2Arn(call, "volume", id),
            createTime: account.now(),
            ...leftOut(inputs, { encrypted: false, kmsKeyId: "", size: filled.size, snapshotId: "", type: "gp2" }),
            ...performance(filled, inputs),
        },
    };
}

/** What AWS gives where the program says nothing: gp2 has 3 IOPS for each GiB between 100 and 16000, gp3 3000 IOPS and 125 MiB/s. */
function performance(filled: Properties, inputs: Properties): Properties {
    const size = numberOf(filled, "size") ?? 0;
    const isGp3 = filled["type"] === "gp3";
    const ofGp2 = filled["type"] === "gp2" ? Math.min(16000, Math.max(100, 3 * size)) : 0;
    return { ...leftOut(inputs, { iops: isGp3 ? 3000 : ofGp2, throughput: isGp3 ? 125 : 0 }) };
}

function refuseSize(operation: string, inputs: Properties): void {
    const type = textOf(inputs, "type") ?? "gp2";
    const size = numberOf(inputs, "size");
    const largest = LARGEST_GIB[type];
    if (largest === undefined) {
        throw ec2Refusal(operation, "UnknownVolumeType", `Unsupported volume type '${type}' for volume creation.`);
    }
    if (size === undefined || (size >= 1 && size <= largest)) return;
    throw ec2Refusal(
        operation,
        "InvalidParameterValue",
        `Volume of ${size}GiB is invalid for volume type '${type}'; it must be at most ${largest}GiB`,
    );
}

const volumeAttachment: ResourceType = {
    token: VOLUME_ATTACHMENT,
    create: (call) => {
        const { account, inputs } = call;
        const instance = referred(call, "AttachVolume", INSTANCE, requiredText(inputs, "instanceId"));
        const volumeId = requiredText(inputs, "volumeId");
        const attached = account.find(VOLUME, volumeId);
        if (attached === undefined) throw ec2Refusal("AttachVolume", "InvalidVolume.NotFound", `The volume '${volumeId}' does not exist.`);
        if (attached.properties["availabilityZone"] !== instance.properties["availabilityZone"]) {
            const reason = `The volume '${volumeId}' is not in the same availability zone as instance '${instance.id}'`;
            throw ec2Refusal("AttachVolume", "InvalidVolume.ZoneMismatch", reason);
        }
        const deviceName = requiredText(inputs, "deviceName");
        const others = account.list(VOLUME_ATTACHMENT);
        if (others.some(({ properties }) => properties["volumeId"] === volumeId) && !isSet(attached.properties, "multiAttachEnabled")) {
            throw ec2Refusal("AttachVolume", "VolumeInUse", `${volumeId} is already attached to an instance`);
        }
        if (others.some(({ properties }) => properties["instanceId"] === instance.id && properties["deviceName"] === deviceName)) {
            const reason = `Invalid value '${deviceName}' for unixDevice. Attachment point ${deviceName} is already in use`;
            throw ec2Refusal("AttachVolume", "InvalidParameterValue", reason);
        }
        return { id: `vai-${crc32(`${deviceName}-${instance.id}-${volumeId}-`)}`, computed: {} };
    },
};

export const service: Service = { name: "Amazon EBS", resourceTypes: [volume, volumeAttachment] };
