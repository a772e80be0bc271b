/** Collects the ways of a proof into lines between boxes: ways that share a stretch share its line. */
import type { Graph } from "../../../policy-pack/reachability/graph";
import { compare } from "../rows";
import { faultLabel, type Fault } from "./fault";
import { resourcePlace, subnetHomes, tablePlace } from "./network";
import type { Home, Line, LineKind, Place, Placed } from "./picture";
import { workloadId } from "./workload-id";
import { LOCAL, routeRows } from "./words";
import type { Stop, Walk } from "./walk";

/** Of two ways over one stretch the one further up is shown. */
const RANKS: readonly LineKind[] = ["blocked", "asked", "unknown", "reached", "lost", "quiet", "none"];

export class Lines {
    /** Keys of the resources that ways pass or lead to. */
    readonly resources = new Set<string>();
    /** Subnets whose route tables ways pass. */
    readonly tables = new Set<string>();
    readonly #outside = new Map<string, Stop & { kind: "outside" }>();
    readonly #faults = new Map<string, Fault>();
    readonly #lines = new Map<string, Line>();

    constructor(readonly graph: Graph) {}

    /**
     * @param isAsked whether the way is to be seen; others are a backdrop, without what is broken on them
     * @param isEmphasised whether an open way is shown more strongly than usual
     */
    add(walk: Walk, isAsked: boolean, isEmphasised: boolean): void {
        const { stops, end, fault, verdict } = walk;
        const reached = fault === undefined ? [...stops, end] : stops.slice(0, fault.after + 1);
        const kind = !isAsked
            ? "quiet"
            : verdict === "REACHED"
              ? isEmphasised
                  ? "asked"
                  : "reached"
              : verdict === "BLOCKED"
                ? "blocked"
                : "unknown";
        reached.forEach((stop, i) => {
            const before = reached[i - 1];
            this.#note(stop);
            if (before !== undefined) this.#connect(this.#id(walk, before), this.#id(walk, stop), kind, this.#port(before, stop));
        });
        if (fault === undefined || !isAsked) return;
        this.#note(end);
        const marker = this.#fault(walk, fault);
        const last = stops[fault.after];
        if (last !== undefined)
            this.#connect(
                this.#id(walk, last),
                marker,
                kind,
                this.#port(last, fault.isAhead ? (stops[fault.after + 1] ?? end) : undefined),
            );
        this.#connect(marker, this.#id(walk, end), kind === "blocked" ? "lost" : kind, undefined);
    }

    /** Boxes for what is broken, or in doubt. */
    faults(): Placed[] {
        return [...this.#faults.values()].map((fault) => {
            const { id, kind, homes, below } = fault;
            return { place: { id, kind, label: faultLabel(fault), marks: [], ...(below !== undefined && { below }) }, homes };
        });
    }

    /** Boxes for what is outside of every VPC. */
    outside(): Placed[] {
        return [...this.#outside.values()]
            .sort((one, other) => compare(one.name, other.name))
            .map(({ name, where }) => ({ place: { id: name, kind: "outside", label: [name], marks: [] }, homes: [OUTSIDE[where]] }));
    }

    /** All lines, with one that is not seen for each box that would otherwise stand before the workloads. */
    all(places: readonly Place[]): Line[] {
        const lines = this.#needed();
        const connected = new Set(lines.flatMap(({ from, to }) => [from, to]));
        const [table] = places.filter(({ kind }) => kind === "table");
        const alone = places.filter(({ id, kind }) => kind !== "workload" && id !== table?.id && !connected.has(id));
        return [...lines, ...(table === undefined ? [] : alone.map(({ id }): Line => ({ from: table.id, to: id, kind: "none" })))];
    }

    /** What others reach needs no line that says that it is not reached: the box of the fault does. */
    #needed(): Line[] {
        const lines = [...this.#lines.values()];
        const reached = new Set(lines.filter(({ kind }) => kind !== "lost").map(({ to }) => to));
        return lines.filter(({ kind, to }) => kind !== "lost" || !this.#outside.has(to) || !reached.has(to));
    }

    #note(stop: Stop): void {
        if (stop.kind === "resource") this.resources.add(stop.key);
        else if (stop.kind === "table") this.tables.add(stop.subnet);
        else if (stop.kind === "outside") this.#outside.set(stop.name, stop);
    }

    #connect(from: string, to: string, kind: LineKind, port: string | undefined): void {
        if (from === to) return;
        const key = [from, port, to].join("\n");
        const before = this.#lines.get(key);
        if (before === undefined || RANKS.indexOf(kind) < RANKS.indexOf(before.kind))
            this.#lines.set(key, { from, to, kind, ...(port !== undefined && { port }) });
    }

    #id({ decision: { workload, subnet } }: Walk, stop: Stop): string {
        if (stop.kind === "workload") return workloadId(this.graph, workload, subnet);
        return this.#placed(stop)?.place.id ?? (stop.kind === "outside" ? stop.name : "");
    }

    #placed(stop: Stop): Placed | undefined {
        if (stop.kind === "table") return tablePlace(this.graph, stop.subnet);
        return stop.kind === "resource" ? resourcePlace(this.graph, stop.key) : undefined;
    }

    /** The row of a route table by which the next stop is reached. */
    #port(from: Stop, to: Stop | undefined): string | undefined {
        if (from.kind !== "table" || to === undefined) return undefined;
        const rows = routeRows(this.graph, from.subnet);
        const row = to.kind === "resource" ? rows.find(({ target }) => target === to.key) : undefined;
        return row?.port ?? (to.kind === "resource" && rows.some(({ port }) => port === LOCAL) ? LOCAL : undefined);
    }

    #fault(walk: Walk, { hop, after, isAhead, isOfStop }: NonNullable<Walk["fault"]>): string {
        const { decision, stops, end, verdict, further } = walk;
        const anchor = (isAhead ? (stops[after + 1] ?? end) : stops[after]) ?? end;
        const code = hop.code ?? "UNKNOWN";
        const id = `${code} at ${this.#id(walk, anchor)}`;
        const homes =
            this.#placed(anchor)?.homes ?? (anchor.kind === "outside" ? [OUTSIDE[anchor.where]] : subnetHomes(this.graph, decision.subnet));
        const fault = this.#faults.get(id) ?? {
            id,
            kind: verdict === "BLOCKED" ? ("fault" as const) : ("doubt" as const),
            code,
            at: isOfStop ? undefined : hop.at,
            homes,
            below: anchor.kind === "table" || (isAhead && anchor.kind === "resource") ? this.#id(walk, anchor) : undefined,
            texts: new Set<string>(),
            ends: new Set<string>(),
            further: new Set<string>(),
        };
        this.#faults.set(id, fault);
        fault.texts.add(hop.what);
        fault.ends.add(this.#placed(end)?.place.label[0] ?? this.#id(walk, end));
        for (const each of further) fault.further.add(each);
        return id;
    }
}

const OUTSIDE: Readonly<Record<(Stop & { kind: "outside" })["where"], Home>> = {
    service: { id: "services", kind: "group", title: ["AWS services"] },
    internet: { id: "internet", kind: "group", title: ["internet"] },
    lost: { id: "lost", kind: "group", title: ["not in the program"] },
};
