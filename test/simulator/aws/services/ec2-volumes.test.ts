import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { network } from "./ec2-fixtures";

const VOLUME = "aws:ebs/volume:Volume";
const ATTACHMENT = "aws:ec2/volumeAttachment:VolumeAttachment";

describe("aws:ebs/volume:Volume", () => {
    const ZONE = { availabilityZone: "us-east-1a" };

    it("has the performance of its type", () => {
        const { aws } = network();
        const performance = (inputs: Properties) => {
            const { outputs } = aws.create(VOLUME, "data", { ...ZONE, ...inputs });
            return [outputs["type"], outputs["iops"], outputs["throughput"]];
        };
        assert.deepEqual(performance({ size: 100 }), ["gp2", 300, 0]);
        assert.deepEqual(performance({ size: 10, type: "gp3" }), ["gp3", 3000, 125]);
        assert.deepEqual(performance({ size: 10, type: "io2", iops: 500 }), ["io2", 500, 0]);
    });

    it("is attached in its zone, once, and deleted only when it is free", () => {
        const net = network();
        const { aws } = net;
        const host = net.aws.create("aws:ec2/instance:Instance", "host", {
            ami: "ami-0123456789abcdef0",
            instanceType: "t4g.small",
            subnetId: net.first.id,
        });
        const [volume, other, remote] = ["us-east-1a", "us-east-1a", "us-east-1b"].map((availabilityZone, i) =>
            aws.create(VOLUME, `v${i}`, { availabilityZone, size: 10 }),
        );
        const attach = (volumeId: string, deviceName = "/dev/sdf") =>
            aws.create(ATTACHMENT, "a", { instanceId: host.id, volumeId, deviceName });
        const attachment = attach(volume!.id);
        assert.match(attachment.id, /^vai-\d+$/);
        const refusals = [
            [() => attach(volume!.id, "/dev/sdg"), `AttachVolume, api error VolumeInUse: ${volume!.id} is already attached to an instance`],
            [
                () => attach(other!.id),
                "AttachVolume, api error InvalidParameterValue: Invalid value '/dev/sdf' for unixDevice. Attachment point /dev/sdf is already in use",
            ],
            [
                () => attach(remote!.id, "/dev/sdg"),
                `AttachVolume, api error InvalidVolume.ZoneMismatch: The volume '${remote!.id}' is not in the same availability zone as instance '${host.id}'`,
            ],
            [() => attach("vol-0"), "AttachVolume, api error InvalidVolume.NotFound: The volume 'vol-0' does not exist."],
            [
                () => {
                    aws.delete(volume!);
                },
                `DeleteVolume, api error VolumeInUse: Volume ${volume!.id} is currently attached to ${host.id}`,
            ],
        ] as const;
        for (const [attempt, reason] of refusals) assert.throws(attempt, { message: `operation error EC2: ${reason}` });
        aws.delete(attachment);
        aws.delete(volume!);
        assert.equal(aws.stored(VOLUME).length, 2);
    });

    it("leaves a final snapshot when it is asked to, from which another can be made", () => {
        const { aws } = network();
        aws.delete(aws.create(VOLUME, "a", { ...ZONE, size: 10, finalSnapshot: true }));
        aws.delete(aws.create(VOLUME, "b", { ...ZONE, size: 10 }));
        const [snapshot, ...others] = aws.stored("aws:ebs/snapshot:Snapshot");
        assert.deepEqual(others, []);
        assert.equal(aws.create(VOLUME, "c", { ...ZONE, snapshotId: snapshot!.id }).outputs["size"], 10);
    });

    it("grows in place and never shrinks", () => {
        const { aws } = network();
        const volume = aws.create(VOLUME, "data", { ...ZONE, size: 100 });
        assert.equal(aws.update(volume, { ...ZONE, size: 200 }).outputs["iops"], 600);
        assert.throws(() => aws.update(volume, { ...ZONE, size: 50 }), {
            message: "operation error EC2: ModifyVolume, api error InvalidParameterValue: New size cannot be smaller than existing size",
        });
    });

    const REFUSED = [
        [
            { availabilityZone: "us-east-1z", size: 1 },
            "operation error EC2: CreateVolume, api error InvalidZone.NotFound: The zone 'us-east-1z' does not exist.",
        ],
        [
            { size: 20000 },
            "operation error EC2: CreateVolume, api error InvalidParameterValue: " +
                "Volume of 20000GiB is invalid for volume type 'gp2'; it must be at most 16384GiB",
        ],
        [
            { snapshotId: "snap-0" },
            "operation error EC2: CreateVolume, api error InvalidSnapshot.NotFound: The snapshot 'snap-0' does not exist.",
        ],
        [{ size: 1, type: "io1" }, "'iops' must be set when 'type' is 'io1'. Examine values at 'data.iops'."],
        [{ size: 1, iops: 3000 }, "'iops' must not be set when 'type' is ''. Examine values at 'data.iops'."],
        [{ size: 1, throughput: 125 }, "'throughput' must not be set when 'type' is ''. Examine values at 'data.throughput'."],
    ] as const;
    for (const [inputs, message] of REFUSED) {
        it(`is refused ${JSON.stringify(inputs)}`, () => {
            assert.throws(() => network().aws.create(VOLUME, "data", { ...ZONE, ...inputs }), { message });
        });
    }
});
