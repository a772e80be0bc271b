/** What goes wrong with a program, or with the account behind it: one thing deleted or altered at a time. */
import fc from "fast-check";
import { Refusal } from "../../simulator/aws/refusal";
import { Reference, referredIn, without, type Declaration, type Inputs } from "./declarations";
import type { Simulated } from "./deploy";

export const breakage = fc.record({
    kind: fc.constantFrom("delete", "alter", "alter", "alter"),
    at: fc.nat(9999),
    how: fc.nat(9999),
});
export type Breakage = typeof breakage extends fc.Arbitrary<infer V> ? V : never;

const RULES = [
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
] as const;
const OLDER_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ROUTE = "aws:ec2/route:Route";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const NAT = "aws:ec2/natGateway:NatGateway";
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const ACL_ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";

/** What can be taken out of a program. */
const DELETABLE: readonly string[] = [
    ...[...RULES, OLDER_RULE, ROUTE, ASSOCIATION, ENDPOINT, NAT, INTERNET_GATEWAY, ACL_RULE, ACL_ASSOCIATION, MOUNT_TARGET],
    ...["RouteTable", "Subnet"].map((kind) => `aws:ec2/vpcEndpoint${kind}Association:VpcEndpoint${kind}Association`),
    "aws:ec2/securityGroupAssociation:SecurityGroupAssociation",
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
];

/** What can be taken out of the account behind the program's back. */
const REMOVABLE: readonly string[] = [...RULES, ROUTE, ASSOCIATION, ENDPOINT, NAT, INTERNET_GATEWAY, MOUNT_TARGET];

const closed = [new Reference("closed")];
const OTHER_RULE: readonly Inputs[] = [
    { fromPort: 22, toPort: 22 },
    { fromPort: 444, toPort: 65_535 },
    { fromPort: 0, toPort: 65_535 },
];

/** Changes of each type that leave it something that AWS may take. */
const ALTERATIONS: Readonly<Record<string, readonly Inputs[]>> = {
    "aws:ec2/vpc:Vpc": [],
    "aws:ec2/subnet:Subnet": [{ mapPublicIpOnLaunch: true }, { mapPublicIpOnLaunch: false }],
    [RULES[0]]: [...OTHER_RULE, { ipProtocol: "udp", fromPort: 443, toPort: 443 }, { ipProtocol: "tcp", fromPort: 443, toPort: 443 }],
    [RULES[1]]: [...OTHER_RULE, { ipProtocol: "udp", fromPort: 443, toPort: 443 }, { ipProtocol: "6", fromPort: 443, toPort: 443 }],
    [OLDER_RULE]: [...OTHER_RULE, { protocol: "udp", fromPort: 443, toPort: 443 }, { type: "ingress" }],
    [ROUTE]: [
        { destinationCidrBlock: "192.168.0.0/16" },
        { gatewayId: new Reference("igw"), natGatewayId: undefined },
        { natGatewayId: new Reference("nat-a"), gatewayId: undefined },
    ],
    [ASSOCIATION]: ["public", "private-a", "isolated-a"].map((table) => ({ routeTableId: new Reference(`table-${table}`) })),
    [ENDPOINT]: [
        { privateDnsEnabled: false },
        { securityGroupIds: closed },
        { securityGroupIds: undefined },
        { subnetIds: [] },
        { routeTableIds: [] },
        { routeTableIds: [new Reference("table-public")] },
        { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "ec2:*", Resource: "*" }] }) },
    ],
    [NAT]: [{ subnetId: new Reference("isolated-a") }, { connectivityType: "private", allocationId: undefined }],
    [ACL_RULE]: [{ ruleAction: "deny" }, { ruleAction: "allow" }, { protocol: "17" }, { cidrBlock: "10.0.0.0/16" }, { ruleNumber: 200 }],
    [ACL_ASSOCIATION]: [],
    [MOUNT_TARGET]: [{ securityGroups: closed }, { securityGroups: undefined }],
    "aws:ecs/service:Service": [],
};

/** The program with its breakages: each picks what it changes by number, so that a failing case shrinks. */
export function brokenProgram(program: readonly Declaration[], breakages: readonly Breakage[]): readonly Declaration[] {
    return breakages.reduce((current, { kind, at, how }) => {
        const candidates = current.filter(({ type }) =>
            kind === "delete" ? DELETABLE.includes(type) : (ALTERATIONS[type] ?? []).length > 0,
        );
        const victim = candidates[at % Math.max(candidates.length, 1)];
        if (victim === undefined) return current;
        if (kind === "delete") return without(current, [victim.name]);
        const alterations = ALTERATIONS[victim.type] ?? [];
        const altered = { ...victim, inputs: { ...victim.inputs, ...alterations[how % alterations.length] } };
        const before = new Set(current.slice(0, current.indexOf(victim)).map(({ name }) => name));
        const isComplete = referredIn(altered.inputs).every(({ name }) => before.has(name));
        return isComplete ? current.map((each) => (each === victim ? altered : each)) : current;
    }, program);
}

/** Of an account, what is needed to delete in it. */
export interface Removable extends Pick<Simulated, "declarations" | "resources"> {
    readonly aws: Pick<Simulated["aws"], "delete">;
}

/**
 * Deletes something in the account that the program still has, as people do by hand.
 *
 * @returns whether AWS let it go
 */
export function removedByHand({ aws, declarations, resources }: Removable, at: number): boolean {
    // An inline route does not say whether its target is still there, so that a stored state leaves it open.
    const inline = declarations.filter(({ type }) => type === ROUTE_TABLE).flatMap(({ inputs }) => referredIn(inputs["routes"]));
    // Nor does a rule say whose prefix list an id is, when no endpoint of the program has it.
    const listed = declarations.flatMap(({ inputs }) => referredIn(inputs)).filter(({ output }) => output === "prefixListId");
    const kept = new Set([...inline, ...listed].map(({ name }) => name));
    const candidates = declarations.filter(({ type, name }) => REMOVABLE.includes(type) && !kept.has(name));
    const victim = resources.get(candidates[at % Math.max(candidates.length, 1)]?.name ?? "");
    if (victim === undefined) return false;
    try {
        aws.delete(victim);
        return true;
    } catch (error) {
        if (error instanceof Refusal) return false;
        throw error;
    }
}
