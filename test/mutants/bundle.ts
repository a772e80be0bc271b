/** The proof with one text replaced, and the tests that judge it, as one module in memory. */
import { context, type Plugin } from "esbuild";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Mutant } from "./mutant";

export const ROOT = path.resolve(__dirname, "../..");
const PROOF = path.join(ROOT, "policy-pack", "reachability");
const TESTS = path.join(ROOT, "test", "policy-pack", "reachability");

/** In this order: what is quick and often decides comes first. */
function entries(): string {
    const facts = readdirSync(TESTS).filter((file) => file.endsWith(".test.ts") && !SLOW.includes(file));
    const files = [...facts.map((file) => path.join(TESTS, file)), ...OTHERS.map((file) => path.join(ROOT, "test", file))];
    return files.map((file) => `require(${JSON.stringify(file)});`).join("\n");
}

/** They judge the pack around the proof, or many random graphs of which the differential cases show as much. */
const SLOW: readonly string[] = ["captured.test.ts", "hostile.test.ts", "properties.test.ts", "rule.test.ts"];
const OTHERS: readonly string[] = [
    "mutants/fixtures.test.ts",
    "mutants/fixtures-of-filters.test.ts",
    "mutants/findings.test.ts",
    "differential/regressions.test.ts",
    "mutants/differential-sample.ts",
];

/** Bundles again and again; what did not change since the last time is not read again. */
export class Bundler {
    #mutant: Mutant | undefined;
    readonly #context = context({
        stdin: { contents: entries(), resolveDir: ROOT, loader: "js" },
        bundle: true,
        write: false,
        platform: "node",
        target: "node20",
        format: "cjs",
        packages: "external",
        logLevel: "silent",
        plugins: [this.#plugin()],
    });

    /**
     * @param mutant left out: the proof as it is
     * @throws Error when the text to replace is not there exactly once: the mutant is out of date
     */
    async bundle(mutant?: Mutant): Promise<string> {
        if (mutant !== undefined) mutated(mutant);
        this.#mutant = mutant;
        const { outputFiles } = await (await this.#context).rebuild();
        const [file] = outputFiles;
        if (file === undefined) throw new Error("esbuild gave no bundle");
        return file.text;
    }

    async end(): Promise<void> {
        await (await this.#context).dispose();
    }

    #plugin(): Plugin {
        return {
            name: "mutant",
            setup: (builder) => {
                // The simulator and what drives it are the same for all mutants: loaded once, and kept.
                builder.onResolve({ filter: /\/simulator\// }, ({ path: name, resolveDir }) => ({
                    path: `${path.resolve(resolveDir, name)}.ts`,
                    external: true,
                }));
                builder.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
                    const mutant = this.#mutant;
                    const isMutated = mutant !== undefined && file === path.join(PROOF, mutant.file);
                    const text = isMutated ? mutated(mutant) : readFileSync(file, "utf8");
                    return { contents: text.replaceAll("__dirname", JSON.stringify(path.dirname(file))), loader: "ts" };
                });
            },
        };
    }
}

/** The text of a file with the mutant in it. */
function mutated({ file, before, after }: Mutant): string {
    const text = readFileSync(path.join(PROOF, file), "utf8");
    const count = text.split(before).length - 1;
    if (count === 1) return text.replace(before, () => after);
    throw new Error(`${file} has this text ${count} times; a mutant needs one that is there once, so bring it up to date:\n${before}`);
}
