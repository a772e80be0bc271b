/** Hosted zones: which there are, and which names are in them. */
import { ProviderError } from "../../provider/errors";
import { createHash } from "node:crypto";
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { blocksOf, isSet, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Computed, CreateCall, DataSource, ResourceType } from "../resource-type";
import { GLOBAL } from "../seed";
import { problemsOf } from "../validation";

export const ZONE = "aws:route53/zone:Zone";
export const RECORD = "aws:route53/record:Record";

/** A name as it is compared: lower case, without the period at the end. */
export function plainName(name: string): string {
    return name.toLowerCase().replace(/\.$/, "");
}

/** A new id in Route 53's form. */
export function newZoneId(account: Account): string {
    return `Z${account.newHex(20).toUpperCase()}`;
}

export function isPrivate(zone: StoredResource): boolean {
    return blocksOf(zone.properties, "vpcs").length > 0;
}

/** The private zone of that name that a VPC has already; there can be only one. */
export function conflictingZone(account: Account, name: string, vpcId: string): StoredResource | undefined {
    return account
        .list(ZONE)
        .find(
            ({ properties }) =>
                plainName(requiredText(properties, "name")) === plainName(name) &&
                blocksOf(properties, "vpcs").some((vpc) => vpc["vpcId"] === vpcId),
        );
}

/** AWS's sentence for {@link conflictingZone}. */
export function conflictSentence(conflict: StoredResource, vpcId: string, region: string): string {
    return `The VPC ${vpcId} in region ${region} has already been associated with the hosted zone ${conflict.id} with the same domain name.`;
}

/** The properties of a zone, whoever makes it. */
export function zoneProperties(id: string, name: string): Properties {
    const servers = nameServers(id);
    return {
        arn: `arn:aws:route53:::hostedzone/${id}`,
        zoneId: id,
        name: plainName(name),
        nameServers: servers,
        primaryNameServer: servers[0],
    };
}

function nameServers(zoneId: string): readonly string[] {
    const digest = createHash("sha256").update(zoneId).digest();
    return ["co.uk", "com", "net", "org"].map((domain, i) => {
        const number = (digest[i] ?? 0) + 512 * i;
        return `ns-${number}.awsdns-${String(number % 64).padStart(2, "0")}.${domain}`;
    });
}

export const zone: ResourceType = {
    token: ZONE,
    sets: ["vpcs"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 1024] },
            { property: "comment", length: [0, 256] },
        ]),

    create(call) {
        const id = newZoneId(call.account);
        const name = requiredText(call.inputs, "name");
        refuseVpcs(call, "CreateHostedZone", undefined);
        return { id, computed: { ...zoneProperties(id, name), ...withRegions(call) } };
    },

    update(call) {
        refuseVpcs(call, "AssociateVPCWithHostedZone", call.current.id);
        return withRegions(call);
    },

    /** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html#API_DeleteHostedZone_Errors */
    delete({ account, current }) {
        const records = account.list(RECORD).filter(({ properties }) => properties["zoneId"] === current.id);
        if (records.length > 0 && !isSet(current.properties, "forceDestroy")) {
            throw new Refusal(
                "Route 53",
                "DeleteHostedZone",
                "HostedZoneNotEmpty",
                "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
            );
        }
        for (const { id } of records) account.remove(RECORD, id);
        return "removed";
    },
};

