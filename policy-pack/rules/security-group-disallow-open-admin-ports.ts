import { listAt, textAt, UNKNOWN, valueAt, type Unknown } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** Ports on which machines are administered. */
const SHELL_PORTS: readonly AdminPort[] = [
    { port: 22, service: "SSH" },
    { port: 3389, service: "RDP" },
    { port: 5985, service: "WinRM" },
    { port: 5986, service: "WinRM" },
];

const DATABASE_PORTS: readonly AdminPort[] = [
    { port: 1433, service: "SQL Server" },
    { port: 3306, service: "MySQL" },
    { port: 5432, service: "PostgreSQL" },
    { port: 6379, service: "Redis" },
    { port: 27017, service: "MongoDB" },
];

/** A database that somebody else runs is reached through the internet, a machine is not. */
const JUDGED_PORTS = { ingress: [...SHELL_PORTS, ...DATABASE_PORTS], egress: SHELL_PORTS } as const;

interface AdminPort {
    readonly port: number;
    readonly service: string;
}

/** Everywhere, and what is nearly everywhere, such as its half: no company has more than a /8. */
const WIDE_IPV4_BITS = 7;
/** The whole of what is routed is 2000::/3. */
const WIDE_IPV6_BITS = 15;

type Direction = "ingress" | "egress";

interface RuleList {
    readonly direction: Direction | Unknown;
    readonly rules: readonly unknown[] | Unknown | undefined;
}

/**
 * Ports of administration and of databases are closed to the internet, and no rule of its own opens the way to somebody else's machine.
 *
 * Unlike `security-group-disallow-open-ingress`, this holds for the groups of load balancers too, and for nearly all addresses. On the way
 * out, a rule for all ports is AWS's default, and accepted.
 */
export const checkAdminPorts: ResourceCheck = ({ type, name, props }) => {
    const lists: RuleList[] =
        type === TYPES.securityGroup
            ? (["ingress", "egress"] as const).map((direction) => ({ direction, rules: listAt(props, direction) }))
            : [{ direction: directionOf(type, props), rules: [props] }];
    const judged = lists.flatMap(({ direction, rules }) => {
        if (direction === UNKNOWN || rules === UNKNOWN) return ["unknown" as const];
        return (rules ?? []).map((rule) => judge(direction, rule, name));
    });
    const found = judged.filter((verdict) => verdict !== "unknown").flat();
    return found.length === 0 && judged.includes("unknown") ? "unknown" : found;
};

function directionOf(type: string, props: unknown): Direction | Unknown {
    if (type === TYPES.securityGroupIngressRule) return "ingress";
    if (type === TYPES.securityGroupEgressRule) return "egress";
    const direction = valueAt(props, "type");
    return direction === UNKNOWN ? UNKNOWN : direction === "egress" ? "egress" : "ingress";
}

function judge(direction: Direction, rule: unknown, name: string): string[] | "unknown" {
    if (rule === UNKNOWN) return "unknown";
    const blocks = blocksOf(rule);
    const wide = blocks.filter(isWide);
    const [protocol, from, to] = [
        valueAt(rule, "ipProtocol") ?? valueAt(rule, "protocol"),
        valueAt(rule, "fromPort"),
        valueAt(rule, "toPort"),
    ];
    if ([protocol, from, to].includes(UNKNOWN)) return "unknown";
    const ports = adminPorts(typeof protocol === "string" ? protocol.toLowerCase() : "-1", from, to, direction);
    if (ports.length === 0) return [];
    if (wide.length === 0) return blocks.includes(UNKNOWN) ? "unknown" : [];
    const opened = ports.map(({ port, service }) => `${port} (${service})`).join(", ");
    const path = direction === "ingress" ? `admits ${wide.join(" and ")} to` : `lets through to ${wide.join(" and ")}`;
    return [`${direction} rule of ${name} ${path} tcp ${opened}; wanted are the addresses or the security group that need it.`];
}

function adminPorts(protocol: string, from: unknown, to: unknown, direction: Direction): readonly AdminPort[] {
    const isEvery = protocol === "-1" || protocol === "all";
    if (!isEvery && protocol !== "tcp" && protocol !== "6") return [];
    const [first, last] = isEvery ? [0, 65535] : [Number(from ?? 0), Number(to ?? 65535)];
    if (direction === "egress" && first <= 1 && last >= 65535) return [];
    return JUDGED_PORTS[direction].filter(({ port }) => first <= port && port <= last);
}

function blocksOf(rule: unknown): unknown[] {
    const lists = ["cidrBlocks", "ipv6CidrBlocks"].map((property) => listAt(rule, property));
    const single = ["cidrIpv4", "cidrIpv6"].map((property) => valueAt(rule, property));
    return [...single, ...lists.flatMap((list) => (Array.isArray(list) ? list : [list]))].filter((block) => block !== undefined);
}

function isWide(block: unknown): block is string {
    const text = textAt({ block }, "block") ?? "";
    const bits = Number(/\/(\d+)$/.exec(text)?.[1] ?? Number.NaN);
    return bits <= (text.includes(":") ? WIDE_IPV6_BITS : WIDE_IPV4_BITS);
}

export const securityGroupDisallowOpenAdminPorts = resourcePolicy(
    {
        name: "security-group-disallow-open-admin-ports",
        displayName: "Ports of administration are closed to the internet",
        description: "Ports of administration and of databases are closed to the internet, both ways where machines are administered.",
        severity: "critical",
        remediationSteps:
            "Name the addresses or the security group that need the port; for a shell use Session Manager, which needs no open port.",
        url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    },
    [TYPES.securityGroup, TYPES.securityGroupRule, TYPES.securityGroupIngressRule, TYPES.securityGroupEgressRule],
    checkAdminPorts,
);
