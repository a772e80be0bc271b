import { isGiven, shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Instances give the keys of their role only to whoever has asked for a token (IMDSv2).
 *
 * With version 1, one request that an application can be talked into sending hands the keys out. What is left out depends on image and
 * account, so it counts as version 1. An instance from a launch template is judged there.
 */
export const checkMetadataService: ResourceCheck = ({ type, name, props }) => {
    const options = valueAt(props, "metadataOptions");
    if (options === undefined && type === TYPES.instance && isGiven(valueAt(props, "launchTemplate"))) return [];
    const [tokens, endpoint] = [valueAt(options, "httpTokens"), valueAt(options, "httpEndpoint")];
    if (tokens === "required" || endpoint === "disabled") return [];
    if (tokens === UNKNOWN || endpoint === UNKNOWN) return "unknown";
    return [`metadataOptions.httpTokens of ${name} = ${shown(tokens)}; wanted is required.`];
};

export const ec2RequireImdsv2 = resourcePolicy(
    {
        name: "ec2-require-imdsv2",
        displayName: "Instances require IMDSv2",
        description: "Instances give the keys of their role only to whoever has asked for a token (IMDSv2).",
        severity: "high",
        remediationSteps: "Set metadataOptions: { httpEndpoint: enabled, httpTokens: required }.",
        url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    },
    [TYPES.instance, TYPES.launchTemplate, TYPES.launchConfiguration],
    checkMetadataService,
);
