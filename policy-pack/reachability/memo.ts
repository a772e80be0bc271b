import type { Graph } from "./graph";

const answers = new WeakMap<Graph, Map<string, unknown>>();

/** Remembers an answer about a graph: many workloads ask the same of the same subnets and groups. Graphs never change. */
export function remembered<T>(graph: Graph, question: string, answer: () => T): T {
    const known = answers.get(graph) ?? new Map<string, unknown>();
    answers.set(graph, known);
    if (known.has(question)) return known.get(question) as T;
    const found = answer();
    known.set(question, found);
    return found;
}
