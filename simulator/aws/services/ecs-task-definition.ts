/** `aws:ecs/taskDefinition:TaskDefinition`: every change is a new revision of its family; an old one becomes INACTIVE. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { listAside, setAside } from "../displaced";
import { arnOf, blockOf, blocksOf, isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { ResourceType } from "../resource-type";
import { problemsOf, type Rule } from "../validation";
import { parseContainers, sameContainers } from "./ecs-container-definitions";
import { refusedContainers } from "./ecs-container-rules";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAXIMUM_BYTES = 65_536;

const RULES: readonly Rule[] = [
    { property: "family", pattern: /^[0-9A-Za-z_-]{1,255}$/, allowed: "1 to 255 letters, digits, - and _" },
    { property: "ephemeralStorage.sizeInGib", range: [21, 200] },
    { property: "requiresCompatibilities", oneOf: ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"] },
    { property: "executionRoleArn", format: "ARN" },
    { property: "taskRoleArn", format: "ARN" },
    { property: "networkMode", oneOf: ["bridge", "host", "awsvpc", "none"] },
    { property: "ipcMode", oneOf: ["host", "none", "task"] },
    { property: "pidMode", oneOf: ["host", "task"] },
    { property: "runtimePlatform.cpuArchitecture", oneOf: ["X86_64", "ARM64"] },
    { property: "volumes.efsVolumeConfiguration.transitEncryption", oneOf: ["ENABLED", "DISABLED"] },
];

export const taskDefinition: ResourceType = {
    token: TASK_DEFINITION,
    sets: ["requiresCompatibilities", "volumes", "placementConstraints"],
    equal: { containerDefinitions: sameContainers },

    check(inputs) {
        return [...problemsOf(inputs, RULES), ...undecodable(inputs)];
    },

    create({ account, region, inputs }) {
        refuseTaskDefinition(inputs);
        const family = requiredText(inputs, "family");
        const revision = 1 + Math.max(0, ...revisionsOf(account, family).map(({ properties }) => numberOf(properties, "revision") ?? 0));
        const arnWithoutRevision = arnOf(account, "ecs", region, `task-definition/${family}`);
        setAside(account, TASK_DEFINITION, family);
        return {
            id: family,
            computed: {
                arn: `${arnWithoutRevision}:${revision}`,
                arnWithoutRevision,
                revision,
                enableFaultInjection: isSet(inputs, "enableFaultInjection"),
                networkMode: textOf(inputs, "networkMode") ?? "bridge",
            },
        };
    },

    delete({ account, current }) {
        const older = listAside(account, TASK_DEFINITION, current.id).find(({ note }) => note === undefined);
        const deregistered = older ?? current;
        if (isSet(deregistered.properties, "skipDestroy")) {
            account.put({ ...deregistered, note: "left ACTIVE by skipDestroy" });
            return "kept";
        }
        if (older === undefined) {
            for (const { type, id } of listAside(account, TASK_DEFINITION, current.id)) account.remove(type, id);
            return "removed";
        }
        account.put({ ...older, note: "INACTIVE: AWS keeps old revisions, they cost nothing" });
        return "kept";
    },
};

/**
 * The revision that a service or rule names.
 *
 * @param reference ARN with or without revision, `family:revision` or `family`; without a revision the newest is meant
 */
export function findRevision(account: Account, reference: string): (StoredResource & { readonly isActive: boolean }) | undefined {
    const name = reference.replace(/^arn:[^/]*:task-definition\//, "");
    const [family = "", revision] = name.split(":");
    const revisions = revisionsOf(account, family);
    const found =
        revision === undefined
            ? revisions.at(-1)
            : revisions.find(({ properties }) => numberOf(properties, "revision") === Number(revision));
    return found && { ...found, isActive: isActive(found) };
}

/** Revisions of a family that the account knows, oldest first. */
function revisionsOf(account: Account, family: string): readonly StoredResource[] {
    const newest = account.find(TASK_DEFINITION, family);
    return [...listAside(account, TASK_DEFINITION, family), ...(newest ? [newest] : [])];
}

function isActive({ note }: StoredResource): boolean {
    return note === undefined || note.startsWith("left ACTIVE");
}

function undecodable(inputs: Properties): { property: string; reason: string }[] {
    const json = inputs["containerDefinitions"];
    if (typeof json !== "string") return [];
    try {
        parseContainers(json);
        return [];
    } catch (error) {
        return [{ property: "containerDefinitions", reason: error instanceof Error ? error.message : String(error) }];
    }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html#API_RegisterTaskDefinition_Errors */
function refuseTaskDefinition(inputs: Properties): void {
    const json = requiredText(inputs, "containerDefinitions");
    const networkMode = textOf(inputs, "networkMode") ?? "bridge";
    const isFargate = textsOf(inputs, "requiresCompatibilities").includes("FARGATE");
    const bytes = Buffer.byteLength(
        JSON.stringify({ ...inputs, containerDefinitions: JSON.parse(json) as unknown, tags: undefined, tagsAll: undefined }),
    );
    const reason =
        bytes > MAXIMUM_BYTES
            ? `Actual length: '${bytes}'. Max allowed length is '${MAXIMUM_BYTES}' bytes.`
            : ((isFargate ? refusedByFargate(inputs, networkMode) : undefined) ??
              refusedContainers(parseContainers(json), {
                  isFargate,
                  networkMode,
                  volumes: blocksOf(inputs, "volumes").map((volume) => requiredText(volume, "name")),
                  hasMemory: textOf(inputs, "memory") !== undefined,
                  hasExecutionRole: textOf(inputs, "executionRoleArn") !== undefined,
              }));
    if (reason !== undefined) throw new Refusal("ECS", "RegisterTaskDefinition", "ClientException", reason);
}

/** MiB for each number of CPU units: least, most, step. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const FARGATE_MEMORY: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
    256: [512, 2048, 512],
    512: [1024, 4096, 1024],
    1024: [2048, 8192, 1024],
    2048: [4096, 16_384, 1024],
    4096: [8192, 30_720, 1024],
    8192: [16_384, 61_440, 4096],
    16_384: [32_768, 122_880, 8192],
};

function refusedByFargate(inputs: Properties, networkMode: string): string | undefined {
    if (networkMode !== "awsvpc") return "Fargate only supports network mode 'awsvpc'.";
    const cpu = units(textOf(inputs, "cpu"), /vcpu/i);
    const memory = units(textOf(inputs, "memory"), /gb/i);
    if (cpu === undefined) return "Fargate requires that 'cpu' be defined at the task level.";
    if (memory === undefined) return "Fargate requires that 'memory' be defined at the task level.";
    const [least, most, step] = FARGATE_MEMORY[cpu] ?? [1, 0, 1];
    // 256 CPU units come with 512, 1024 or 2048 MiB: their steps are not even.
    const fits = memory >= least && memory <= most && memory % step === 0 && !(cpu === 256 && memory === 1536);
    if (!fits)
        return `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`;
    const architecture = textOf(blockOf(inputs, "runtimePlatform") ?? {}, "operatingSystemFamily") ?? "LINUX";
    return architecture === "LINUX" || architecture.startsWith("WINDOWS_SERVER") ? undefined : `Fargate does not run ${architecture}.`;
}

/** `1024`, `1 vCPU` and `2 GB` as CPU units or MiB. */
function units(text: string | undefined, thousandfold: RegExp): number | undefined {
    if (text === undefined) return undefined;
    return parseFloat(text) * (thousandfold.test(text) ? 1024 : 1);
}
