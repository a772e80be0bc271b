/**
 * Finds a Pulumi engine, or makes one.
 *
 * What is ready is taken first; only then is something downloaded or built. In each round the official release comes before the build.
 */
import * as path from "node:path";
import { buildEngine, builtEngine } from "./build";
import { downloadEngine, downloadedEngine } from "./download";
import { isEngine, type Attempt, type Engine, type Outcome, type Report } from "./engine";
import { checkedEngine, engineOnPath } from "./path-engine";

/** Chooses one way instead of all: `path`, `download`, `build`, or the absolute path of a `pulumi` program. */
export const ENGINE_VARIABLE = "LIBRECHAT_AWS_ENGINE";

const WAYS = ["path", "download", "build"] as const;
type Way = (typeof WAYS)[number];

export interface Places {
    /** Folder of this repository. */
    readonly root: string;
    /** See `cacheFolder`. */
    readonly cache: string;
}

/**
 * @param environment the caller's; PATH and {@link ENGINE_VARIABLE} are read
 * @param report gets a line for each step that takes long and for each engine passed over
 * @throws Error that lists what was tried and says what to install
 */
export async function resolveEngine(places: Places, environment: NodeJS.ProcessEnv, report: Report): Promise<Engine> {
    const wanted = environment[ENGINE_VARIABLE] ?? "";
    if (path.isAbsolute(wanted)) return engineOrError([() => checkedEngine(wanted, `${ENGINE_VARIABLE} = ${wanted}`, "chosen")], report);
    if (wanted !== "" && !isWay(wanted)) {
        throw new Error(`${ENGINE_VARIABLE} = ${wanted}: ${WAYS.join(", ")} or the absolute path of a pulumi program is allowed`);
    }
    const ways: readonly Way[] = isWay(wanted) ? [wanted] : WAYS;
    const { root, cache } = places;
    const ready: Record<Way, () => Outcome | Promise<Outcome>> = {
        path: () => engineOnPath(environment),
        download: () => downloadedEngine(root, cache),
        build: () => builtEngine(root, cache),
    };
    const made: Partial<Record<Way, () => Promise<Outcome>>> = {
        download: () => downloadEngine(root, cache, report),
        build: () => buildEngine(root, cache, environment, report),
    };
    return engineOrError([...ways.map((way) => ready[way]), ...ways.flatMap((way) => made[way] ?? [])], report);
}

async function engineOrError(tries: readonly (() => Outcome | Promise<Outcome>)[], report: Report): Promise<Engine> {
    const attempts = new Map<string, Attempt>();
    for (const [i, attempt] of tries.entries()) {
        const outcome = await attempt();
        if (isEngine(outcome)) return outcome;
        attempts.set(outcome.what, outcome);
        // The last one is told by the error below.
        if (outcome.isExpected === undefined && i < tries.length - 1) report(`${outcome.what}: ${outcome.problem}`);
    }
    throw new Error(
        [
            "No Pulumi engine could be found or made. Tried:",
            ...[...attempts.values()].map(({ what, problem }) => `  - ${what}: ${problem}`),
            "Install Pulumi (https://www.pulumi.com/docs/iac/download-install/) or Go (https://go.dev/dl/), and run this again.",
        ].join("\n"),
    );
}

function isWay(text: string): text is Way {
    return (WAYS as readonly string[]).includes(text);
}
