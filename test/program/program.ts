import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { record, type Recording } from "../components/recorder";

const ROOT = path.join(__dirname, "..", "..");

/** A stack's configuration as its file has it: keys with their namespace. */
export function stackConfig(stack: string): Record<string, unknown> {
    return (parse(readFileSync(path.join(ROOT, `Pulumi.${stack}.yaml`), "utf8")) as { config: Record<string, unknown> }).config;
}

/**
 * Runs the whole program under mocks.
 *
 * @param config settings with their namespace; objects are stored as JSON, as Pulumi does
 */
export async function recordProgram(
    config: Readonly<Record<string, unknown>>,
    options: { preview?: boolean } = {},
): Promise<Recording<unknown>> {
    const text = Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
    return record(() => {
        pulumi.runtime.setAllConfig(Object.fromEntries(text) as Record<string, string>, []);
        const entry = require.resolve("../../index");
        // The program is what happens when this file loads, so each recording loads it anew.
        Reflect.deleteProperty(require.cache, entry);
        return createRequire(__filename)(entry) as unknown;
    }, options);
}
