/** A Pulumi program that registers what `program.json` beside it lists. */
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Registration } from "./registration";

/** A resource of any type; the SDK's classes would take seconds to load, and send the same. */
class Declared extends pulumi.CustomResource {
    output(name: string): unknown {
        return name === "id" ? this.id : (this as unknown as Readonly<Record<string, unknown>>)[name];
    }
}

class Provider extends pulumi.ProviderResource {}

interface Program {
    /** Of `@pulumi/aws`, so that the engine takes the plugin of this version. */
    readonly version: string;
    readonly registrations: readonly Registration[];
}

interface OutputOf {
    readonly $resource: string;
    readonly output: string;
}

function register({ version, registrations }: Program): void {
    const declared = new Map<string, Declared>();
    const resource = (name: string): Declared => {
        const found = declared.get(name);
        if (found === undefined) throw new Error(`${name} is declared after what refers to it`);
        return found;
    };
    const providers = new Map(
        [...new Set(registrations.map(({ region }) => region))].map((region) => [
            region,
            new Provider("aws", region, { region }, { version }),
        ]),
    );
    const wanted = outputsWanted(registrations.map(({ inputs }) => inputs));
    const valueOf = (value: unknown): unknown => {
        if (isOutputOf(value)) return resource(value.$resource).output(value.output);
        if (Array.isArray(value)) return value.map(valueOf);
        return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valueOf(each)])) : value;
    };
    for (const { type, name, region, inputs, dependsOn } of registrations) {
        // The SDK makes an output of each property that it is given, also of one without a value.
        const outputs = Object.fromEntries([...(wanted.get(name) ?? [])].map((output) => [output, undefined]));
        const properties = { ...outputs, ...(valueOf(inputs) as pulumi.Inputs), ...codeOf(type) };
        // Many of them are the only one at their place: an address of a gateway, an entry of a list, an association of a subnet.
        const options = { provider: providers.get(region), dependsOn: dependsOn.map(resource), deleteBeforeReplace: true };
        declared.set(name, new Declared(type, name, properties, options));
    }
}

/** Assets are not JSON. */
function codeOf(type: string): pulumi.Inputs {
    if (type !== "aws:lambda/function:Function") return {};
    return { code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};") }) };
}

function outputsWanted(value: unknown, wanted = new Map<string, Set<string>>()): Map<string, Set<string>> {
    if (isOutputOf(value)) {
        if (value.output !== "id") wanted.set(value.$resource, (wanted.get(value.$resource) ?? new Set()).add(value.output));
    } else if (isObject(value)) {
        for (const each of Object.values(value)) outputsWanted(each, wanted);
    }
    return wanted;
}

function isOutputOf(value: unknown): value is OutputOf {
    return isObject(value) && "$resource" in value;
}

function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

register(JSON.parse(readFileSync(path.join(__dirname, "program.json"), "utf8")) as Program);
