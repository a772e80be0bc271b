/** Needs as concrete packets: who sends to which host and port. */
import { connect } from "../../simulator/network/connect";
import type { Delivery, Destination, Sender } from "../../simulator/network/delivery";
import { requiredText } from "../../simulator/aws/reading";
import type { Simulated } from "./deploy";

/** Where an image of the registry is asked for, described and stored, which is also what `service:ecr` means: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
function registryHosts(region: string): readonly [api: string, registry: string, layers: string] {
    const registry = `123456789012.dkr.ecr.${region}.amazonaws.com`;
    return [`api.ecr.${region}.amazonaws.com`, registry, `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`];
}

/** All connections that a need means; each of them has to arrive. */
export function destinationsOf({ resources, region }: Simulated, need: string): readonly Destination[] {
    const [kind, what = "", port = "443"] = need.split(":");
    const ofRegistry = registryHosts(region);
    const [api, registry] = ofRegistry;
    // Their names differ from their endpoint's: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
    const others: Readonly<Record<string, string>> = { "ecr.api": api, "ecr.dkr": registry };
    const hosts = (): readonly string[] => {
        if (need === "service:ecr") return ofRegistry;
        if (kind === "service") return [others[what] ?? `${what}.${region}.amazonaws.com`];
        if (kind === "image") return what.startsWith(registry) ? ofRegistry : [what];
        const target = resources.get(what)?.outputs ?? {};
        if (kind === "efs") return [requiredText(target, "dnsName")];
        if (kind !== "tcp") return [what];
        const address = ["address", "endpoint", "primaryEndpointAddress"].find((property) => typeof target[property] === "string");
        return [requiredText(target, address ?? "address")];
    };
    return hosts().map((host) => ({ host, port: kind === "efs" ? 2049 : Number(port) }));
}

/** What becomes of the packets of a need: the first loss, or the last delivery. */
export function deliver(simulated: Simulated, sender: Sender, need: string): Delivery {
    return simulated.aws.store.transact((account) => {
        const deliveries = destinationsOf(simulated, need).map((destination) => connect(account, sender, destination));
        const lost = deliveries.find(({ delivered }) => !delivered);
        return lost ?? deliveries.at(-1) ?? { delivered: true, hops: [] };
    });
}
