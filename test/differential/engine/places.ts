/** Where each case is: several share an account, and the quotas of its Regions say how many. */
import { Reference, type Declaration, type Input, type Inputs } from "../declarations";
import { REGION } from "../deploy";
import type { EngineCase } from "./cases";

/** Regions whose first three zones are called a, b and c. */
export const REGIONS = [REGION, "us-east-2", "us-west-2", "eu-central-1", "eu-west-1", "eu-west-2"] as const;

/** Of a Region, for an account that never asked for more: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const VPCS = 5;
const ELASTIC_IPS = 5;

/** A case at its place: its resources have names of their own, and it speaks of its Region. */
export interface PlacedCase extends EngineCase {
    readonly region: string;
    /** Index of the account. */
    readonly account: number;
}

/**
 * Spreads cases over accounts.
 *
 * @throws Error when the accounts have too few Regions
 */
export function placed(cases: readonly EngineCase[], accounts: number): readonly PlacedCase[] {
    const free = REGIONS.flatMap((region) =>
        Array.from({ length: accounts }, (_, account) => ({ region, account, vpcs: VPCS, addresses: ELASTIC_IPS })),
    );
    return cases.map((one, i) => {
        const addresses = Math.max(addressesIn(one.first), addressesIn(one.broken));
        const fitting = free.filter((place) => place.vpcs > 0 && place.addresses >= addresses);
        const place = fitting.find(({ account }) => account === i % accounts) ?? fitting[0];
        if (place === undefined)
            throw new Error(`${accounts} accounts with ${REGIONS.length} Regions have no room for ${cases.length} cases`);
        place.vpcs -= 1;
        place.addresses -= addresses;
        const { region, account } = place;
        return { ...one, first: named(one, one.first, region), broken: named(one, one.broken, region), region, account };
    });
}

function addressesIn(program: readonly Declaration[]): number {
    return program.filter(({ type }) => type === "aws:ec2/eip:Eip").length;
}

/** Inputs that name something in the account, where a second one of the same name is refused. */
const PHYSICAL: readonly string[] = ["name", "identifier", "clusterIdentifier", "replicationGroupId", "creationToken"];

/** A program with the number of its case before each name, in another Region. */
function named({ number }: EngineCase, program: readonly Declaration[], region: string): readonly Declaration[] {
    const prefix = `case${number}-`;
    const renamed = (input: Input | undefined, property?: string): Input | undefined => {
        if (input instanceof Reference) return new Reference(`${prefix}${input.name}`, input.output);
        if (typeof input === "string") {
            const text = input.replaceAll(REGION, region);
            // Some needs name a resource.
            return property === "reachability:needs" ? text.replaceAll(/\b(tcp|efs):/g, `$1:${prefix}`) : text;
        }
        if (Array.isArray(input)) return (input as readonly Input[]).flatMap((member) => renamed(member) ?? []);
        if (typeof input !== "object" || input === null) return input;
        return Object.fromEntries(Object.entries(input as Inputs).map(([key, each]) => [key, renamed(each, key)]));
    };
    return program.map((declaration) => ({
        ...declaration,
        name: `${prefix}${declaration.name}`,
        inputs: Object.fromEntries(
            Object.entries(declaration.inputs).map(([property, input]) => [
                property,
                PHYSICAL.includes(property) && typeof input === "string" ? `${prefix}${input}` : renamed(input),
            ]),
        ),
    }));
}
