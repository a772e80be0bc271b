/** Runs bundled tests without mocha, up to the first that fails. */
import { createRequire } from "node:module";
import path from "node:path";
import { compileFunction } from "node:vm";
import { ROOT } from "./bundle";

interface Test {
    readonly title: string;
    readonly run: () => unknown;
}

/** The part of mocha that the tests use. */
function collect(code: string): readonly Test[] {
    const tests: Test[] = [];
    const titles: string[] = [];
    const context = { timeout: () => context };
    const describe = (title: string, body: (this: typeof context) => void): void => {
        titles.push(title);
        body.call(context);
        titles.pop();
    };
    const it = (title: string, body: (this: typeof context) => unknown): void => {
        tests.push({ title: [...titles, title].join(": "), run: () => body.call(context) });
    };
    const load = compileFunction(code, ["require", "module", "exports", "describe", "it"]) as (...args: unknown[]) => void;
    const exports = {};
    load(createRequire(path.join(ROOT, "index.ts")), { exports }, exports, describe, it);
    return tests;
}

/** @returns the title of the first test that fails, undefined when all of them pass */
export async function firstFailure(code: string): Promise<{ readonly title: string; readonly error: unknown } | undefined> {
    let tests: readonly Test[];
    try {
        tests = collect(code);
    } catch (error) {
        return { title: "loading the tests", error };
    }
    for (const { title, run } of tests) {
        try {
            await run();
        } catch (error) {
            return { title, error };
        }
    }
    return undefined;
}
