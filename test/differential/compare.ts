/** Puts the two opinions side by side. */
import type { Graph } from "../../policy-pack/reachability/graph";
import { prove } from "../../policy-pack/reachability/decide";
import { blockOf, isSet, textOf, textsOf } from "../../simulator/aws/reading";
import type { Delivery, Sender } from "../../simulator/network/delivery";
import type { Properties } from "../../simulator/provider/values";
import type { Deployed } from "../simulator/aws/harness";
import type { Declaration } from "./declarations";
import { urnOf, type Simulated } from "./deploy";
import { opinionOf, type Opinion } from "./opinion";
import { deliver } from "./packets";

/** One question: a workload in a subnet, and what it needs; the network's answer and the proof's. */
export interface Answer extends Pick<Opinion, "verdict" | "codes" | "troubles"> {
    readonly question: string;
    readonly delivery: Delivery;
}

/** Every question that a program raises, answered twice. */
export function answers(simulated: Simulated, graph: Graph): readonly Answer[] {
    return answersTo(simulated, prove(graph).decisions.map(opinionOf));
}

/** The same, with the proof's side from elsewhere. */
export function answersTo(simulated: Simulated, opinions: readonly Opinion[]): readonly Answer[] {
    const byQuestion = new Map(opinions.map((opinion) => [`${opinion.workload}|${opinion.subnet}|${opinion.need}`, opinion]));
    return workloadsOf(simulated).flatMap(({ resource, senders, needs }) =>
        senders.flatMap(({ subnetUrn, subnetName, sender }) =>
            needs.map((need): Answer => {
                const opinion = byQuestion.get(`${resource.name}|${subnetUrn}|${need}`) ?? byQuestion.get(`${resource.name}||${need}`);
                if (opinion === undefined) throw new Error(`the proof decides nothing about ${resource.name} in ${subnetName}: ${need}`);
                const { verdict, codes, troubles } = opinion;
                const question = `${resource.name} in ${subnetName}: ${need}`;
                return { question, delivery: deliver(simulated, sender, need), verdict, codes, troubles };
            }),
        ),
    );
}

/** Those that contradict each other; where everything is known, not to decide is a contradiction too. */
export function disagreements(all: readonly Answer[], isEverythingKnown: boolean): readonly Answer[] {
    return all.filter(({ verdict, delivery: { delivered } }) =>
        verdict === "UNKNOWN" ? isEverythingKnown : (verdict === "REACHED") !== delivered,
    );
}

/** For people: one line for each side. */
export function told({ question, verdict, troubles: said, delivery }: Answer): string {
    const network = delivery.delivered ? "delivered" : `lost (${delivery.symptom}): ${delivery.lostAt}`;
    return `${question}\n  proof: ${verdict}${said.map((each) => `\n    ${each}`).join("")}\n  network: ${network}`;
}

interface Running {
    readonly resource: Deployed;
    readonly needs: readonly string[];
    readonly senders: readonly { readonly subnetUrn: string; readonly subnetName: string; readonly sender: Sender }[];
}

function workloadsOf({ declarations, resources }: Simulated): readonly Running[] {
    return declarations.flatMap((declaration) => {
        const resource = resources.get(declaration.name);
        const tag = textOf(blockOf(resource?.outputs ?? {}, "tags") ?? {}, "reachability:needs");
        if (resource === undefined || tag === undefined) return [];
        const { subnetIds, securityGroupIds, publicIn } = interfaceOf(declaration, resource.outputs);
        const senders = subnetIds.flatMap((subnetId) => {
            const subnet = [...resources.values()].find(({ id }) => id === subnetId);
            if (subnet === undefined) return [];
            const sender = { subnetId, securityGroupIds, hasPublicIp: publicIn(subnet.outputs) };
            return [{ subnetUrn: urnOf(subnet), subnetName: subnet.name, sender }];
        });
        // Nobody asks for what AWS refused to create.
        const needs = tag.split(" ").filter((need) => !/^(tcp|efs):/.test(need) || resources.has(need.split(":")[1] ?? ""));
        return [{ resource, needs, senders }];
    });
}

interface Interface {
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
    readonly publicIn: (subnet: Properties) => boolean;
}

function interfaceOf({ type }: Declaration, properties: Properties): Interface {
    if (type === "aws:ec2/instance:Instance") {
        const { associatePublicIpAddress } = properties;
        const isPublic = (subnet: Properties) =>
            typeof associatePublicIpAddress === "boolean" ? associatePublicIpAddress : isSet(subnet, "mapPublicIpOnLaunch");
        return {
            subnetIds: [textOf(properties, "subnetId") ?? ""],
            securityGroupIds: textsOf(properties, "vpcSecurityGroupIds"),
            publicIn: isPublic,
        };
    }
    const isFunction = type === "aws:lambda/function:Function";
    const settings = blockOf(properties, isFunction ? "vpcConfig" : "networkConfiguration") ?? {};
    const [subnets, groups] = isFunction ? ["subnetIds", "securityGroupIds"] : ["subnets", "securityGroups"];
    return {
        subnetIds: textsOf(settings, subnets),
        securityGroupIds: textsOf(settings, groups),
        publicIn: () => !isFunction && isSet(settings, "assignPublicIp"),
    };
}
