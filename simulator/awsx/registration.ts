/** Registers a plan: each resource as soon as its prerequisites exist, so that independent ones are made side by side. */
import { holdsUnknown, UNKNOWN, type Properties, type Value } from "../provider/values";
import { prerequisites, Reference, referencesIn, type PlannedResource, type PlannedValue } from "./plan";

/** A resource that the engine knows. */
export interface Registered {
    readonly urn: string;
    /** UNKNOWN in the preview of a new resource. */
    readonly id: string | typeof UNKNOWN;
    readonly outputs: Properties;
}

export interface Registration {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    /** URN. */
    readonly parent: string;
    readonly inputs: Properties;
    /** URNs. */
    readonly dependencies: readonly string[];
    /** URNs by input. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Sends one registration to the engine and waits for its answer. */
export type Register = (registration: Registration) => Promise<Registered>;

/** URNs that each of the component's arguments depends on. */
export type ArgumentDependencies = Readonly<Record<string, readonly string[]>>;

/**
 * @param plan each resource after those it needs, or before: the order of the list decides only among those that are ready
 * @param component URN
 * @returns what became of each resource
 */
export async function registerPlan(
    plan: readonly PlannedResource[],
    component: string,
    fromArguments: ArgumentDependencies,
    register: Register,
): Promise<ReadonlyMap<PlannedResource, Registered>> {
    const done = new Map<PlannedResource, Registered>();
    const underWay = new Map<PlannedResource, Promise<Registered>>();
    const start = (planned: PlannedResource): Promise<Registered> => {
        const already = underWay.get(planned);
        if (already !== undefined) return already;
        const promise = Promise.all(prerequisites(planned).map(start)).then(async () => {
            const registered = await register(toRegistration(planned, component, fromArguments, done));
            done.set(planned, registered);
            return registered;
        });
        underWay.set(planned, promise);
        return promise;
    };
    await Promise.all(plan.map(start));
    return done;
}

function toRegistration(
    planned: PlannedResource,
    component: string,
    fromArguments: ArgumentDependencies,
    done: ReadonlyMap<PlannedResource, Registered>,
): Registration {
    const inputs: Record<string, Value> = {};
    const propertyDependencies: Record<string, readonly string[]> = {};
    const dependencies = new Set(prerequisites(planned).map((each) => finished(done, each).urn));
    for (const [property, value] of Object.entries(planned.inputs)) {
        const resolved = resolve(value, done);
        if (resolved === undefined) continue;
        inputs[property] = resolved;
        const referred = referencesIn(value).map(({ resource }) => finished(done, resource).urn);
        const given = (planned.argumentsIn[property] ?? []).flatMap((argument) => fromArguments[argument] ?? []);
        given.forEach((urn) => dependencies.add(urn));
        if (referred.length + given.length > 0) propertyDependencies[property] = [...new Set([...referred, ...given])];
    }
    const parent = planned.parent === undefined ? component : finished(done, planned.parent).urn;
    const { type, name } = planned;
    return { type, name, custom: true, parent, inputs, dependencies: [...dependencies], propertyDependencies };
}

function resolve(value: PlannedValue | undefined, done: ReadonlyMap<PlannedResource, Registered>): Value | undefined {
    if (value instanceof Reference) {
        const { id, outputs } = finished(done, value.resource);
        return value.property === "id" ? id : outputValue(outputs, value.property, id === UNKNOWN);
    }
    if (!Array.isArray(value)) return value as Value | undefined;
    return (value as readonly (Value | Reference)[]).map((member) => resolve(member, done) ?? null);
}

/** A provider may leave out what it does not know yet, as well as mark it: both are unknown until the resource exists. */
function outputValue(outputs: Properties, property: string, isNew: boolean): Value | undefined {
    const value = outputs[property];
    if (value === undefined || value === null || value === "") return isNew ? UNKNOWN : undefined;
    return holdsUnknown(value) ? UNKNOWN : value;
}

function finished(done: ReadonlyMap<PlannedResource, Registered>, planned: PlannedResource): Registered {
    const registered = done.get(planned);
    if (registered === undefined) throw new Error(`${planned.type} ${planned.name} was needed before it was registered`);
    return registered;
}
