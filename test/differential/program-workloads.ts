/** What runs in the subnets of a random program, with its needs in the tag that any program may set. */
import { Reference, type Declaration, type Inputs } from "./declarations";
import type { Blueprint, WorkloadChoice } from "./blueprint";
import { subnetsIn } from "./program-subnets";

export function workloads(blueprint: Blueprint): Declaration[] {
    return blueprint.workloads.flatMap((workload, i) => workloadOf(blueprint, workload, `${workload.kind}-${i}`));
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
    client: ["client"],
    other: ["other"],
    default: [],
    both: ["other", "client"],
};

function workloadOf(blueprint: Blueprint, workload: WorkloadChoice, name: string): Declaration[] {
    const { kind, tier, zones, publicIp, needs } = workload;
    const subnets = subnetsIn(blueprint, tier, zones);
    const [first] = subnets;
    const there = ["efs:files", "tcp:postgres", "tcp:chats", "tcp:cache"].filter((need) =>
        blueprint.databases.some((database) => need.endsWith(`:${database}`)),
    );
    const met = needs.filter((need) => !/^(efs|tcp):/.test(need) || there.some((each) => need.startsWith(each)));
    if (first === undefined || met.length === 0) return [];
    const tags = { "reachability:needs": met.join(" ") };
    const groups = (GROUPS[workload.group] ?? []).map((group) => new Reference(group));
    const given = (property: string): Inputs => (groups.length === 0 ? {} : { [property]: groups });
    if (kind === "function") {
        // Lambda asks for a group; the default one has to be named.
        const securityGroupIds = groups.length === 0 ? [new Reference("net", "defaultSecurityGroupId")] : groups;
        const inputs = { vpcConfig: { subnetIds: subnets, securityGroupIds }, tags };
        return [{ type: "aws:lambda/function:Function", name, inputs, isRecord: true }];
    }
    if (kind === "instance") {
        const address = publicIp === undefined ? {} : { associatePublicIpAddress: publicIp };
        const inputs = { subnetId: first, ...given("vpcSecurityGroupIds"), ...address, tags };
        return [{ type: "aws:ec2/instance:Instance", name, inputs, isRecord: true }];
    }
    const assigned = publicIp === undefined ? {} : { assignPublicIp: publicIp };
    const networkConfiguration = { subnets, ...given("securityGroups"), ...assigned };
    return [{ type: "aws:ecs/service:Service", name, inputs: { launchType: "FARGATE", networkConfiguration, tags }, isRecord: true }];
}
