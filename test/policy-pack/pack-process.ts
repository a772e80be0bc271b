import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** A resource as the engine sends it. */
export interface SentResource {
    type: string;
    name: string;
    props: Record<string, JavaScriptValue>;
    /** Names of the resources behind each property. */
    dependencies?: Readonly<Record<string, readonly string[]>>;
    /** Name of the component around it. */
    parent?: string;
}

/** What came back about a resource: `level policy: first line of what the rule says`. */
export type Diagnostics = string[];

const LEVELS: ReadonlyMap<unknown, analyzer.EnforcementLevel> = new Map([
    ["advisory", analyzer.EnforcementLevel.ADVISORY],
    ["mandatory", analyzer.EnforcementLevel.MANDATORY],
    ["disabled", analyzer.EnforcementLevel.DISABLED],
    ["remediate", analyzer.EnforcementLevel.REMEDIATE],
]);

/** A running policy pack, started the way Pulumi's language host starts it and spoken to the way the engine speaks. */
export class PackProcess {
    private constructor(
        private readonly child: ChildProcess,
        private readonly client: AnalyzerClient,
        /** From start to the line with the port. */
        readonly startMilliseconds: number,
    ) {}

    /**
     * Starts the pack in a folder.
     *
     * @param configuration the stack's, as `namespace:name` and text; none as outside an update
     */
    static async start(runner: string, folder: string, configuration?: Record<string, string>): Promise<PackProcess> {
        const environment = configuration && {
            PULUMI_CONFIG: JSON.stringify(configuration),
            PULUMI_NODEJS_PROJECT: "librechat",
            PULUMI_NODEJS_STACK: "dev",
        };
        const started = performance.now();
        const child = spawn(process.execPath, [runner, "127.0.0.1:0", folder], {
            cwd: folder,
            env: { ...process.env, ...environment },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const errors: string[] = [];
        child.stderr.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
        const port = await new Promise<string>((resolve, reject) => {
            createInterface({ input: child.stdout }).once("line", resolve);
            child.once("exit", (code) => {
                reject(new Error(`the pack ended with ${String(code)} before it gave its port: ${errors.join("")}`));
            });
        });
        const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
        return new PackProcess(child, client, performance.now() - started);
    }

    /** Ends the process. */
    stop(): void {
        this.client.close();
        this.child.removeAllListeners("exit");
        this.child.kill();
    }

    async policyNames(): Promise<string[]> {
        return (await this.info()).getPoliciesList().map((policy) => policy.getName());
    }

    private info(): Promise<analyzer.AnalyzerInfo> {
        return new Promise<analyzer.AnalyzerInfo>((resolve, reject) => {
            this.client.getAnalyzerInfo(new Empty(), (error, response) => {
                if (error) reject(error);
                else resolve(response);
            });
        });
    }

    /**
     * Configures the pack as the engine does after it applied a file of `--policy-pack-config`: every policy gets a level.
     *
     * @param configuration settings by rule; `enforcementLevel` among them, by default the rule's own
     */
    async configure(configuration: Readonly<Record<string, Record<string, JavaScriptValue>>>): Promise<void> {
        const info = await this.info();
        const request = new analyzer.ConfigureAnalyzerRequest();
        for (const [rule, { enforcementLevel, ...settings }] of Object.entries(configuration)) {
            const own = info
                .getPoliciesList()
                .find((policy) => policy.getName() === rule)
                ?.getEnforcementlevel();
            const level = LEVELS.get(enforcementLevel) ?? own ?? analyzer.EnforcementLevel.ADVISORY;
            const policy = new analyzer.PolicyConfig().setEnforcementlevel(level).setProperties(Struct.fromJavaScript(settings));
            request.getPolicyconfigMap().set(rule, policy);
        }
        await new Promise<void>((resolve, reject) => {
            this.client.configure(request, (error) => {
                if (error) reject(error);
                else resolve();
            });
        });
    }

    /** Judges one resource, as before it is created. */
    async analyze({ type, name, props }: SentResource): Promise<Diagnostics> {
        const request = new analyzer.AnalyzeRequest();
        request.setType(type);
        request.setName(name);
        request.setUrn(urnOf({ type, name }));
        request.setProperties(Struct.fromJavaScript(props));
        request.setOptions(noOptions());
        return this.diagnostics((callback) => this.client.analyze(request, callback));
    }

    /** Judges a whole stack, as at the end of a preview. */
    async analyzeStack(resources: readonly SentResource[]): Promise<Diagnostics> {
        const request = new analyzer.AnalyzeStackRequest();
        request.setResourcesList(resources.map((sent) => message(sent, resources)));
        return this.diagnostics((callback) => this.client.analyzeStack(request, callback));
    }

    private async diagnostics(
        call: (callback: (error: grpc.ServiceError | null, response: analyzer.AnalyzeResponse) => void) => unknown,
    ): Promise<Diagnostics> {
        const response = await new Promise<analyzer.AnalyzeResponse>((resolve, reject) => {
            call((error, answer) => {
                if (error) reject(error);
                else resolve(answer);
            });
        });
        return response.getDiagnosticsList().map((diagnostic) => {
            const level = diagnostic.getEnforcementlevel() === analyzer.EnforcementLevel.MANDATORY ? "mandatory" : "advisory";
            // Pulumi puts the rule's description on the first line.
            const said = diagnostic.getMessage().split("\n").slice(1);
            return `${level} ${diagnostic.getPolicyname()}: ${said[0] ?? diagnostic.getMessage()}`;
        });
    }
}

function message({ type, name, props, dependencies = {}, parent }: SentResource, all: readonly SentResource[]): analyzer.AnalyzerResource {
    const sent = new analyzer.AnalyzerResource();
    sent.setType(type);
    sent.setName(name);
    sent.setUrn(urnOf({ type, name }));
    sent.setProperties(Struct.fromJavaScript(props));
    sent.setOptions(noOptions());
    for (const [property, names] of Object.entries(dependencies)) {
        const urns = all.filter((other) => names.includes(other.name)).map(urnOf);
        sent.getPropertydependenciesMap().set(property, new analyzer.AnalyzerPropertyDependencies().setUrnsList(urns));
    }
    const around = all.find((other) => other.name === parent);
    if (around !== undefined) sent.setParent(urnOf(around));
    return sent;
}

/** The engine always sends options; the SDK takes their absence for an engine that is too old. */
function noOptions(): analyzer.AnalyzerResourceOptions {
    return new analyzer.AnalyzerResourceOptions().setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
}

function urnOf({ type, name }: Pick<SentResource, "type" | "name">): string {
    return `urn:pulumi:dev::librechat::${type}::${name}`;
}
