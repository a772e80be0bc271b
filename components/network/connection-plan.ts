/**
 * Who may talk to whom. The whole of it, on one page: each party gets a security group, each connection a rule at both ends.
 */

/** Everything that has a security group of its own, with the group's description. AWS shows it to whoever investigates an incident. */
export const PARTIES = {
    "load-balancer": "Front door of LibreChat",
    librechat: "LibreChat tasks",
    "rag-api": "RAG API tasks",
    endpoints: "Interface endpoints of AWS services",
    documentdb: "DocumentDB cluster",
    "documentdb-initialiser": "Function that prepares DocumentDB",
    postgres: "PostgreSQL of the RAG API",
    "postgres-initialiser": "Function that prepares PostgreSQL",
    cache: "Cache of LibreChat",
} as const;

export type Party = keyof typeof PARTIES;

/** One end outside the VPC's groups: a range of addresses, or S3 in the stack's Region. */
export type Outside = { readonly cidr: string } | { readonly prefixList: "s3" };

export interface Connection {
    readonly from: Party | Outside;
    readonly to: Party | Outside;
    /** TCP port. */
    readonly port: number;
    /**
     * Shown as the description of the rule at both ends. AWS takes letters, digits, blanks and `._-:/()#,@[]+=&;{}!$*`, up to 255 in all: no
     * apostrophe. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
     */
    readonly reason: string;
}

/** The choices that decide which parties and connections there are. */
export interface ConnectionChoices {
    documentDb: boolean;
    /** Ports of the MongoDB outside this VPC that is used in the place of DocumentDB. */
    mongoPorts: readonly number[];
    /** Ports besides 443 at which LibreChat calls sites. */
    sitePorts: readonly number[];
    /** Whether the RAG API and its PostgreSQL exist. */
    rag: boolean;
    /** Whether functions prepare the databases; otherwise the tasks that use them do, over their own connections. */
    initialiserFunctions: boolean;
    cache: boolean;
    /** Whether AWS services are reached at interface endpoints. */
    interfaceEndpoints: boolean;
    /** Whether tasks may open connections to the internet. Without, AWS services must be reached at endpoints. */
    internet: boolean;
    /** Whether the front door speaks HTTPS; port 80 then only redirects. */
    https: boolean;
    /** IPv4 ranges that may open the front door. */
    allowedCidrs: readonly string[];
}

export interface ConnectionPlan {
    readonly parties: readonly Party[];
    readonly connections: readonly Connection[];
}

const EVERYWHERE = { cidr: "0.0.0.0/0" } as const;
const S3 = { prefixList: "s3" } as const;

/** The plan for one stack: no party without a connection, no connection to a party that is not there. */
export function planConnections(choices: ConnectionChoices): ConnectionPlan {
    const connections = [
        ...frontDoor(choices),
        ...(choices.rag ? ragApi() : []),
        ...(choices.documentDb ? documentDb() : externalMongo(choices)),
        ...(choices.initialiserFunctions ? initialisers(choices) : []),
        ...(choices.cache ? [edge("librechat", "cache", 6379, "LibreChat shares sessions and streams between its tasks")] : []),
    ];
    const workloads = partiesOf(connections).filter((party) => party in WORKLOADS) as Workload[];
    const all = distinct([...connections, ...workloads.flatMap((workload) => awsServices(workload, choices)), ...sites(choices)]);
    return { parties: partiesOf(all), connections: all };
}

/** What runs our code, and whether it uses more of AWS than secrets and logs: files, images and models. */
const WORKLOADS = { librechat: true, "rag-api": true, "documentdb-initialiser": false, "postgres-initialiser": false } as const;
type Workload = keyof typeof WORKLOADS;

function frontDoor({ https, allowedCidrs }: ConnectionChoices): Connection[] {
    const ports = https ? [443, 80] : [80];
    return [
        ...ports.flatMap((port) =>
            allowedCidrs.map((cidr) =>
                edge({ cidr }, "load-balancer", port, port === 80 && https ? "People are redirected to HTTPS" : "People use LibreChat"),
            ),
        ),
        edge("load-balancer", "librechat", 3080, "The front door forwards requests and checks health"),
    ];
}

function ragApi(): Connection[] {
    return [
        edge("librechat", "rag-api", 8000, "LibreChat searches files"),
        edge("rag-api", "postgres", 5432, "The RAG API stores vectors"),
    ];
}

function documentDb(): Connection[] {
    return [edge("librechat", "documentdb", 27017, "LibreChat stores everything but files and vectors")];
}

function initialisers({ rag, documentDb }: ConnectionChoices): Connection[] {
    const postgres = edge(
        "postgres-initialiser",
        "postgres",
        5432,
        "The initialiser makes the database, its role and the vector extension",
    );
    return [
        ...(rag ? [postgres] : []),
        ...(documentDb ? [edge("documentdb-initialiser", "documentdb", 27017, "The initialiser makes the user of LibreChat")] : []),
    ];
}

/** The host of an external database is part of a secret, so the rule cannot name it. */
function externalMongo({ mongoPorts }: ConnectionChoices): Connection[] {
    return mongoPorts.map((port) => edge("librechat", EVERYWHERE, port, "LibreChat uses a MongoDB outside this VPC"));
}

function awsServices(workload: Workload, { interfaceEndpoints, internet }: ConnectionChoices): Connection[] {
    const toEndpoints = edge(workload, "endpoints", 443, "AWS services inside the VPC");
    // A rule for the VPC's own addresses would not do: S3 answers from public addresses, and image layers come from there.
    const toS3 = edge(workload, S3, 443, "Files and image layers in S3");
    const toInternet = edge(workload, EVERYWHERE, 443, "Images, models, and AWS services without an endpoint");
    return [
        ...(interfaceEndpoints ? [toEndpoints] : []),
        ...(WORKLOADS[workload] ? [toS3] : []),
        ...(internet && (WORKLOADS[workload] || !interfaceEndpoints) ? [toInternet] : []),
    ];
}

/** The hosts are known to LibreChat alone: some are part of secrets. */
function sites({ internet, sitePorts }: ConnectionChoices): Connection[] {
    if (!internet) return [];
    return sitePorts.map((port) => edge("librechat", EVERYWHERE, port, "Sites that the settings name, such as a sign-in"));
}

/** What is asked for twice is one rule: AWS refuses a second one. */
function distinct(connections: readonly Connection[]): Connection[] {
    const ends = connections.map(({ from, to, port }) => JSON.stringify([from, to, port]));
    return connections.filter((_, i) => ends.indexOf(ends[i] ?? "") === i);
}

function edge(from: Connection["from"], to: Connection["to"], port: number, reason: string): Connection {
    return { from, to, port, reason };
}

function partiesOf(connections: readonly Connection[]): Party[] {
    const named = new Set(connections.flatMap(({ from, to }) => [from, to]).filter((end) => typeof end === "string"));
    return (Object.keys(PARTIES) as Party[]).filter((party) => named.has(party));
}
