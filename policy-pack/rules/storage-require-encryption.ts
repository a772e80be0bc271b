import { isGiven, listAt, shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** One switch: its name in messages, and its value. */
interface Switch {
    readonly title: string;
    readonly value: unknown;
}

/**
 * File systems and volumes are encrypted.
 *
 * AWS's default is off, unless the account has switched it on for volumes, and neither can be encrypted later without replacing it. What AWS
 * encrypts by default has no rule: buckets (https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html), log groups,
 * DynamoDB tables, SQS queues (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html)
 * and SNS topics (https://docs.aws.amazon.com/sns/latest/dg/sns-data-encryption.html).
 */
export const checkStorageEncryption: ResourceCheck = ({ type, name, props }) => {
    const switches = switchesOf(type, props);
    if (switches === UNKNOWN) return "unknown";
    const wrong = switches.filter(({ value }) => value !== UNKNOWN && value !== true && value !== "true");
    if (wrong.length === 0 && switches.some(({ value }) => value === UNKNOWN)) return "unknown";
    return wrong.map(({ title, value }) => `${title} of ${name} = ${shown(value)}; wanted is true.`);
};

function switchesOf(type: string, props: unknown): Switch[] | typeof UNKNOWN {
    if (type === TYPES.launchTemplate) return devicesOf(props, "blockDeviceMappings", "ebs");
    if (type !== TYPES.instance && type !== TYPES.launchConfiguration) return [{ title: "encrypted", value: valueAt(props, "encrypted") }];
    const devices = devicesOf(props, "ebsBlockDevices");
    const root = valueAt(props, "rootBlockDevice");
    // Without a word about it, the root volume is as the image or the template says.
    const roots = root === undefined ? [] : [{ title: "rootBlockDevice.encrypted", value: valueAt(root, "encrypted") }];
    return devices === UNKNOWN || root === UNKNOWN ? UNKNOWN : [...roots, ...devices];
}

/** Only of devices that the program describes; a copy of a snapshot is encrypted as the snapshot is. */
function devicesOf(props: unknown, property: string, part?: string): Switch[] | typeof UNKNOWN {
    const devices = listAt(props, property);
    if (devices === UNKNOWN) return UNKNOWN;
    return (devices ?? []).flatMap((device, index) => {
        const volume = part === undefined || device === UNKNOWN ? device : valueAt(device, part);
        if (volume === undefined || (volume !== UNKNOWN && isGiven(valueAt(volume, "snapshotId")))) return [];
        const path = [`${property}[${index}]`, part, "encrypted"].filter((name) => name !== undefined).join(".");
        return [{ title: path, value: valueAt(volume, "encrypted") }];
    });
}

export const storageRequireEncryption = resourcePolicy(
    {
        name: "storage-require-encryption",
        displayName: "File systems and volumes are encrypted",
        description: "File systems and volumes are encrypted.",
        severity: "high",
        remediationSteps: "Set encrypted: true on the file system, the volume or each block device, before anything is stored.",
        url: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    },
    [TYPES.fileSystem, TYPES.volume, TYPES.instance, TYPES.launchTemplate, TYPES.launchConfiguration],
    checkStorageEncryption,
);
