/**
 * Where and who: data sources about the Region, its zones, the partition and the calling identity.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
 */
import { ProviderError } from "../../provider/errors";
import { blocksOf, requiredText, textOf, textsOf } from "../reading";
import type { DataSource, Service } from "../resource-type";
import { Refusal } from "../refusal";
import { isRegion, regionNamed, zonesOf } from "./ec2-regions";

const getAvailabilityZones: DataSource = {
    token: "aws:index/getAvailabilityZones:getAvailabilityZones",
    answer: ({ region, args }) => {
        const known: Readonly<Record<string, (zone: { name: string; id: string }) => string>> = {
            "zone-name": ({ name }) => name,
            "zone-id": ({ id }) => id,
            "region-name": () => region,
            "zone-type": () => "availability-zone",
            "opt-in-status": () => "opt-in-not-required",
            "group-name": () => region,
            state: () => "available",
        };
        const filters = blocksOf(args, "filters").map((filter) => {
            const name = requiredText(filter, "name");
            const look = known[name];
            if (look !== undefined) return { look, values: textsOf(filter, "values") };
            throw new Refusal("EC2", "DescribeAvailabilityZones", "InvalidParameterValue", `The filter '${name}' is invalid`);
        });
        const state = textOf(args, "state") ?? "available";
        const zones = zonesOf(region).filter(
            (zone) =>
                state === "available" &&
                filters.every(({ look, values }) => values.includes(look(zone))) &&
                !textsOf(args, "excludeNames").includes(zone.name) &&
                !textsOf(args, "excludeZoneIds").includes(zone.id),
        );
        return {
            ...args,
            id: region,
            region,
            names: zones.map(({ name }) => name),
            zoneIds: zones.map(({ id }) => id),
            groupNames: zones.length === 0 ? [] : [region],
        };
    },
};

const getRegion: DataSource = {
    token: "aws:index/getRegion:getRegion",
    answer: ({ region, args }) => {
        const named = textOf(args, "region") ?? textOf(args, "name");
        const ofEndpoint = textOf(args, "endpoint")?.replace(/^ec2\.|\.amazonaws\.com$/g, "");
        if (named !== undefined && ofEndpoint !== undefined && named !== ofEndpoint) throw new ProviderError("multiple Regions matched");
        const wanted = named ?? ofEndpoint ?? region;
        if (!isRegion(wanted)) throw new ProviderError(`region not found for ${ofEndpoint === undefined ? "name" : "endpoint"}: ${wanted}`);
        return {
            id: wanted,
            name: wanted,
            region: wanted,
            endpoint: `ec2.${wanted}.amazonaws.com`,
            description: regionNamed(wanted).description,
        };
    },
};

const getPartition: DataSource = {
    token: "aws:index/getPartition:getPartition",
    answer: () => ({ id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }),
};

const getCallerIdentity: DataSource = {
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    answer: ({ account: { accountId } }) => ({
        id: accountId,
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/deployer/simulated`,
        userId: "AROASIMULATEDDEPLOYER:simulated",
    }),
};

export const service: Service = {
    name: "Regions, zones and identity",
    resourceTypes: [],
    dataSources: [getAvailabilityZones, getRegion, getPartition, getCallerIdentity],
};
