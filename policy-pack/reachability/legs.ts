/** What has to be reached for each kind of need. */
import type { Client } from "./client";
import { lost, type Leg } from "./leg";
import { ecr, image } from "./legs-of-images";
import { service } from "./legs-of-services";
import { fileSystem, named } from "./legs-of-targets";
import { serviceOfHost } from "./names";
import type { Need } from "./needs";
import { waysOut } from "./outside";

export type { Leg } from "./leg";

export function pathsTo(client: Client, need: Need): Leg[] {
    switch (need.kind) {
        case "service":
            return need.service === "ecr" ? ecr(client) : [service(client, need.service)];
        case "image":
            return image(client, need.registry, need.repository);
        case "internet": {
            const known = serviceOfHost(need.host);
            return [
                known === undefined || need.port !== 443
                    ? { what: need.host, possible: waysOut(client, { what: need.host, port: need.port }), others: [] }
                    : service(client, known.service, { region: known.region }),
            ];
        }
        case "tcp":
            return [named(client, need.name, need.port)];
        case "efs":
            return [fileSystem(client, need.name)];
        case "unreadable":
            return [
                lost(
                    need.text,
                    `${need.text} is no need; wanted is for example service:logs, image:ghcr.io, tcp:<name>:5432, efs:<name>, internet:<host>:443`,
                ),
            ];
    }
}
