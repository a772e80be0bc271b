/** What is drawn, before anybody decides how it looks. */

export type PlaceKind = "workload" | "table" | "gateway" | "endpoint" | "store" | "server" | "outside" | "fault" | "doubt" | "note";

/** A box of the picture. */
export interface Place {
    /** Unique; people see it when they point at the box. */
    readonly id: string;
    readonly kind: PlaceKind;
    /** Lines of text, the first one in bold. */
    readonly label: readonly string[];
    /** A table below the label, as of routes; lines may start at a row by its port. */
    readonly rows?: readonly { readonly left: string; readonly right: string; readonly port?: string }[];
    /** The box of the same frame in whose column it stands; default: the column after the boxes that lead to it. */
    readonly below?: string;
    /** Codes of what is wrong with it without any path. */
    readonly marks: readonly string[];
}

export type LineKind =
    | "blocked"
    /** From the broken place to what is not reached. */
    | "lost"
    | "unknown"
    /** The path that was asked about. */
    | "asked"
    | "reached"
    /** A path that was not asked about. */
    | "quiet"
    /** Not seen; it only keeps a box in its column. */
    | "none";

export interface Line {
    readonly from: string;
    /** The row of a table at which it starts. */
    readonly port?: string;
    readonly to: string;
    readonly kind: LineKind;
}

export type AreaKind = "vpc" | "tier" | "subnet" | "group";

/** A frame around boxes. */
export interface Area {
    readonly id: string;
    readonly kind: AreaKind;
    readonly title: readonly string[];
    readonly places: readonly Place[];
    readonly areas: readonly Area[];
}

export interface Picture {
    readonly title: readonly string[];
    readonly areas: readonly Area[];
    readonly lines: readonly Line[];
}

/** A frame without what is in it. */
export type Home = Pick<Area, "id" | "kind" | "title">;

/** A box, and the frames around it from the outside in. */
export interface Placed {
    readonly place: Place;
    readonly homes: readonly Home[];
}

/** Puts boxes into their frames; both stay in the order in which they first come. */
export function framed(all: readonly Placed[]): Area[] {
    const groups = new Map<string, { home: Home; inside: Placed[] }>();
    for (const { place, homes } of all) {
        const [home, ...rest] = homes;
        if (home === undefined) continue;
        const group = groups.get(home.id) ?? { home, inside: [] };
        groups.set(home.id, group);
        group.inside.push({ place, homes: rest });
    }
    return [...groups.values()].map(({ home, inside }) => ({
        ...home,
        places: inside.filter(({ homes }) => homes.length === 0).map(({ place }) => place),
        areas: framed(inside),
    }));
}
