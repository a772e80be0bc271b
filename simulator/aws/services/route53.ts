/** Amazon Route 53: records, and the hosted zones that hold them. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { blocksOf, isSet, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Computed, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { existingZone, getZone, plainName, RECORD, zone, ZONE } from "./route53-zones";

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
const TYPES = ["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"];

const record: ResourceType = {
    token: RECORD,
    sets: ["records"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "type", oneOf: TYPES },
            { property: "aliases.name", length: [1, 1024] },
            { property: "aliases.zoneId", length: [1, 32] },
            { property: "failoverRoutingPolicies.type", oneOf: ["PRIMARY", "SECONDARY"] },
        ]),

    create(call) {
        const held = existingZone(call.account, requiredText(call.inputs, "zoneId"), "GetHostedZone");
        const fqdn = refuseRecord(call, held, undefined);
        const name = requiredText(call.inputs, "name").toLowerCase().replace(/\.$/, "");
        const parts = [held.id, name, requiredText(call.inputs, "type"), textOf(call.inputs, "setIdentifier")];
        return { id: parts.filter((part) => part !== undefined).join("_"), computed: computedOf(call.inputs, fqdn) };
    },

    update(call) {
        const held = existingZone(call.account, requiredText(call.inputs, "zoneId"), "GetHostedZone");
        return computedOf(call.inputs, refuseRecord(call, held, call.current.id));
    },
};

export const service: Service = { name: "Amazon Route 53", resourceTypes: [record, zone], dataSources: [getZone] };

function computedOf(inputs: Properties, fqdn: string): Computed {
    return { fqdn, allowOverwrite: isSet(inputs, "allowOverwrite") };
}

/** As the provider does: the zone's name is appended unless the text ends with it. */
function expand(name: string, zoneName: string): string {
    const plain = plainName(name);
    if (plain === "") return zoneName;
    return plain.endsWith(zoneName) ? plain : `${plain}.${zoneName}`;
}

/**
 * @returns the full name
 * @throws Refusal
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html#API_ChangeResourceRecordSets_Errors
 */
function refuseRecord({ account, inputs }: CreateCall, held: StoredResource, ownId: string | undefined): string {
    const zoneName = plainName(requiredText(held.properties, "name"));
    const fqdn = expand(requiredText(inputs, "name"), zoneName);
    const type = requiredText(inputs, "type");
    const mayTakeOver = ownId !== undefined || isSet(inputs, "allowOverwrite");
    const others = account
        .list(RECORD)
        .filter(({ id, properties }) => properties["zoneId"] === held.id && properties["fqdn"] === fqdn && id !== ownId);
    const reason =
        (fqdn === zoneName || fqdn.endsWith(`.${zoneName}`)
            ? undefined
            : `RRSet with DNS name ${fqdn}. is not permitted in zone ${zoneName}.`) ??
        refusedCname(fqdn, zoneName, type, others) ??
        (mayTakeOver ? undefined : refusedDuplicate(fqdn, zoneName, type, textOf(inputs, "setIdentifier"), others)) ??
        refusedAlias(account, inputs, type);
    if (reason !== undefined) throw new Refusal("Route 53", "ChangeResourceRecordSets", "InvalidChangeBatch", `[${reason}]`);
    return fqdn;
}

function refusedCname(fqdn: string, zoneName: string, type: string, others: readonly StoredResource[]): string | undefined {
    if (type === "CNAME" && fqdn === zoneName)
        return `RRSet of type CNAME with DNS name ${fqdn}. is not permitted at apex in zone ${zoneName}.`;
    const conflicts = others.some(({ properties }) => (properties["type"] === "CNAME") !== (type === "CNAME"));
    if (!conflicts) return undefined;
    return `RRSet of type ${type} with DNS name ${fqdn}. is not permitted as it conflicts with other records with the same DNS name in zone ${zoneName}.`;
}

function refusedDuplicate(
    fqdn: string,
    zoneName: string,
    type: string,
    setIdentifier: string | undefined,
    others: readonly StoredResource[],
): string | undefined {
    const same = others.some(({ properties }) => properties["type"] === type && textOf(properties, "setIdentifier") === setIdentifier);
    const isZonesOwn = fqdn === zoneName && (type === "NS" || type === "SOA");
    const identifier = setIdentifier === undefined ? "" : `, set identifier='${setIdentifier}'`;
    return same || isZonesOwn
        ? `Tried to create resource record set [name='${fqdn}.', type='${type}'${identifier}] but it already exists`
        : undefined;
}

/** An alias into a zone of the account must name a record there; targets of other services lie in zones of AWS. */
function refusedAlias(account: Account, inputs: Properties, type: string): string | undefined {
    const [alias] = blocksOf(inputs, "aliases");
    if (alias === undefined) return undefined;
    const [target, zoneId] = [plainName(requiredText(alias, "name")), requiredText(alias, "zoneId")];
    const records = account.list(RECORD).filter(({ properties }) => properties["zoneId"] === zoneId);
    const opening = `Tried to create an alias that targets ${target}., type ${type} in zone ${zoneId}, but`;
    if (account.find(ZONE, zoneId) !== undefined) {
        const exists = records.some(({ properties }) => properties["fqdn"] === target && properties["type"] === type);
        return exists ? undefined : `${opening} that target was not found`;
    }
    const ofAnother = account
        .list("aws:lb/loadBalancer:LoadBalancer")
        .find(({ properties }) => dnsNameOf(properties) === target.replace(/^dualstack\./, ""));
    if (ofAnother === undefined || ofAnother.properties["zoneId"] === zoneId) return undefined;
    return `${opening} the alias target name does not lie within the target zone`;
}

function dnsNameOf(properties: Properties): string {
    return plainName(textOf(properties, "dnsName") ?? "");
}

/** Whether a public zone of the account answers a name with a value; for the validation of certificates. */
export function isPublished(account: Account, name: string, type: string, value: string): boolean {
    return account.list(RECORD).some(({ properties }) => {
        const held = account.find(ZONE, requiredText(properties, "zoneId"));
        const isPublic = held !== undefined && blocksOf(held.properties, "vpcs").length === 0;
        const values = textsOf(properties, "records").map(plainName);
        return isPublic && properties["fqdn"] === plainName(name) && properties["type"] === type && values.includes(plainName(value));
    });
}
