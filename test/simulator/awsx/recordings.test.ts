import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { askConstruct, type Answer } from "./construct-client";
import { normalized, shortName, type RecordedRegistration } from "./recording-engine";

/** One file of `recordings/`: what the real awsx provider asked of the engine, and what it answered. */
interface Recording {
    readonly dryRun: boolean;
    readonly existing?: boolean;
    readonly component: { readonly type: string; readonly name: string };
    readonly args: Record<string, JavaScriptValue>;
    readonly counts: Readonly<Record<string, number>>;
    readonly registrations: readonly RecordedRegistration[];
    readonly registerResourceOutputs: readonly { readonly resource: string; readonly outputs: unknown }[];
    readonly invokes: readonly { readonly token: string; readonly args: unknown }[];
    readonly logs: readonly unknown[];
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly outputDependencies?: Readonly<Record<string, readonly string[]>>;
    readonly error?: { readonly code: string; readonly message: string };
}

const FOLDER = join(__dirname, "recordings");
const RECORDINGS = readdirSync(FOLDER).map((file) => ({
    file,
    recording: JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Recording,
}));

describe("awsx:ec2:Vpc does what the real component was recorded doing", () => {
    it("in every recording that there is", () => {
        assert.equal(RECORDINGS.length, 95);
    });

    for (const { file, recording } of RECORDINGS) {
        it(file, async () => {
            const answer = await ask(recording, false);
            assertSame(answer, recording);
            assertAlwaysSeenOrder(answer, recording);
        });
    }

    it("whatever the order of the engine's answers", async () => {
        for (const file of ["g-endpoints-auto.json", "d-3az-one-per-az.preview.json", "j-defaults.json", "h-overlap.json"]) {
            const { recording } = RECORDINGS.find((each) => each.file === file)!;
            assertSame(await ask(recording, true), recording);
        }
    });
});

function ask({ component, args, dryRun, existing }: Recording, randomDelays: boolean): Promise<Answer> {
    return askConstruct({ ...component, args, dryRun, behaviour: { idsKnown: !dryRun || existing === true, randomDelays } });
}

function assertSame({ engine, response, error }: Answer, recording: Recording): void {
    assert.deepEqual(byName(engine.registrations), byName(recording.registrations.map(withoutTiming)));
    assert.deepEqual(countByType(engine.registrations), recording.counts);
    assertEachAfterItsDependencies(engine.registrations);
    assert.deepEqual(
        engine.outputs.map(({ resource, outputs }) => ({ resource, outputs })),
        recording.registerResourceOutputs.map(({ resource, outputs }) => ({ resource, outputs })),
    );
    assert.deepEqual(
        engine.invokes,
        recording.invokes.map(({ token, args }) => ({ token, args })),
    );
    assert.deepEqual(engine.logs, recording.logs);
    if (recording.error !== undefined) {
        assert.equal(status[error?.code ?? status.OK], recording.error.code);
        assert.equal(error?.details, recording.error.message);
        return;
    }
    assert.equal(error, undefined);
    assert.equal(shortName(response!.getUrn()), "awsx:ec2:Vpc::net");
    assert.deepEqual(normalized(withoutSignatures(response!.getState()!.toJavaScript())), recording.outputs);
    assert.deepEqual(dependenciesOf(response!), expandedDependencies(recording));
}

/** What the engine may rely on: a resource is registered when all that it needs has been. */
function assertEachAfterItsDependencies(registrations: readonly RecordedRegistration[]): void {
    const seen = new Set(["pulumi:pulumi:Stack::project-dev"]);
    for (const { type, name, parent, dependencies } of registrations) {
        for (const needed of [parent, ...dependencies]) assert.ok(seen.has(needed), `${type}::${name} came before ${needed}`);
        seen.add(`${type}::${name}`);
    }
}

/** What was seen in every recording: component, VPC, internet gateway, the endpoints' groups, then the subnets. */
function assertAlwaysSeenOrder({ engine }: Answer, recording: Recording): void {
    const early = [
        "awsx:ec2:Vpc",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/subnet:Subnet",
    ];
    const names = (registrations: readonly RecordedRegistration[]) =>
        registrations.filter(({ type }) => early.includes(type)).map(({ type, name }) => `${type}::${name}`);
    assert.deepEqual(names(engine.registrations), names(recording.registrations));
}

/** Leaves out when a registration was seen: the order is looked at on its own. */
function withoutTiming({
    type,
    name,
    custom,
    parent,
    inputs,
    dependencies,
    propertyDependencies,
}: RecordedRegistration): RecordedRegistration {
    return { type, name, custom, parent, inputs, dependencies, propertyDependencies };
}

function byName(registrations: readonly RecordedRegistration[]): RecordedRegistration[] {
    return [...registrations].sort((a, b) => `${a.type}::${a.name}`.localeCompare(`${b.type}::${b.name}`));
}

function countByType(registrations: readonly RecordedRegistration[]): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type } of registrations) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
}

function dependenciesOf(response: ConstructResponse): Record<string, string[]> {
    const dependencies: Record<string, string[]> = {};
    response.getStatedependenciesMap().forEach((each: ConstructResponse.PropertyDependencies, output: string) => {
        dependencies[output] = each.getUrnsList().map(shortName).sort();
    });
    return dependencies;
}

/** The recordings write what all outputs depend on once, under `*`. */
function expandedDependencies({ outputs = {}, outputDependencies = {} }: Recording): Record<string, string[]> {
    const all = outputDependencies["*"] ?? [];
    return Object.fromEntries(
        Object.keys(outputs).map((output) => [output, [...new Set([...all, ...(outputDependencies[output] ?? [])])].sort()]),
    );
}

function withoutSignatures(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withoutSignatures);
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).filter(([key]) => key !== "4dabf18193072939515e22adb298388d");
    return Object.fromEntries(members.map(([key, member]) => [key, withoutSignatures(member)]));
}
