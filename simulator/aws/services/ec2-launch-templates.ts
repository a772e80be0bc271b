/**
 * Amazon EC2: launch templates and their versions.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
 */
import type { Account, StoredResource } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { isSet, numberOf, textOf } from "../reading";
import type { Computed, CreateCall, ResourceType, Service, UpdateCall } from "../resource-type";
import type { Properties } from "../../provider/values";
import { ec2Arn, ec2Refusal } from "./ec2-references";

export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Changes in these alone make no new version of the template. */
const NOT_VERSIONED = ["tags", "tagsAll", "name", "namePrefix", "defaultVersion", "updateDefaultVersion"];

const launchTemplate: ResourceType = {
    token: LAUNCH_TEMPLATE,
    sets: ["vpcSecurityGroupIds", "securityGroupNames"],
    changesOnUpdate: { latestVersion: "any change" },
    create: (call) => {
        const { account, region, inputs } = call;
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account);
        if (account.list(LAUNCH_TEMPLATE).some((other) => other.region === region && other.properties["name"] === name)) {
            const reason = "Launch template name already in use.";
            throw ec2Refusal("CreateLaunchTemplate", "InvalidLaunchTemplateName.AlreadyExistsException", reason);
        }
        refuseUserData("CreateLaunchTemplate", inputs);
        const id = account.newId("lt");
        return {
            id,
            computed: {
                arn: ec2Arn(call, "launch-template", id),
                name,
                latestVersion: 1,
                ...leftOut(inputs, { defaultVersion: 1, namePrefix: "", metadataOptions: {} }),
            },
        };
    },
    update: updateTemplate,
};

function updateTemplate({ current, inputs, changed }: UpdateCall): Computed {
    refuseUserData("CreateLaunchTemplateVersion", inputs);
    const latest = numberOf(current.properties, "latestVersion") ?? 1;
    const latestVersion = [...changed].some((input) => !NOT_VERSIONED.includes(input)) ? latest + 1 : latest;
    const wanted = numberOf(inputs, "defaultVersion");
    if (wanted !== undefined && wanted > latestVersion) {
        const reason = `Could not find the specified version ${wanted} for the launch template with ID ${current.id}.`;
        throw ec2Refusal("ModifyLaunchTemplate", "InvalidLaunchTemplateId.VersionNotFound", reason);
    }
    return { latestVersion, ...(isSet(inputs, "updateDefaultVersion") ? { defaultVersion: latestVersion } : {}) };
}

/** The template takes text in base64 only, other than an instance. */
function refuseUserData(operation: string, inputs: CreateCall["inputs"]): void {
    const userData = textOf(inputs, "userData");
    if (userData === undefined || Buffer.from(userData, "base64").toString("base64") === userData.replace(/\s/g, "")) return;
    throw ec2Refusal(operation, "InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
}

/** The template that a block names by id or name. */
export function templateOf(account: Account, block: Properties): StoredResource | undefined {
    const id = textOf(block, "id") ?? textOf(block, "launchTemplateId");
    const name = textOf(block, "name") ?? textOf(block, "launchTemplateName");
    return account.list(LAUNCH_TEMPLATE).find((template) => (id === undefined ? template.properties["name"] === name : template.id === id));
}

export const service: Service = { name: "Amazon EC2 (launch templates)", resourceTypes: [launchTemplate] };
