import { removeCommand, setCommand, shown } from "../problem";
import { rule } from "../rule";

/** The availability zones. */
export const zoneRules = [
    rule({
        id: "zone-names-of-the-region",
        statement: "Availability zones that are named are different ones of the Region, as many as there shall be.",
        reads: ["availabilityZoneNames", "availabilityZones", "region"],
        check: ({ availabilityZoneNames, availabilityZones, region }) => {
            if (availabilityZoneNames === undefined) return undefined;
            const count = availabilityZoneNames.length;
            const isSound =
                new Set(availabilityZoneNames).size === count && availabilityZoneNames.every((name) => name.slice(0, -1) === region);
            if (isSound && count === availabilityZones) return undefined;
            const isAnotherCount = isSound && (count === 2 || count === 3);
            return {
                finding: `${shown("availabilityZoneNames", availabilityZoneNames.join(", "))}; allowed are ${availabilityZones} different zones of ${region}.`,
                repairs: [
                    ...(isAnotherCount ? [{ command: setCommand("availabilityZones", count) }] : []),
                    { command: removeCommand("availabilityZoneNames"), note: "the first zones of the Region" },
                ],
            };
        },
    }),
];
