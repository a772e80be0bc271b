/** Which resource types and data sources the simulated AWS knows: those with facts, a shape and a service that behaves. */
import { closest } from "fastest-levenshtein";
import { ProviderError } from "../provider/errors";
import { autonamingOf, factsOf, type Autonaming, type Facts } from "./facts";
import { dataSourceShape, resourceShape, type DataSourceShape, type ResourceShape } from "./shapes";
import type { DataSource, ResourceType, Service } from "./resource-type";

/** A resource type with everything that is known of it. */
export interface KnownType {
    readonly token: string;
    readonly behaviour: ResourceType;
    readonly facts: Facts;
    readonly shape: ResourceShape;
    readonly autonaming: Autonaming | undefined;
}

export interface KnownDataSource {
    readonly behaviour: DataSource;
    readonly shape: DataSourceShape;
}

/** A token that the simulator does not model; the message names the nearest one that it does. */
export class UnknownTokenError extends ProviderError {}

export class Catalogue {
    private readonly types = new Map<string, KnownType>();
    private readonly sources = new Map<string, KnownDataSource>();

    /** @throws Error when a service brings a type without facts, or one that another service has */
    constructor(services: readonly Service[]) {
        for (const service of services) {
            for (const type of service.resourceTypes) this.addType(service, type);
            for (const source of service.dataSources ?? []) this.addSource(service, source);
        }
    }

    /** Tokens of the resource types that are fully modelled, in order of the alphabet. */
    get resourceTypes(): readonly string[] {
        return [...this.types.keys()].sort();
    }

    get dataSources(): readonly string[] {
        return [...this.sources.keys()].sort();
    }

    /** What is known of a type: everything, or nothing. There is nothing in between, so that a deployment never passes by luck. */
    knowledgeOf(token: string): "full" | "none" {
        return this.types.has(token) || this.sources.has(token) ? "full" : "none";
    }

    /** @throws UnknownTokenError */
    resourceType(token: string): KnownType {
        const known = this.types.get(token);
        if (known === undefined) throw unknown("resource type", token, this.resourceTypes);
        return known;
    }

    /** @throws UnknownTokenError */
    dataSource(token: string): KnownDataSource {
        const known = this.sources.get(token);
        if (known === undefined) throw unknown("data source", token, this.dataSources);
        return known;
    }

    private addType(service: Service, behaviour: ResourceType): void {
        const { token } = behaviour;
        const facts = factsOf(token);
        const shape = resourceShape(token);
        if (facts === undefined || shape === undefined)
            throw new Error(`${service.name}: there are no facts about ${token}; add them to facts/ before modelling it`);
        if (this.types.has(token)) throw new Error(`${service.name}: ${token} is modelled twice`);
        this.types.set(token, { token, behaviour, facts, shape, autonaming: autonamingOf(token) });
    }

    private addSource(service: Service, behaviour: DataSource): void {
        const { token } = behaviour;
        const shape = dataSourceShape(token);
        if (shape === undefined)
            throw new Error(`${service.name}: there are no facts about ${token}; add them to facts/ before modelling it`);
        if (this.sources.has(token)) throw new Error(`${service.name}: ${token} is modelled twice`);
        this.sources.set(token, { behaviour, shape });
    }
}

function unknown(kind: string, token: string, known: readonly string[]): UnknownTokenError {
    const hint = known.length === 0 ? "" : ` The nearest that it knows is ${closest(token, known)}.`;
    return new UnknownTokenError(
        `${token} is a ${kind} that the simulated AWS does not know, so it refuses it instead of pretending.${hint}`,
    );
}
