/** A plan: the resources that a component will register, with references between them in place of values that do not exist yet. */
import type { Value } from "../provider/values";

/** Stands for a property of another resource of the plan. */
export class Reference {
    constructor(
        readonly resource: PlannedResource,
        readonly property: string,
    ) {}
}

export type PlannedValue = Value | Reference | readonly (Value | Reference)[];

export interface PlannedResource {
    /** Type token, for example `aws:ec2/subnet:Subnet`. */
    readonly type: string;
    readonly name: string;
    /** The component itself when left out. */
    readonly parent?: PlannedResource;
    /** Left out properties are left out of the registration, never null. */
    readonly inputs: Readonly<Record<string, PlannedValue | undefined>>;
    /** Which of the component's arguments went into an input: what they depend on, the input depends on. */
    readonly argumentsIn: Readonly<Record<string, readonly string[]>>;
}

export function idOf(resource: PlannedResource): Reference {
    return new Reference(resource, "id");
}

export function referencesIn(value: PlannedValue | undefined): readonly Reference[] {
    if (value instanceof Reference) return [value];
    return Array.isArray(value) ? value.filter((member) => member instanceof Reference) : [];
}

/** What must exist before a resource can be registered: its parent and all it refers to, each once. */
export function prerequisites(resource: PlannedResource): readonly PlannedResource[] {
    const referred = Object.values(resource.inputs).flatMap((value) => referencesIn(value).map((reference) => reference.resource));
    return [...new Set([...(resource.parent === undefined ? [] : [resource.parent]), ...referred])];
}
