/** What the component gives back to the program: its 17 outputs, and what each depends on. */
import { UNKNOWN, type Properties, type Value } from "../provider/values";
import type { PlannedResource } from "./plan";
import type { Registered } from "./registration";
import type { SubnetSpec, SubnetType } from "./vpc-arguments";
import type { VpcPlan } from "./vpc-plan";

export interface ComponentState {
    readonly outputs: Properties;
    /** URNs by output. */
    readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** Pulumi's mark for a reference to a resource, sdk/go/common/resource/properties.go. */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

export function componentState(
    plan: VpcPlan,
    layout: readonly SubnetSpec[],
    registered: (planned: PlannedResource) => Registered,
): ComponentState {
    const ofType = (type: SubnetType) => plan.subnets.filter((each) => each.type === type).map(({ subnet }) => subnet);
    const subnets = plan.subnets.map(({ subnet }) => subnet);
    const resources = {
        eips: plan.eips,
        isolatedSubnets: ofType("Isolated"),
        natGateways: plan.natGateways,
        privateSubnets: ofType("Private"),
        publicSubnets: ofType("Public"),
        routeTableAssociations: plan.subnets.map(({ association }) => association),
        routeTables: plan.subnets.map(({ routeTable }) => routeTable),
        routes: plan.subnets.flatMap(({ route }) => route ?? []),
        subnets,
        vpcEndpoints: plan.vpcEndpoints,
    };
    const reference = (planned: PlannedResource) => resourceReference(registered(planned));
    const ids = (planned: readonly PlannedResource[]) => idList(planned.map((each) => registered(each).id));
    const outputs: Properties = {
        ...Object.fromEntries(Object.entries(resources).map(([output, planned]) => [output, planned.map(reference)])),
        internetGateway: reference(plan.internetGateway),
        isolatedSubnetIds: ids(resources.isolatedSubnets),
        privateSubnetIds: ids(resources.privateSubnets),
        publicSubnetIds: ids(resources.publicSubnets),
        subnetLayout: layout.map(resolvedSpec),
        vpc: reference(plan.vpc),
        vpcId: registered(plan.vpc).id,
    };
    // Every output comes out of one promise over the VPC and its subnets, and so depends on all of them; resources add themselves.
    const own: Readonly<Record<string, readonly PlannedResource[]>> = { ...resources, internetGateway: [plan.internetGateway] };
    const dependencies = Object.keys(outputs).map((output) => {
        const planned = new Set([plan.vpc, ...subnets, ...(own[output] ?? [])]);
        return [output, [...planned].map((each) => registered(each).urn)] as const;
    });
    return { outputs, dependencies: Object.fromEntries(dependencies) };
}

function resourceReference({ urn, id }: Registered): Properties {
    return { [SIGNATURE_KEY]: RESOURCE_SIGNATURE, urn, id };
}

/** A list that is made in an `apply` is unknown as a whole, its length too, when a member is. */
function idList(ids: readonly Value[]): Value {
    return ids.includes(UNKNOWN) ? UNKNOWN : ids;
}

function resolvedSpec({ type, name, cidrMask, size, cidrBlocks }: SubnetSpec): Properties {
    const spec = { type, name, cidrMask, size, cidrBlocks };
    return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
}
