/** AWS X-Ray: groups of traces. */
import { arnOf, blockOf, requiredText } from "../reading";
import { Refusal } from "../refusal";
import type { ResourceType, Service } from "../resource-type";

const GROUP = "aws:xray/group:Group";

const group: ResourceType = {
    token: GROUP,

    /** https://docs.aws.amazon.com/xray/latest/api/API_CreateGroup.html */
    create({ account, region, inputs }) {
        const name = requiredText(inputs, "groupName");
        const isTaken = account.list(GROUP).some((other) => other.region === region && other.properties["groupName"] === name);
        if (isTaken) throw new Refusal("XRay", "CreateGroup", "InvalidRequestException", `Group ${name} already exists.`);
        const arn = arnOf(account, "xray", region, `group/${name}/${account.newHex(32).toUpperCase()}`);
        const insights = { insightsEnabled: false, notificationsEnabled: false, ...blockOf(inputs, "insightsConfiguration") };
        return { id: arn, computed: { arn, insightsConfiguration: insights } };
    },
};

export const service: Service = { name: "AWS X-Ray", resourceTypes: [group] };
