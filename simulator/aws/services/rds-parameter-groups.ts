/** Parameter groups of RDS instances, Aurora clusters and DocumentDB clusters. */
import type { Properties } from "../../provider/values";
import type { StoredResource } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { arnOf, blocksOf, isSet, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, Computed, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { FAMILIES } from "./rds-engines";
import { CLUSTERS, having, inRegion, INSTANCES, type Control } from "./rds-lookups";
import { defaultOf, isAllowed, parameterOf } from "./rds-parameters";

const INSTANCE_GROUPS = ["aws:rds/parameterGroup:ParameterGroup"];
const CLUSTER_GROUPS = ["aws:rds/clusterParameterGroup:ClusterParameterGroup", "aws:docdb/clusterParameterGroup:ClusterParameterGroup"];

/** What a database asks of the group it names. */
export interface GroupUse {
    readonly control: Control;
    readonly operation: string;
    readonly kind: "instance" | "cluster";
    /** The family that its engine version needs, for example `postgres16`. */
    readonly family: string;
}

/**
 * Refuses a group that does not exist or is of another family. AWS's default groups always exist.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
 */
export function refuseUnfitGroup(call: Call, groupName: string, { control, operation, kind, family }: GroupUse): void {
    if (groupName === `default.${family}`) return;
    const group = having(call, kind === "instance" ? INSTANCE_GROUPS : CLUSTER_GROUPS, "name", groupName);
    if (group === undefined) {
        const subject = kind === "instance" ? "DBParameterGroup" : "DBClusterParameterGroup";
        throw new Refusal(control, operation, `${subject}NotFound`, `${subject} not found: ${groupName}`);
    }
    const found = requiredText(group.properties, "family");
    if (found === family) return;
    const reason =
        `The parameter group ${groupName} with ${kind === "instance" ? "DBParameterGroupFamily" : "DBClusterParameterGroupFamily"} ${found} ` +
        `can't be used for this ${kind}. Please use a parameter group with family ${family}`;
    throw new Refusal(control, operation, "InvalidParameterCombination", reason);
}

/**
 * Refuses parameters that the family does not have, values out of their range, and static parameters that shall take effect at once.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html
 */
function refuseBadParameters(control: Control, operation: string, inputs: Properties): void {
    const family = requiredText(inputs, "family");
    for (const parameter of blocksOf(inputs, "parameters")) {
        const name = requiredText(parameter, "name");
        const value = textOf(parameter, "value") ?? "";
        const known = parameterOf(family, name);
        const refuse = (code: string, reason: string) => new Refusal(control, operation, code, reason);
        if (known === undefined) throw refuse("InvalidParameterValue", `Could not find parameter with name: ${name}`);
        if (known.allowed !== undefined && !isAllowed(value, known.allowed)) {
            throw refuse("InvalidParameterValue", `Invalid parameter value: ${value} for: ${name} allowed values are: ${known.allowed}`);
        }
        if (known.isStatic && textOf(parameter, "applyMethod")?.toLowerCase() !== "pending-reboot") {
            throw refuse("InvalidParameterCombination", `cannot use immediate apply method for static parameter: ${name}`);
        }
    }
}

interface Kind {
    readonly token: string;
    readonly control: Control;
    readonly kind: "instance" | "cluster";
}

/** The databases that name a group of that kind. */
function usersOf(call: Pick<Call, "account" | "region">, { kind }: Kind, name: string): readonly StoredResource[] {
    const [types, property] = kind === "instance" ? [INSTANCES, "parameterGroupName"] : [CLUSTERS, "dbClusterParameterGroupName"];
    return inRegion(call, types).filter(
        ({ properties }) => properties[property] === name || (kind === "instance" && properties["dbParameterGroupName"] === name),
    );
}

function parameterGroup(group: Kind): ResourceType {
    const { token, control, kind } = group;
    const word = kind === "instance" ? "DBParameterGroup" : "DBClusterParameterGroup";
    return {
        token,
        sets: ["parameters"],
        check: (inputs) =>
            problemsOf(inputs, [
                { property: "name", length: [1, 255] },
                {
                    property: "name",
                    pattern: /^[a-z](?!.*--)[0-9a-z.-]*(?<!-)$/,
                    allowed: "lower case letters, digits, dots and hyphens; a letter first, no two hyphens in a row, none at the end",
                },
            ]),
        create({ account, region, inputs }) {
            const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
            const family = requiredText(inputs, "family");
            if (having({ account, region }, kind === "instance" ? INSTANCE_GROUPS : CLUSTER_GROUPS, "name", name)) {
                throw new Refusal(control, `Create${word}`, "DBParameterGroupAlreadyExists", `Parameter group ${name} already exists`);
            }
            if (!FAMILIES.includes(family)) {
                const reason = `ParameterGroupFamily ${family} is not a valid parameter group family`;
                throw new Refusal(control, `Create${word}`, "InvalidParameterValue", reason);
            }
            refuseBadParameters(control, `Modify${word}`, inputs);
            return {
                id: name,
                computed: {
                    ...leftOut(inputs, { namePrefix: "" }),
                    arn: arnOf(account, "rds", region, `${kind === "instance" ? "pg" : "cluster-pg"}:${name}`),
                    name,
                },
            };
        },
        update({ inputs }) {
            refuseBadParameters(control, `Modify${word}`, inputs);
            return {};
        },
        /**
         * A parameter that was set to its default is none that somebody has changed, and AWS tells of it what it tells of all of those.
         * @see https://github.com/hashicorp/terraform-provider-aws/issues/39252
         */
        read({ current: { properties } }): Computed {
            const family = requiredText(properties, "family");
            const parameters = blocksOf(properties, "parameters").map((parameter) => {
                const isDefault = textOf(parameter, "value") === defaultOf(family, requiredText(parameter, "name"));
                return isDefault ? { ...parameter, applyMethod: "pending-reboot" } : parameter;
            });
            return parameters.length === 0 ? {} : { parameters };
        },
        delete({ account, region, current }) {
            // skipDestroy drops the group from Pulumi's state only: the account keeps it.
            if (isSet(current.properties, "skipDestroy")) return "kept";
            if (usersOf({ account, region }, group, current.id).length > 0) {
                const reason = `One or more database ${kind}s are still members of this parameter group ${current.id}, so the group cannot be deleted`;
                throw new Refusal(control, `Delete${word}`, "InvalidDBParameterGroupState", reason);
            }
            return "removed";
        },
    };
}

export const service: Service = {
    name: "Amazon RDS (parameter groups)",
    resourceTypes: [
        parameterGroup({ token: "aws:rds/parameterGroup:ParameterGroup", control: "RDS", kind: "instance" }),
        parameterGroup({ token: "aws:rds/clusterParameterGroup:ClusterParameterGroup", control: "RDS", kind: "cluster" }),
        parameterGroup({ token: "aws:docdb/clusterParameterGroup:ClusterParameterGroup", control: "DocDB", kind: "cluster" }),
    ],
};
