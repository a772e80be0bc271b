/**
 * What differs from Region to Region: zones, and the identifiers that AWS itself has given out.
 *
 * Which letter stands for which physical zone differs from account to account; here `a` is always `az1`.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html Regions and their names
 * @see https://docs.aws.amazon.com/general/latest/gr/elb.html hosted zones of load balancers
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html prefix lists
 */
import { ProviderError } from "../../provider/errors";

export interface Region {
    /** For example "US East (N. Virginia)". */
    readonly description: string;
    /** Start of the zone ids, for example `use1`. */
    readonly zoneIdPrefix: string;
    /** Letters of the zones, for example `abcdef`. */
    readonly zoneLetters: string;
    /** Route 53 hosted zones in which load balancers get their names. */
    readonly loadBalancerZones: { readonly application: string; readonly network: string };
    readonly prefixLists: { readonly s3: string; readonly dynamodb: string; readonly cloudfront: string };
}

const REGIONS: Readonly<Record<string, Region>> = {
    "us-east-1": region("US East (N. Virginia)", "use1", "abcdef", "Z35SXDOTRQ7X7K Z26RNL4JYFTOTI", "pl-63a5400a pl-02cd2c6b pl-3b927c52"),
    "us-east-2": region("US East (Ohio)", "use2", "abc", "Z3AADJGX6KTTL2 ZLMOA37VPKANP", "pl-7ba54012 pl-4ca54025 pl-b6a144df"),
    "us-west-2": region("US West (Oregon)", "usw2", "abcd", "Z1H1FL5HABSF5 Z18D5FSROUN65G", "pl-68a54001 pl-00a54069 pl-82a045eb"),
    "ca-central-1": region("Canada (Central)", "cac1", "abd", "ZQSVJUPU6J1EY Z2EPGBW3API2WT", "pl-7da54014 pl-4ea54027 pl-38a64351"),
    "eu-central-1": region("Europe (Frankfurt)", "euc1", "abc", "Z215JYRZR1TBD5 Z3F0SRJ5LGBH90", "pl-6ea54007 pl-66a5400f pl-a3a144ca"),
    "eu-west-1": region("Europe (Ireland)", "euw1", "abc", "Z32O12XQLNTSW2 Z2IFOLAFXWLO4F", "pl-6da54004 pl-6fa54006 pl-4fa04526"),
    "eu-west-2": region("Europe (London)", "euw2", "abc", "ZHURV8PSTC4K8 ZD4D7Y8KGAS4G", "pl-7ca54015 pl-b3a742da pl-93a247fa"),
    "eu-west-3": region("Europe (Paris)", "euw3", "abc", "Z3Q77PNBQS71R4 Z1CMS0P5QUZ6D5", "pl-23ad484a pl-abb451c2 pl-75b1541c"),
    "eu-north-1": region("Europe (Stockholm)", "eun1", "abc", "Z23TAZ6LKFMNIO Z1UDT6IFJ4EJM", "pl-c3aa4faa pl-adae4bc4 pl-fab65393"),
    "ap-south-1": region("Asia Pacific (Mumbai)", "aps1", "abc", "ZP97RAFLXTNZK ZVDDRBQ08TROA", "pl-78a54011 pl-66a7420f pl-9aa247f3"),
    "ap-southeast-1": region(
        "Asia Pacific (Singapore)",
        "apse1",
        "abc",
        "Z1LMS91P8CMLE5 ZKVM4W9LS7TM",
        "pl-6fa54006 pl-67a5400e pl-31a34658",
    ),
    "ap-southeast-2": region(
        "Asia Pacific (Sydney)",
        "apse2",
        "abc",
        "Z1GM3OXH4ZPM65 ZCT6FZBF4DROD",
        "pl-6ca54005 pl-62a5400b pl-b8a742d1",
    ),
    "ap-northeast-1": region(
        "Asia Pacific (Tokyo)",
        "apne1",
        "acd",
        "Z14GRHDCWA56QT Z31USIVHYNEOWT",
        "pl-61a54008 pl-78a54011 pl-58a04531",
    ),
    "sa-east-1": region("South America (Sao Paulo)", "sae1", "abc", "Z2P70J7HTTTPLU ZTK26PT1VY4CU", "pl-6aa54003 pl-6ba54002 pl-5da64334"),
};

function region(description: string, zoneIdPrefix: string, zoneLetters: string, zones: string, lists: string): Region {
    const [application = "", network = ""] = zones.split(" ");
    const [s3 = "", dynamodb = "", cloudfront = ""] = lists.split(" ");
    return {
        description,
        zoneIdPrefix,
        zoneLetters,
        loadBalancerZones: { application, network },
        prefixLists: { s3, dynamodb, cloudfront },
    };
}

/**
 * @param name for example `us-east-1`
 * @throws Error when the table has no such Region, naming those it has
 */
export function regionNamed(name: string): Region {
    const found = REGIONS[name];
    if (found === undefined) {
        throw new ProviderError(`region = ${name}: the simulated AWS has ${Object.keys(REGIONS).join(", ")}; choose one of them`);
    }
    return found;
}

export function isRegion(name: string): boolean {
    return name in REGIONS;
}

export interface Zone {
    /** For example `us-east-1a`. */
    readonly name: string;
    /** For example `use1-az1`. */
    readonly id: string;
}

/** Availability zones in order of their names. */
export function zonesOf(regionName: string): readonly Zone[] {
    const { zoneIdPrefix, zoneLetters } = regionNamed(regionName);
    return Array.from(zoneLetters, (letter, index) => ({ name: `${regionName}${letter}`, id: `${zoneIdPrefix}-az${index + 1}` }));
}

/** A list of address ranges that AWS keeps up to date. */
export interface PrefixList {
    readonly id: string;
    /** For example `com.amazonaws.us-east-1.s3`. */
    readonly name: string;
    /** Ranges of us-east-1, for every Region: which addresses they are matters to nobody, only that they are in the list. */
    readonly cidrBlocks: readonly string[];
    /** How many rules of a security group's quota one reference takes. */
    readonly weight: number;
}

/** The prefix lists that AWS manages in a Region. */
export function prefixListsOf(regionName: string): readonly PrefixList[] {
    const { s3, dynamodb, cloudfront } = regionNamed(regionName).prefixLists;
    return [
        { id: s3, name: `com.amazonaws.${regionName}.s3`, cidrBlocks: ["3.5.0.0/19", "52.216.0.0/15", "54.231.0.0/16"], weight: 1 },
        { id: dynamodb, name: `com.amazonaws.${regionName}.dynamodb`, cidrBlocks: ["3.218.182.0/24", "52.94.0.0/22"], weight: 1 },
        {
            id: cloudfront,
            name: "com.amazonaws.global.cloudfront.origin-facing",
            cidrBlocks: ["13.124.199.0/24", "130.176.0.0/17"],
            weight: 55,
        },
    ];
}
