/**
 * How fast the proof is: synthetic states of 100 to 100,000 resources, and how time grows with size.
 *
 * Figures are JSON lines like those of `run.ts`; progress goes to standard error. The baseline of each is its target; a ratio above 1 misses it.
 */
import { syntheticState } from "./reachability-graphs";
import { median } from "./measure";
import { graphOfState } from "../../policy-pack/reachability/from-pulumi";
import { prove, proverOf } from "../../policy-pack/reachability/decide";
import { parseNeed } from "../../policy-pack/reachability/needs";

interface Measured {
    readonly size: number;
    readonly seconds: number;
    readonly gibibytes: number;
}

/** Resources, seconds that the proof may take, and how often it is run; the first run is part of it, as it is in a policy pack. */
const SIZES: readonly (readonly [size: number, targetSeconds: number, rounds: number])[] = [
    [100, 0.1, 9],
    [1_000, 0.1, 9],
    [10_000, 1, 5],
    [100_000, 15, 3],
];
const TARGET_GIBIBYTES = 2;
/** For a further need of one workload. */
const TARGET_MILLISECONDS = 1;

function main(): void {
    const all = SIZES.map(([size, target, rounds]) => {
        const measured = measure(size, rounds);
        report(`proof of ${size} resources`, measured.seconds, "s", target);
        return measured;
    });
    const largest = all.at(-1);
    if (largest !== undefined) report(`memory of the proof of ${largest.size} resources`, largest.gibibytes, "GiB", TARGET_GIBIBYTES);
    if (largest !== undefined) report("reachability incremental", incremental(largest.size), "ms", TARGET_MILLISECONDS);
    report("exponent of growth, against n log n", exponent(all.slice(1)), "", nLogNExponent(all.slice(1)));
}

/** Reads a state into a graph and proves it, as each run of the pack does. In seconds of CPU, so that other processes do not count. */
function measure(size: number, rounds: number): Measured {
    const state = syntheticState(size);
    const seconds: number[] = [];
    let gibibytes = 0;
    for (let round = 0; round < rounds; round++) {
        const start = process.cpuUsage();
        const { decisions } = prove(graphOfState(state));
        const { user, system } = process.cpuUsage(start);
        seconds.push((user + system) / 1e6);
        gibibytes = Math.max(gibibytes, process.memoryUsage().rss / 2 ** 30);
        const open = decisions.filter(({ verdict }) => verdict !== "REACHED").length;
        console.error(`${size}: ${(seconds.at(-1) ?? 0).toFixed(3)} s, ${decisions.length} decisions, ${open} not reached`);
    }
    return { size, seconds: median(seconds), gibibytes };
}

/** A further need of each workload of a graph that has been proved: milliseconds of CPU for each. */
function incremental(size: number): number {
    const graph = graphOfState(syntheticState(size));
    prove(graph);
    const { workloads, decide } = proverOf(graph);
    const need = parseNeed("service:sqs");
    const start = process.cpuUsage();
    const open = workloads.filter((workload) => decide(workload, need).some(({ verdict }) => verdict !== "REACHED"));
    const { user, system } = process.cpuUsage(start);
    console.error(`${size}: ${workloads.length} further needs, ${open.length} not reached`);
    return (user + system) / 1e3 / workloads.length;
}

/** Slope of log(seconds) over log(size): 1 is linear, 2 is quadratic. By least squares. */
function exponent(all: readonly Measured[]): number {
    return slope(all.map(({ size, seconds }) => [Math.log(size), Math.log(seconds)]));
}

/** The slope that n log n has over the same sizes. */
function nLogNExponent(all: readonly Measured[]): number {
    return slope(all.map(({ size }) => [Math.log(size), Math.log(size * Math.log(size))]));
}

function slope(points: readonly (readonly [x: number, y: number])[]): number {
    const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
    const [meanX, meanY] = [mean(0), mean(1)];
    const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
    return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

function report(metric: string, value: number, unit: string, baseline: number): void {
    const rounded = (figure: number) => Number(figure.toPrecision(3));
    console.log(JSON.stringify({ metric, value: rounded(value), unit, baseline: rounded(baseline), ratio: rounded(value / baseline) }));
}

main();
