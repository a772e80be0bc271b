import { strict as assert } from "node:assert";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { fromWire, toWire } from "../../../simulator/provider/marshal";
import { UNKNOWN, type Properties } from "../../../simulator/provider/values";

const PLUGIN = path.resolve(__dirname, "../../../simulator/aws/plugin.ts");
const URN = "urn:pulumi:dev::librechat::librechat:network:Network$aws:ec2/vpc:Vpc::net";

/** One call: the answer, or the gRPC error. */
function call<Request, Response>(
    method: (request: Request, callback: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
    request: Request,
): Promise<Response> {
    return new Promise((resolve, reject) => {
        method(request, (error, response) => {
            if (error === null) resolve(response);
            else reject(error);
        });
    });
}

function start(environment: NodeJS.ProcessEnv): ChildProcess {
    const { PATH } = process.env;
    return spawn(process.execPath, ["-r", "tsx/cjs", PLUGIN], { env: { PATH, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
}

describe("the aws plugin as a process", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "plugin-"));
    const account = path.join(folder, "account.json");
    let child: ChildProcess;
    let client: ResourceProviderClient;

    before(async () => {
        child = start({ LIBRECHAT_SIMULATED_ACCOUNT: account });
        const [port] = (await once(child.stdout!, "data")) as [Buffer];
        client = new ResourceProviderClient(`127.0.0.1:${port.toString().trim()}`, grpc.credentials.createInsecure());
    });
    after(() => {
        client.close();
        child.kill();
        fs.rmSync(folder, { recursive: true, force: true });
    });

    async function check(news: Properties): Promise<Properties> {
        const request = new rpc.CheckRequest().setUrn(URN).setNews(toWire(news)).setRandomseed(Buffer.from("seed"));
        const response = await call<rpc.CheckRequest, rpc.CheckResponse>(client.check.bind(client), request);
        assert.deepEqual(response.getFailuresList(), []);
        return fromWire(response.getInputs());
    }

    function create(inputs: Properties, preview: boolean): Promise<rpc.CreateResponse> {
        const request = new rpc.CreateRequest().setUrn(URN).setProperties(toWire(inputs)).setPreview(preview);
        return call<rpc.CreateRequest, rpc.CreateResponse>(client.create.bind(client), request);
    }

    function remove(id: string): Promise<Empty> {
        return call<rpc.DeleteRequest, Empty>(client.delete.bind(client), new rpc.DeleteRequest().setUrn(URN).setId(id));
    }

    it("declines secrets, resource references and outputs", async () => {
        const request = new rpc.ProviderHandshakeRequest();
        const answer = await call<rpc.ProviderHandshakeRequest, rpc.ProviderHandshakeResponse>(client.handshake.bind(client), request);
        assert.deepEqual([answer.getAcceptSecrets(), answer.getAcceptResources(), answer.getAcceptOutputs()], [false, false, false]);
    });

    it("refuses a configuration, in words", async () => {
        const request = new rpc.CheckRequest().setNews(toWire({ region: "Virginia" }));
        const answer = await call<rpc.CheckRequest, rpc.CheckResponse>(client.checkConfig.bind(client), request);
        assert.deepEqual(
            answer.getFailuresList().map((failure) => failure.getReason()),
            ['aws:region = "Virginia": not a Region; write its code, for example: pulumi config set aws:region us-east-1'],
        );
    });

    it("takes a VPC through its life", async () => {
        const config = new rpc.ConfigureRequest().setArgs(toWire({ region: "us-east-1" }));
        const configured = await call<rpc.ConfigureRequest, rpc.ConfigureResponse>(client.configure.bind(client), config);
        assert.equal(configured.getSupportspreview(), true);

        const inputs = await check({ cidrBlock: "10.0.0.0/16" });
        const preview = await create(inputs, true);
        assert.deepEqual([preview.getId(), fromWire(preview.getProperties())["arn"]], ["", UNKNOWN]);

        const created = await create(inputs, false);
        assert.match(created.getId(), /^vpc-[0-9a-f]{17}$/);
        const outputs = fromWire(created.getProperties());
        assert.equal(outputs["arn"], `arn:aws:ec2:us-east-1:123456789012:vpc/${created.getId()}`);

        const news = await check({ cidrBlock: "10.1.0.0/16" });
        const change = new rpc.DiffRequest()
            .setUrn(URN)
            .setId(created.getId())
            .setOlds(toWire(outputs))
            .setOldInputs(toWire(inputs))
            .setNews(toWire(news));
        const diff = await call<rpc.DiffRequest, rpc.DiffResponse>(client.diff.bind(client), change);
        assert.equal(diff.getChanges(), rpc.DiffResponse.DiffChanges.DIFF_SOME);
        assert.deepEqual(diff.getReplacesList(), ["cidrBlock"]);
        assert.equal(diff.getDetaileddiffMap().get("cidrBlock")?.getKind(), rpc.PropertyDiff.Kind.UPDATE_REPLACE);
        const same = await call<rpc.DiffRequest, rpc.DiffResponse>(client.diff.bind(client), change.setNews(toWire(inputs)));
        assert.equal(same.getChanges(), rpc.DiffResponse.DiffChanges.DIFF_NONE);

        const tagged = await check({ cidrBlock: "10.0.0.0/16", tags: { Name: "net" } });
        const update = new rpc.UpdateRequest()
            .setUrn(URN)
            .setId(created.getId())
            .setOlds(toWire(outputs))
            .setOldInputs(toWire(inputs))
            .setNews(toWire(tagged));
        const updated = await call<rpc.UpdateRequest, rpc.UpdateResponse>(client.update.bind(client), update);
        assert.deepEqual(fromWire(updated.getProperties())["tags"], { Name: "net" });

        const look = new rpc.ReadRequest().setUrn(URN).setId(created.getId());
        const imported = await call<rpc.ReadRequest, rpc.ReadResponse>(client.read.bind(client), look);
        assert.equal(fromWire(imported.getInputs())["cidrBlock"], "10.0.0.0/16");
        const refresh = look.setProperties(updated.getProperties()).setInputs(toWire(tagged));
        const refreshed = await call<rpc.ReadRequest, rpc.ReadResponse>(client.read.bind(client), refresh);
        assert.deepEqual(fromWire(refreshed.getInputs()), tagged);

        await remove(created.getId());
        const gone = await call<rpc.ReadRequest, rpc.ReadResponse>(client.read.bind(client), refresh);
        assert.equal(gone.getId(), "");
    });

    it("names the place of a failed check, and never the value", async () => {
        const request = new rpc.CheckRequest().setUrn(URN).setNews(toWire({ cidrBlok: "10.0.0.0/16" }));
        const answer = await call<rpc.CheckRequest, rpc.CheckResponse>(client.check.bind(client), request);
        assert.deepEqual(
            answer.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()]),
            [
                [
                    "",
                    '"cidrBlok" is not a property of aws:ec2/vpc:Vpc, the nearest is "cidrBlock"; the simulated AWS refuses what it does not know. ' +
                        "Examine values at 'net.cidrBlok'.",
                ],
            ],
        );
    });

    it("words a refusal as the real provider does", async () => {
        const { getId } = await create(await check({ cidrBlock: "10.0.0.0/16" }), false).then((response) => ({ getId: response.getId() }));
        const subnet = URN.replace("aws:ec2/vpc:Vpc::net", "aws:ec2/subnet:Subnet::a");
        const request = new rpc.CreateRequest()
            .setUrn(subnet)
            .setProperties(toWire({ vpcId: getId, cidrBlock: "10.9.0.0/24", region: "us-east-1" }));
        await assert.rejects(
            call<rpc.CreateRequest, rpc.CreateResponse>(client.create.bind(client), request),
            (error: grpc.ServiceError) => {
                assert.equal(error.code, grpc.status.UNKNOWN);
                assert.match(
                    error.details,
                    /^1 error occurred:\n\t\* creating EC2 Subnet: operation error EC2: CreateSubnet, api error InvalidSubnet.Range: /,
                );
                return true;
            },
        );
        await remove(getId);
    });

    it("answers data sources", async () => {
        const request = new rpc.InvokeRequest().setTok("aws:index/getRegion:getRegion").setArgs(toWire({}));
        const answer = await call<rpc.InvokeRequest, rpc.InvokeResponse>(client.invoke.bind(client), request);
        assert.equal(fromWire(answer.getReturn())["region"], "us-east-1");
    });

    const unusable: readonly [what: string, environment: NodeJS.ProcessEnv, message: RegExp][] = [
        [
            "an account",
            {},
            /^LIBRECHAT_SIMULATED_ACCOUNT is not set: this is the simulated AWS, and it needs a file for the simulated account\. Start it with npm run simulate, or set the variable to a path\.$/m,
        ],
        [
            "a time scale that is a number",
            { LIBRECHAT_SIMULATED_ACCOUNT: account, LIBRECHAT_SIMULATED_TIME_SCALE: "fast" },
            /^LIBRECHAT_SIMULATED_TIME_SCALE = fast: a number from 0 \(no waiting\) to 10 is allowed; 1 is the pace of AWS$/m,
        ],
    ];
    for (const [what, environment, message] of unusable) {
        it(`does not start without ${what}`, async () => {
            const other = start(environment);
            let text = "";
            other.stderr!.on("data", (chunk: Buffer) => (text += chunk.toString()));
            const [code] = (await once(other, "exit")) as [number];
            assert.equal(code, 1);
            assert.match(text, message);
        });
    }

    it("ends with its parent", async () => {
        const script = `require("node:child_process").spawn(process.execPath, ["-r", "tsx/cjs", ${JSON.stringify(PLUGIN)}], { stdio: "inherit" }).on("spawn", function () { console.log(this.pid); })`;
        const parent = spawn(process.execPath, ["-e", script], {
            env: { ...process.env, LIBRECHAT_SIMULATED_ACCOUNT: account },
            stdio: ["ignore", "pipe", "inherit"],
        });
        let text = "";
        parent.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
        while (!/^\d+\n\d+\n/.test(text)) await once(parent.stdout, "data");
        const pid = Number(text.split("\n")[0]);
        assert.equal(process.kill(pid, 0), true);
        parent.kill("SIGKILL");
        // The pipe closes when the last process that holds it has ended, which is the plugin.
        await once(parent.stdout, "close");
    });
});