function withRegions({ inputs, region }: CreateCall): Computed {
    const vpcs = blocksOf(inputs, "vpcs");
    return vpcs.length === 0 ? {} : { vpcs: vpcs.map((vpc) => ({ ...vpc, vpcRegion: textOf(vpc, "vpcRegion") ?? region })) };
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html#API_CreateHostedZone_Errors */
function refuseVpcs({ account, region, inputs }: CreateCall, operation: string, ownId: string | undefined): void {
    for (const vpc of blocksOf(inputs, "vpcs")) {
        const vpcId = requiredText(vpc, "vpcId");
        const vpcRegion = textOf(vpc, "vpcRegion") ?? region;
        if (account.find("aws:ec2/vpc:Vpc", vpcId) === undefined) {
            throw new Refusal(
                "Route 53",
                operation,
                "InvalidVPCId",
                `The VPC: ${vpcId} in region ${vpcRegion} that you provided doesn't exist.`,
            );
        }
        const conflict = conflictingZone(account, requiredText(inputs, "name"), vpcId);
        if (conflict !== undefined && conflict.id !== ownId) {
            throw new Refusal("Route 53", operation, "ConflictingDomainExists", conflictSentence(conflict, vpcId, vpcRegion));
        }
    }
}

export const getZone: DataSource = {
    token: "aws:route53/getZone:getZone",
    answer({ account, args }) {
        const { properties, id } = onlyZone(account, args);
        const [vpc] = blocksOf(properties, "vpcs");
        const records = account.list(RECORD).filter((record) => record.properties["zoneId"] === id);
        return {
            ...zoneProperties(id, requiredText(properties, "name")),
            ...(Array.isArray(properties["nameServers"]) && {
                nameServers: properties["nameServers"],
                primaryNameServer: properties["primaryNameServer"],
            }),
            id,
            callerReference: `caller-reference-of-${id}`,
            comment: textOf(properties, "comment") ?? "",
            enableAcceleratedRecovery: isSet(properties, "enableAcceleratedRecovery"),
            linkedServiceDescription: "",
            linkedServicePrincipal: "",
            privateZone: vpc !== undefined,
            // Its own NS and SOA records are counted.
            resourceRecordSetCount: records.length + 2,
            tags: properties["tagsAll"] ?? {},
            vpcId: (vpc && textOf(vpc, "vpcId")) ?? "",
        };
    },
};

function onlyZone(account: Account, args: Properties): StoredResource {
    const zoneId = textOf(args, "zoneId");
    if (zoneId !== undefined) return existingZone(account, zoneId, "GetHostedZone");
    const [name, vpcId] = [textOf(args, "name"), textOf(args, "vpcId")];
    const wantsPrivate = isSet(args, "privateZone") || vpcId !== undefined;
    const tags = Object.entries((args["tags"] ?? {}) as Properties);
    const matching = account.list(ZONE).filter((candidate) => {
        const { properties } = candidate;
        const hasTags = tags.every(([key, value]) => ((properties["tagsAll"] ?? {}) as Properties)[key] === value);
        const isInVpc = vpcId === undefined || blocksOf(properties, "vpcs").some((vpc) => vpc["vpcId"] === vpcId);
        const isNamed = name === undefined || plainName(requiredText(properties, "name")) === plainName(name);
        return isNamed && hasTags && isInVpc && isPrivate(candidate) === wantsPrivate;
    });
    const [found] = matching;
    if (found === undefined) throw new ProviderError("no matching Route 53 Hosted Zone found");
    if (matching.length > 1) {
        throw new ProviderError(
            "multiple Route 53 Hosted Zones matched; use additional constraints to reduce matches to a single Route 53 Hosted Zone",
        );
    }
    return found;
}

/** @throws Refusal `NoSuchHostedZone` */
export function existingZone(account: Account, zoneId: string, operation: string): StoredResource {
    const found = account.find(ZONE, zoneId.replace(/^\/hostedzone\//, ""));
    if (found === undefined) throw new Refusal("Route 53", operation, "NoSuchHostedZone", `No hosted zone found with ID: ${zoneId}`);
    return found;
}

/** Puts a zone into the account that a service makes for itself, for example Cloud Map. */
export function putServiceZone(account: Account, id: string, name: string, vpc: { vpcId: string; vpcRegion: string }, note: string): void {
    account.put({ type: ZONE, id, region: GLOBAL, properties: { ...zoneProperties(id, name), vpcs: [vpc] }, note });
}
