/**
 * Amazon EC2: machine images. The account knows Amazon's own newest ones; any well-formed id is taken for an image that exists, since
 * nobody has a list of all.
 *
 * @see https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
 */
import { ProviderError } from "../../provider/errors";
import type { StoredResource } from "../account";
import { blocksOf, isSet, textOf, textsOf } from "../reading";
import type { DataSource, Service } from "../resource-type";
import { chosen, property, type FilterNames } from "./ec2-filters";

export type Architecture = "arm64" | "x86_64";

/** Amazon's images by name, with the day they were made. A new one changes what `mostRecent` finds, as in AWS. */
const IMAGES: readonly (readonly [name: string, day: string, architecture: Architecture])[] = [
    ["al2023-ami-2023.9.20251105.0-kernel-6.1-x86_64", "2025-11-05", "x86_64"],
    ["al2023-ami-2023.9.20251105.0-kernel-6.1-arm64", "2025-11-05", "arm64"],
    ["al2023-ami-2023.8.20250915.0-kernel-6.1-x86_64", "2025-09-15", "x86_64"],
    ["al2023-ami-2023.8.20250915.0-kernel-6.1-arm64", "2025-09-15", "arm64"],
    ["al2023-ami-ecs-hvm-2023.0.20251105-kernel-6.1-x86_64", "2025-11-05", "x86_64"],
    ["al2023-ami-ecs-hvm-2023.0.20251105-kernel-6.1-arm64", "2025-11-05", "arm64"],
];

/** The account of Amazon's images. */
const AMAZON = "137112412989";

const FILTERS: FilterNames = {
    architecture: property("architecture"),
    "image-id": ({ id }) => [id],
    "image-type": () => ["machine"],
    name: property("name"),
    "owner-alias": () => ["amazon"],
    "owner-id": property("ownerId"),
    "root-device-type": () => ["ebs"],
    state: () => ["available"],
    "virtualization-type": () => ["hvm"],
};

/** The processor architecture of an instance type: a `g` behind the generation stands for Graviton (`t4g`, `c7gn`). */
export function architectureOf(instanceType: string): Architecture {
    return /^[a-z]+\d+g/.test(instanceType) || instanceType.startsWith("a1.") ? "arm64" : "x86_64";
}

/** @returns undefined for an image that is none of Amazon's */
export function architectureOfImage(imageId: string, region: string): Architecture | undefined {
    const image = imagesOf(region).find(({ id }) => id === imageId);
    return image && (image.properties["architecture"] === "arm64" ? "arm64" : "x86_64");
}

function imagesOf(region: string): readonly StoredResource[] {
    return IMAGES.map(([name, day, architecture]) => {
        // Ids differ by Region, and stay the same from call to call.
        const digits = Buffer.from(`${name} ${region}`).reduce((sum, byte) => (sum * 31n + BigInt(byte)) % 2n ** 68n, 7n);
        const id = `ami-${digits.toString(16).padStart(17, "0")}`;
        const creationDate = `${day}T00:00:00.000Z`;
        return { type: "image", id, region, properties: { name, creationDate, architecture, ownerId: AMAZON } };
    });
}

const getAmi: DataSource = {
    token: "aws:ec2/getAmi:getAmi",
    answer: ({ region, args }) => {
        const owners = textsOf(args, "owners");
        const namesImage = blocksOf(args, "filters").some((filter) => ["image-id", "owner-id"].includes(textOf(filter, "name") ?? ""));
        if (isSet(args, "mostRecent") && owners.length === 0 && !namesImage && !isSet(args, "allowUnsafeFilter")) {
            throw new ProviderError(
                "Most Recent Image Not Filtered: mostRecent without owners or a filter of image-id or owner-id could find a third party's image",
            );
        }
        const nameRegex = new RegExp(textOf(args, "nameRegex") ?? "");
        const found = chosen(imagesOf(region), args, FILTERS, [])
            .filter(() => owners.length === 0 || owners.includes("amazon") || owners.includes(AMAZON))
            .filter(({ properties }) => nameRegex.test(textOf(properties, "name") ?? ""))
            .sort((one, other) =>
                (textOf(one.properties, "creationDate") ?? "").localeCompare(textOf(other.properties, "creationDate") ?? ""),
            );
        const newest = found.at(-1);
        if (newest === undefined)
            throw new ProviderError("Your query returned no results. Please change your search criteria and try again.");
        if (found.length > 1 && !isSet(args, "mostRecent")) {
            throw new ProviderError(
                "Your query returned more than one result. Please try a more specific search criteria, or set `mostRecent` to true.",
            );
        }
        return { ...args, ...describe(newest, region) };
    },
};

function describe({ id, properties }: StoredResource, region: string) {
    const name = textOf(properties, "name") ?? "";
    return {
        ...properties,
        id,
        imageId: id,
        region,
        arn: `arn:aws:ec2:${region}::image/${id}`,
        blockDeviceMappings: [
            {
                deviceName: "/dev/xvda",
                ebs: {
                    delete_on_termination: "true",
                    encrypted: "false",
                    iops: "3000",
                    throughput: "125",
                    volume_size: "8",
                    volume_type: "gp3",
                },
                noDevice: "",
                virtualName: "",
            },
        ],
        bootMode: properties["architecture"] === "arm64" ? "uefi" : "uefi-preferred",
        deprecationTime: "",
        description: name,
        enaSupport: true,
        hypervisor: "xen",
        imageLocation: `amazon/${name}`,
        imageOwnerAlias: "amazon",
        imageType: "machine",
        imdsSupport: "v2.0",
        kernelId: "",
        lastLaunchedTime: "",
        platform: "",
        platformDetails: "Linux/UNIX",
        productCodes: [],
        public: true,
        ramdiskId: "",
        rootDeviceName: "/dev/xvda",
        rootDeviceType: "ebs",
        rootSnapshotId: `snap-${id.slice("ami-".length)}`,
        sriovNetSupport: "simple",
        state: "available",
        stateReason: { code: "UNSET", message: "UNSET" },
        tags: {},
        tpmSupport: "",
        usageOperation: "RunInstances",
        virtualizationType: "hvm",
    };
}

export const service: Service = { name: "Amazon EC2 (images)", resourceTypes: [], dataSources: [getAmi] };
