import { memoryFor } from "../fargate";
import { cacheNodePrice } from "../prices";
import { setCommand, shown } from "../problem";
import { rule } from "../rule";

/** LibreChat releases before this one break on DocumentDB: login, index builds, updates. */
const FIRST_RELEASE_FOR_DOCUMENTDB = [0, 8, 8] as const;

/** Tasks, their sizes, and what several of them need. */
export const capacityRules = [
    rule({
        id: "fargate-task-size",
        statement: "The memory of a task is one that Fargate offers with its processor size.",
        reads: ["cpuUnits", "memoryMiB"],
        check: ({ cpuUnits, memoryMiB }) => {
            const { values, allowed } = memoryFor(cpuUnits);
            if (values.includes(memoryMiB)) return undefined;
            const nearest = values.find((value) => value >= memoryMiB) ?? Math.max(...values);
            return {
                finding:
                    `${shown("memoryMiB", memoryMiB)} with ${shown("cpuUnits", cpuUnits)}; allowed is ${allowed} ` +
                    "(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size).",
                repairs: [{ command: setCommand("memoryMiB", nearest) }],
            };
        },
    }),
    rule({
        id: "min-tasks-at-most-max-tasks",
        statement: "The smallest number of tasks is at most the largest.",
        reads: ["minTasks", "maxTasks"],
        check: ({ minTasks, maxTasks }) =>
            minTasks > maxTasks
                ? {
                      finding: `${shown("minTasks", minTasks)} with ${shown("maxTasks", maxTasks)}; allowed is at most ${maxTasks}.`,
                      repairs: [{ command: setCommand("minTasks", maxTasks) }, { command: setCommand("maxTasks", minTasks) }],
                  }
                : undefined,
    }),
    rule({
        id: "several-tasks-need-cache",
        statement: "Several tasks share a cache.",
        reads: ["maxTasks", "cache", "cacheNodeType"],
        check: ({ maxTasks, cache, cacheNodeType }) =>
            maxTasks > 1 && !cache
                ? {
                      finding:
                          `${shown("maxTasks", maxTasks)} with ${shown("cache", cache)}: without a cache tasks lose each other's sessions and running ` +
                          "answers; allowed is one task.",
                      repairs: [
                          { command: `${setCommand("minTasks", 1)} && ${setCommand("maxTasks", 1)}` },
                          { command: setCommand("cache", true), note: cacheNodePrice(cacheNodeType) },
                      ],
                  }
                : undefined,
    }),
    rule({
        id: "documentdb-needs-librechat-0.8.8",
        statement: "With DocumentDB, LibreChat is v0.8.8 or later.",
        reads: ["mongo", "librechatImage"],
        check: ({ mongo, librechatImage }) =>
            mongo === "documentdb" && isOlder(librechatImage)
                ? {
                      finding: `${shown("librechatImage", librechatImage)} with ${shown("mongo", mongo)}; allowed is v0.8.8 or later, earlier ones fail on DocumentDB.`,
                      repairs: [{ command: setCommand("librechatImage", librechatImage.replace(/:[^:/@]+(@.*)?$/, ":v0.8.8")) }],
                  }
                : undefined,
    }),
];

/**
 * Whether an image's tag names a release before {@link FIRST_RELEASE_FOR_DOCUMENTDB}. A digest alone, or a tag that is no release, tells
 * nothing and passes.
 *
 * @example isOlder("ghcr.io/librechat-ai/librechat:v0.8.8-rc2") // true: a candidate comes before its release
 */
function isOlder(image: string): boolean {
    const [, major, minor, patch, candidate] = /:v?(\d+)\.(\d+)\.(\d+)(-rc\d+)?(?:@.*)?$/.exec(image) ?? [];
    if (major === undefined) return false;
    const differences = [major, minor, patch].map((part, i) => Number(part) - (FIRST_RELEASE_FOR_DOCUMENTDB[i] ?? 0));
    const first = differences.find((difference) => difference !== 0);
    return first === undefined ? candidate !== undefined : first < 0;
}
