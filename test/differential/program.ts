/** Turns the choices of a blueprint into a program. */
import type { Blueprint } from "./blueprint";
import type { Declaration } from "./declarations";
import { databases } from "./program-databases";
import { endpoints, gateways } from "./program-endpoints";
import { acls, groupRules, groups } from "./program-filters";
import { routing } from "./program-routing";
import { subnets, vpc } from "./program-subnets";
import { workloads } from "./program-workloads";

/** The program; what is used comes before its users. */
export function programOf(blueprint: Blueprint): readonly Declaration[] {
    return [
        ...vpc(blueprint),
        ...subnets(blueprint),
        ...routing(blueprint),
        ...groups(blueprint),
        ...gateways(blueprint),
        ...groupRules(blueprint),
        ...endpoints(blueprint),
        ...acls(blueprint),
        ...databases(blueprint),
        ...workloads(blueprint),
    ];
}
