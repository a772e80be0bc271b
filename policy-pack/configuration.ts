/**
 * The configuration of the whole pack, as the engine sends it: from `--policy-pack-config`, or from a policy group of Pulumi Cloud.
 *
 * The SDK gives each policy the settings under its own name, and no more: a misspelled name, and with it a budget or an exception, would be
 * ignored in silence.
 */
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";

/** Settings by name of the rule, `enforcementLevel` left out. */
export type PackConfiguration = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

let received: PackConfiguration = {};

/** What the engine sent; nothing before it did, and for a pack without configuration. */
export function packConfiguration(): PackConfiguration {
    return received;
}

/** Reads along from now on. To be called before the pack starts to serve. */
export function listenToConfiguration(): void {
    const { configure } = AnalyzerService;
    const deserialize = configure.requestDeserialize.bind(configure);
    configure.requestDeserialize = (bytes) => {
        const request = deserialize(bytes);
        received = configurationIn(request);
        return request;
    };
}

function configurationIn(request: ConfigureAnalyzerRequest): PackConfiguration {
    const found: Record<string, Readonly<Record<string, unknown>>> = {};
    request.getPolicyconfigMap().forEach((policy, name) => {
        found[name] = policy.getProperties()?.toJavaScript() ?? {};
    });
    return found;
}
