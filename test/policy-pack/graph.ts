import type { PolicyResource, ResourceValidationArgs, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy";
import { AWS } from "../../policy-pack/reachability/aws-types";
import { TYPES } from "../../policy-pack/types";

/** What the engine sends in the place of a text that a preview cannot tell. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The SDK exports it without a type. */
const proxied = unknownCheckingProxy as (props: Record<string, unknown>) => Record<string, unknown>;

type Dependencies = Readonly<Record<string, readonly PolicyResource[]>>;

/** A resource as a stack policy sees it, with the engine's treatment of unknown values. */
export function resource(
    type: string,
    name: string,
    props: Record<string, unknown> = {},
    dependencies: Dependencies = {},
    parent?: PolicyResource,
): PolicyResource {
    const propertyDependencies = Object.fromEntries(Object.entries(dependencies).map(([property, list]) => [property, [...list]]));
    return {
        type,
        name,
        props: proxied(props),
        urn: `urn:pulumi:dev::librechat::${type}::${name}`,
        opts: {
            protect: false,
            ignoreChanges: [],
            aliases: [],
            customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
            additionalSecretOutputs: [],
        },
        dependencies: Object.values(propertyDependencies).flat(),
        propertyDependencies,
        isType: () => false,
        asType: () => undefined,
        ...(parent && { parent }),
    };
}

/** What a policy is told besides the resources; nothing by default. */
export interface Surroundings {
    /** The policy's own configuration. */
    config?: Record<string, unknown>;
    stackTags?: Readonly<Record<string, string>>;
    /** The option `protect` of the resource. */
    protect?: boolean;
}

/** What a stack policy reports about resources, as `name: message`. */
export async function reported(
    policy: StackValidationPolicy,
    resources: PolicyResource[],
    surroundings: Surroundings = {},
): Promise<string[]> {
    const messages: string[] = [];
    const args = { resources, ...seen(surroundings), notApplicable: refuse };
    await policy.validateStack(args, (violation, urn) => messages.push(`${urn?.split("::").at(-1) ?? ""}: ${messageOf(violation)}`));
    return messages;
}

/** What a resource policy reports about one resource, or why it is not applicable. */
export async function judged(
    policy: ResourceValidationPolicy,
    type: string,
    name: string,
    props: Record<string, unknown>,
    surroundings: Surroundings = {},
): Promise<string[] | { notApplicable: string }> {
    const messages: string[] = [];
    const { urn, opts } = resource(type, name);
    const args: ResourceValidationArgs = {
        type,
        name,
        urn,
        opts: { ...opts, protect: surroundings.protect ?? false },
        props: proxied(props),
        ...seen(surroundings),
        isType: () => false,
        asType: () => undefined,
        notApplicable: refuse,
    };
    const { validateResource } = policy;
    if (typeof validateResource !== "function") throw new Error(`${policy.name} has no single check`);
    try {
        await validateResource(args, (violation) => messages.push(messageOf(violation)));
    } catch (error) {
        if (error instanceof NotApplicable) return { notApplicable: error.message };
        throw error;
    }
    return messages;
}

class NotApplicable extends Error {}

function seen({ config, stackTags }: Surroundings) {
    return {
        stackTags: new Map(Object.entries(stackTags ?? {})),
        // The SDK lets the caller choose the type, and so gives none of its own.
        getConfig: () => (config ?? {}) as never,
    };
}

function refuse(reason?: string): never {
    throw new NotApplicable(reason);
}

function messageOf(violation: string | { message: string }): string {
    return typeof violation === "string" ? violation : violation.message;
}

/** A VPC as `awsx:ec2:Vpc` lays it out in two zones, in a first preview: nothing has an id yet. */
export function vpc(options: { natGateways: boolean }) {
    const network = resource(TYPES.vpc, "net", { cidrBlock: "10.0.0.0/16", id: UNKNOWN_TEXT });
    const gateway = resource("aws:ec2/internetGateway:InternetGateway", "net");
    const nat = resource("aws:ec2/natGateway:NatGateway", "net-1");
    const tiers = ["public", "private", "isolated"].flatMap((tier, block) =>
        ["us-east-1a", "us-east-1b"].map((zone, i) => tierIn(tier, zone, `10.0.${block * 32 + i * 16}.0/20`, `net-${tier}-${i + 1}`)),
    );
    const subnets = tiers.map(({ subnet }) => subnet);
    return {
        network,
        subnets,
        tier: (name: string) => subnets.filter((subnet) => subnet.name.startsWith(`net-${name}-`)),
        all: [network, gateway, ...(options.natGateways ? [nat] : []), ...tiers.flatMap(({ resources }) => resources)],
        /** The dependencies that every output of the component has. */
        behindOutputs: [network, ...subnets],
    };

    function defaultRoute(name: string, table: PolicyResource, target: "gatewayId" | "natGatewayId") {
        return resource(
            AWS.route,
            name,
            { destinationCidrBlock: "0.0.0.0/0", routeTableId: UNKNOWN_TEXT, [target]: UNKNOWN_TEXT },
            { routeTableId: [table], [target]: [target === "gatewayId" ? gateway : nat] },
            table,
        );
    }

    function tierIn(tier: string, zone: string, cidrBlock: string, name: string) {
        const tags = { SubnetType: `${tier.charAt(0).toUpperCase()}${tier.slice(1)}` };
        const subnet = resource(
            TYPES.subnet,
            name,
            { availabilityZone: zone, cidrBlock, tags, vpcId: UNKNOWN_TEXT, id: UNKNOWN_TEXT },
            { vpcId: [network] },
            network,
        );
        const table = resource(AWS.routeTable, name, { vpcId: UNKNOWN_TEXT, routes: UNKNOWN_TEXT }, { vpcId: [network] }, subnet);
        const association = resource(
            AWS.association,
            name,
            { subnetId: UNKNOWN_TEXT, routeTableId: UNKNOWN_TEXT },
            { subnetId: [subnet], routeTableId: [table] },
            table,
        );
        const target = tier === "public" ? "gatewayId" : tier === "private" && options.natGateways ? "natGatewayId" : undefined;
        const routes = target === undefined ? [] : [defaultRoute(name, table, target)];
        return { subnet, resources: [subnet, table, association, ...routes] };
    }
}

/** A security group in a first preview. */
export function group(name: string, props: Record<string, unknown> = {}, dependencies: Dependencies = {}): PolicyResource {
    return resource(TYPES.securityGroup, name, { id: UNKNOWN_TEXT, ...props }, dependencies);
}

/** A rule of its own that admits one group to another. */
export function admission(from: PolicyResource, to: PolicyResource, props: Record<string, unknown> = {}): PolicyResource {
    return resource(
        TYPES.securityGroupIngressRule,
        `${from.name}-to-${to.name}`,
        { ipProtocol: "tcp", fromPort: 443, toPort: 443, securityGroupId: UNKNOWN_TEXT, referencedSecurityGroupId: UNKNOWN_TEXT, ...props },
        { securityGroupId: [to], referencedSecurityGroupId: [from] },
    );
}
