/** Constructs an `awsx:ec2:Vpc`: checks, plan, registration, state. */
import { ProviderError } from "../provider/errors";
import type { Properties, Value } from "../provider/values";
import { planAddresses } from "./address-plan";
import { componentState, type ComponentState } from "./component-state";
import { checkEndpoints, endpointWarnings } from "./endpoint-plan";
import { checkElasticIps, checkLayout } from "./layout-checks";
import type { PlannedResource } from "./plan";
import { registerPlan, type ArgumentDependencies, type Register, type Registered } from "./registration";
import { readVpcArguments, type VpcArguments } from "./vpc-arguments";
import { planVpc } from "./vpc-plan";

/** The engine, as far as a component needs it. */
export interface Engine {
    /** Sends the registration of the component itself, with its options. */
    registerComponent(type: string, name: string): Promise<Registered>;
    readonly register: Register;
    /** Says that the component is complete. Its state is not told here but in the reply to Construct. */
    completeComponent(urn: string): Promise<void>;
    invoke(token: string, args: Properties): Promise<Properties>;
    warn(message: string, urn: string): Promise<void>;
}

export interface Constructed extends ComponentState {
    readonly urn: string;
}

export const VPC_TYPE = "awsx:ec2:Vpc";
const DEFAULT_ZONES = 3;

/**
 * @param type of the component; only {@link VPC_TYPE} can be simulated
 * @throws ProviderError for another type, and in awsx's words for arguments that contradict each other: before any child is registered
 */
export async function construct(
    engine: Engine,
    type: string,
    name: string,
    inputs: Properties,
    fromArguments: ArgumentDependencies,
): Promise<Constructed> {
    if (type !== VPC_TYPE) {
        throw new ProviderError(`${type}: the simulated awsx provider knows only ${VPC_TYPE}; build the rest from @pulumi/aws resources`);
    }
    // Sent at the same time as the real component does: the registration needs no zones, and the zones need no registration.
    const zonesAndArguments = argumentsAndZones(engine, inputs);
    const component = engine.registerComponent(type, name);
    const [{ args, zones }, { urn }] = await allOrFirstError([zonesAndArguments, component]);
    const addresses = planAddresses(name, zones, args);
    checkLayout(addresses.subnets, args);
    const plan = planVpc(name, zones, args, addresses);
    const warnings = endpointWarnings(args).map((message) => engine.warn(message, urn));
    const completed = engine.completeComponent(urn);
    const registered = await registerPlan(plan.all, urn, fromArguments, engine.register);
    await Promise.all([completed, ...warnings]);
    return { urn, ...componentState(plan, addresses.layout, (planned) => found(registered, planned)) };
}

async function argumentsAndZones(engine: Engine, inputs: Properties): Promise<{ args: VpcArguments; zones: readonly string[] }> {
    const args = readVpcArguments(inputs);
    checkEndpoints(args);
    const zones = await availabilityZones(engine, args);
    checkElasticIps(args.natGatewayStrategy, args.elasticIpAllocationIds.length, zones.length);
    return { args, zones };
}

async function availabilityZones(engine: Engine, args: VpcArguments): Promise<readonly string[]> {
    const { availabilityZoneNames, numberOfAvailabilityZones } = args;
    if (availabilityZoneNames !== undefined) {
        // Zero zones by number say nothing, so they do not contradict a list.
        if (numberOfAvailabilityZones === undefined || numberOfAvailabilityZones === 0) return availabilityZoneNames;
        throw new ProviderError("Only one of [availabilityZoneNames] and [numberOfAvailabilityZones] can be specified");
    }
    const wanted = numberOfAvailabilityZones ?? DEFAULT_ZONES;
    const { names } = await engine.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {});
    const available = (names ?? []) as readonly Value[];
    if (available.length < wanted) {
        throw new ProviderError(
            `The configured region for this provider does not have at least ${wanted} Availability Zones. Either specify an explicit list of ` +
                `zones in availabilityZoneNames or choose a region with at least ${wanted} AZs.`,
        );
    }
    return available.slice(0, wanted) as readonly string[];
}

/** Waits for both even when one fails, so that the engine has seen the component before it hears of the failure. */
async function allOrFirstError<A, B>(promises: readonly [Promise<A>, Promise<B>]): Promise<[A, B]> {
    await Promise.allSettled(promises);
    return Promise.all(promises);
}

function found(registered: ReadonlyMap<PlannedResource, Registered>, planned: PlannedResource): Registered {
    const resource = registered.get(planned);
    if (resource === undefined) throw new Error(`${planned.type} ${planned.name} is in the outputs but not in the plan`);
    return resource;
}
