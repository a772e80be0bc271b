/** The answers that a running function gets from the virtual network, and a memory of what was lost. */
import type { Account, StoredResource } from "../aws/account";
import type { AccountStore } from "../aws/account-store";
import { blockOf, textsOf } from "../aws/reading";
import { databasesOf } from "../databases/account-databases";
import type { Databases } from "../databases/databases";
import { connect } from "../network/connect";
import { isPolicySymptom, type Destination, type PolicySymptom } from "../network/delivery";
import { databaseNamed } from "../network/database-names";
import { resolve } from "../network/names";
import { placeOf } from "../network/place";
import type { Way } from "./messages";

/** What listens on 127.0.0.1 in place of everything that is no database. */
export interface StandInPorts {
    /** AWS's APIs, and every other site, over TLS. */
    readonly https: number;
    /** Sites without TLS. */
    readonly http: number;
}

export interface VirtualConnectionsArgs {
    readonly account: AccountStore;
    readonly lambda: StoredResource;
    readonly databases: Databases;
    readonly ports: StandInPorts;
    /** Told of a VPC endpoint whose policy refuses the function's calls to a host. */
    readonly onRefusal: (host: string, symptom: PolicySymptom) => void;
}

/** What the function, in whichever of its subnets, meets at a host. */
type Verdict =
    | { readonly kind: "lost"; readonly lost: "name" | "packet" | "refused"; readonly explanation: string }
    | { readonly kind: "refused by policy"; readonly symptom: PolicySymptom; readonly explanation: string }
    | { readonly kind: "database" }
    /** Something that is not run, inside a VPC or outside. */
    | { readonly kind: "other" };

export class VirtualConnections {
    private readonly explanations = new Set<string>();

    constructor(private readonly args: VirtualConnectionsArgs) {}

    /** Where packets were lost and why, each once, in the order in which it was met. */
    get losses(): readonly string[] {
        return [...this.explanations];
    }

    /** Where a connection to a host leads, or without a port whether the host has an address. */
    async wayTo(host: string, port: number | undefined): Promise<Way> {
        const verdict = this.args.account.transact((account) => this.judge(account, host.toLowerCase(), port));
        if ("explanation" in verdict) this.explanations.add(verdict.explanation);
        if (verdict.kind === "lost") return { lost: verdict.lost };
        if (port === undefined) return { port: 0 };
        if (verdict.kind === "database") return this.databaseAt(host.toLowerCase(), port);
        if (verdict.kind === "refused by policy") this.args.onRefusal(host.toLowerCase(), verdict.symptom);
        // Web servers inside a VPC are those of containers, which speak plain HTTP on ports of their own; in front of them stands port 443.
        return { port: port === 443 ? this.args.ports.https : this.args.ports.http };
    }

    private judge(account: Account, host: string, port: number | undefined): Verdict {
        const network = blockOf(this.args.lambda.properties, "vpcConfig") ?? {};
        const subnetIds = textsOf(network, "subnetIds");
        if (subnetIds.length === 0) return outsideVpc(account, host, port);
        for (const subnetId of subnetIds) {
            const place = placeOf(account, subnetId);
            const resolution = place && resolve(host, place);
            if (resolution !== undefined && "lostAt" in resolution && resolution.symptom === "name not resolved") {
                return { kind: "lost", lost: "name", explanation: `${host} is not reached from ${subnetId}: ${resolution.lostAt}` };
            }
            if (port === undefined) continue;
            const sender = { subnetId, securityGroupIds: textsOf(network, "securityGroupIds"), hasPublicIp: false };
            const verdict = this.deliver(account, sender, { host, port });
            if (verdict !== undefined) return verdict;
        }
        const [first = ""] = subnetIds;
        const place = placeOf(account, first);
        return { kind: place !== undefined && databaseNamed(host, place) !== undefined ? "database" : "other" };
    }

    /** @returns undefined when the packet arrives */
    private deliver(account: Account, sender: Parameters<typeof connect>[1], destination: Destination): Verdict | undefined {
        const delivery = connect(account, sender, destination);
        if (delivery.delivered) return undefined;
        const address = `${destination.host}:${destination.port}`;
        if (isPolicySymptom(delivery.symptom)) {
            const explanation = `${address} refuses from ${sender.subnetId}: ${delivery.lostAt}`;
            return { kind: "refused by policy", symptom: delivery.symptom, explanation };
        }
        const lost = delivery.symptom === "name not resolved" ? "name" : "packet";
        return { kind: "lost", lost, explanation: `${address} is not reached from ${sender.subnetId}: ${delivery.lostAt}` };
    }

    /** A database may have been made since servers were last started. */
    private async databaseAt(host: string, port: number): Promise<Way> {
        if (this.args.databases.at(host, port) === undefined) await this.args.databases.settle();
        const server = this.args.databases.at(host, port);
        if (server !== undefined) return { port: server.port };
        this.explanations.add(`${host}:${port} is reached, but the simulator runs no server for that kind of database`);
        return { lost: "refused" };
    }
}

/** A function without a VPC reaches the internet and nothing inside any VPC. */
function outsideVpc(account: Account, host: string, port: number | undefined): Verdict {
    if (!databasesOf(account).some(({ hosts }) => hosts.includes(host))) return { kind: "other" };
    const explanation = `${host}:${port ?? 0} is not reached: the function has no vpcConfig and the address is inside a VPC`;
    return port === undefined ? { kind: "other" } : { kind: "lost", lost: "packet", explanation };
}
