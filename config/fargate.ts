/**
 * Which memory goes with which processor size of a Fargate task that runs LibreChat. Fargate's smallest, 512 MiB, is left out: LibreChat asks
 * for 1 GiB at least (https://www.librechat.ai/docs/remote), and a task that runs out of memory ends without a word.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */

/** Processor sizes of a task in CPU units; 1024 are one vCPU. */
export const CPU_UNITS = [256, 512, 1024, 2048, 4096, 8192, 16384] as const;
export type CpuUnits = (typeof CPU_UNITS)[number];

/** Memory in MiB: from, to, in steps of. */
const MEMORY_MIB: Record<CpuUnits, { values: readonly number[]; allowed: string }> = {
    256: { values: [1024, 2048], allowed: "1024 or 2048" },
    512: steps(1024, 4096, 1024),
    1024: steps(2048, 8192, 1024),
    2048: steps(4096, 16384, 1024),
    4096: steps(8192, 30720, 1024),
    8192: steps(16384, 61440, 4096),
    16384: steps(32768, 122880, 8192),
};

/** The memory sizes in MiB that go with a processor size, smallest first, and the same in words. */
export function memoryFor(cpuUnits: CpuUnits): { values: readonly number[]; allowed: string } {
    return MEMORY_MIB[cpuUnits];
}

function steps(from: number, to: number, step: number) {
    const values = Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
    return { values, allowed: `${from} to ${to} in steps of ${step}` };
}
