/** What becomes of cases in one account: deployed, updated, drifted, and judged each time by the packs and by the virtual network. */
import { readFileSync } from "node:fs";
import { AccountStore } from "../../../simulator/aws/account-store";
import { Catalogue } from "../../../simulator/aws/catalogue";
import { AwsProvider } from "../../../simulator/aws/provider";
import { SERVICES } from "../../../simulator/aws/services/index";
import { deployment, type Deployed } from "../../simulator/aws/harness";
import { removedByHand } from "../breakages";
import { answersTo, type Answer } from "../compare";
import type { Declaration } from "../declarations";
import type { Simulated } from "../deploy";
import type { Opinion } from "../opinion";
import { EngineAccount, type Judged } from "./engine-account";
import type { PlacedCase } from "./places";
import { registrations } from "./whole-program";

/** When the packs were asked. In the previews some values are not known yet. */
export const STAGES = ["first preview", "first deployment", "preview of the update", "update", "drift"] as const;
export type Stage = (typeof STAGES)[number];

export interface JudgedCase {
    readonly placed: PlacedCase;
    /** Both opinions at each stage. */
    readonly answers: Readonly<Record<Stage, readonly Answer[]>>;
    /** Whether AWS let something of it be deleted by hand. */
    readonly hasDrifted: boolean;
}

export interface JudgedAccount {
    readonly cases: readonly JudgedCase[];
    /** What the engine showed, and what the recording pack concluded beside it. */
    readonly commands: readonly Judged[];
}

/**
 * Takes all cases of one account through the engine together.
 *
 * @throws Error with what the engine said, when AWS or the engine refuses
 */
export async function judged(cases: readonly PlacedCase[]): Promise<JudgedAccount> {
    const account = new EngineAccount();
    try {
        await account.create();
        const programs = (which: "first" | "broken") =>
            registrations(cases.map((one) => ({ region: one.region, declarations: one[which] })));
        const up = await account.up(programs("first"));
        const afterUp = snapshot(account);
        const update = await account.up(programs("broken"));
        const afterUpdate = snapshot(account);
        const drifted = cases.map((one) => driftOf(account, one, afterUpdate));
        await account.refresh();
        const analysis = await account.analyze();
        const afterDrift = snapshot(account);
        const compared = (one: PlacedCase, which: "first" | "broken", now: Snapshot, { records }: Judged, at: number) =>
            answersTo(simulatedOf(one, one[which], now), records[at] ?? []);
        return {
            commands: [up, update, analysis],
            cases: cases.map((placed, i) => ({
                placed,
                hasDrifted: drifted[i] === true,
                answers: {
                    "first preview": compared(placed, "first", afterUp, up, 0),
                    "first deployment": compared(placed, "first", afterUp, up, 1),
                    "preview of the update": compared(placed, "broken", afterUpdate, update, 0),
                    update: compared(placed, "broken", afterUpdate, update, 1),
                    drift: compared(placed, "broken", afterDrift, analysis, 0),
                },
            })),
        };
    } finally {
        account.remove();
    }
}

/** The account and Pulumi's state of it, at one time. */
interface Snapshot {
    readonly aws: Simulated["aws"];
    readonly resources: readonly Deployed[];
}

interface State {
    readonly checkpoint: { readonly latest: { readonly resources: readonly (Omit<Deployed, "name"> & { readonly delete?: boolean })[] } };
}

/** Copies the account into memory, where the virtual network answers without touching the file. */
function snapshot(account: EngineAccount): Snapshot {
    const aws = deployment();
    aws.store.transact((copy) => {
        for (const resource of new AccountStore(account.file).all()) copy.put(resource);
    });
    const { resources } = (JSON.parse(readFileSync(account.stateFile, "utf8")) as State).checkpoint.latest;
    return {
        aws,
        resources: resources
            .filter(({ delete: isOld }) => isOld !== true)
            .map((each) => ({ ...each, name: each.urn.split("::").at(-1) ?? "" })),
    };
}

function simulatedOf({ region }: PlacedCase, declarations: readonly Declaration[], { aws, resources }: Snapshot): Simulated {
    const names = new Set(declarations.map(({ name }) => name));
    const own = resources.filter(({ name }) => names.has(name));
    return { aws, region, declarations, resources: new Map(own.map((resource) => [resource.name, resource])), refusals: [] };
}

/** Deletes in the account's file, as a console of AWS would: Pulumi learns of it by a refresh. */
function driftOf(account: EngineAccount, one: PlacedCase, now: Snapshot): boolean {
    const provider = new AwsProvider(new AccountStore(account.file), new Catalogue(SERVICES));
    provider.configure({ region: one.region });
    const remove = (resource: Deployed): void => {
        provider.delete(resource);
    };
    return removedByHand({ ...simulatedOf(one, one.broken, now), aws: { delete: remove } }, one.byHand);
}

/** A verdict of the repository's pack, as its message tells it: `case1-task-0 (ECS service on Fargate) cannot reach service:logs, service:sts`. */
export function toldBlocked({ shown }: Judged): readonly string[] {
    const told = [...shown.matchAll(/^ *[A-Z0-9_, ]+: (.* cannot reach .*)\.$/gm)].flatMap(([, parts = ""]) => parts.split("; "));
    const pairs = told.flatMap((part) => {
        const [workload = "", needs = ""] = part.split(" cannot reach ");
        return needs.split(", ").map((need) => `${workload.split(" ")[0] ?? ""} ${need}`);
    });
    return [...new Set(pairs)].sort();
}

/** The same from the recording pack. */
export function recordedBlocked({ records }: Judged): readonly string[] {
    const blocked = records.flat().filter(({ verdict }: Opinion) => verdict === "BLOCKED");
    return [...new Set(blocked.map(({ workload, need }) => `${workload} ${need}`))].sort();
}
