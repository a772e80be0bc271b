import { strict as assert } from "node:assert";
import type { Recording } from "../components/recorder";
import { recordProgram, stackConfig } from "./program";

const PROBE = "librechat:operations:ReachabilityProbe";
const INVOCATION = "aws:lambda/invocation:Invocation";

interface Destination {
    need: string;
    host: string;
    port: number;
    call: string;
}

function destinationsOf(recording: Recording<unknown>, name: string): string[] {
    const { needs } = JSON.parse(String(recording.one(INVOCATION, `${name}-run`).inputs["input"])) as { needs: Destination[] };
    return needs.map(({ call, host, port }) => `${call} ${host}:${port}`);
}

const program = (settings: Readonly<Record<string, unknown>> = {}, stack = "dev") => recordProgram({ ...stackConfig(stack), ...settings });

describe("the self-check of the program", () => {
    it("opens databases, cache, services, registry and models from beside each service", async () => {
        const prod = await program({}, "prod");
        assert.deepEqual(destinationsOf(prod, "self-check-librechat"), [
            "secretsmanager secretsmanager.us-east-1.amazonaws.com:443",
            "logs logs.us-east-1.amazonaws.com:443",
            "s3 s3.us-east-1.amazonaws.com:443",
            "https ghcr.io:443",
            "documentdb mongo.cluster-cabcdefghijk.us-east-1.docdb.amazonaws.com:27017",
            "redis master.cache.abcdef.use1.cache.amazonaws.com:6379",
            "https bedrock-runtime.us-east-1.amazonaws.com:443",
            "http rag-api.librechat.internal:8000",
        ]);
        assert.deepEqual(destinationsOf(prod, "self-check-rag-api"), [
            "secretsmanager secretsmanager.us-east-1.amazonaws.com:443",
            "logs logs.us-east-1.amazonaws.com:443",
            "https ghcr.io:443",
            "postgresql postgres.cabcdefghijk.us-east-1.rds.amazonaws.com:5432",
            "https bedrock-runtime.us-east-1.amazonaws.com:443",
        ]);
    });

    it("runs after both services are in service", async () => {
        const dev = await program();
        const services = dev.ofType("aws:ecs/service:Service").map(({ urn }) => urn);
        assert.equal(services.length, 2);
        for (const name of ["self-check-librechat-run", "self-check-rag-api-run"]) {
            const { dependencies } = dev.one(INVOCATION, name);
            for (const urn of services) assert.ok(dependencies.includes(urn), `${name} does not wait for ${urn}`);
        }
    });

    it("goes to the internet for a Bedrock in another Region", async () => {
        const dev = await program({ "librechat:bedrockRegion": "eu-west-1" });
        assert.ok(destinationsOf(dev, "self-check-rag-api").includes("https bedrock-runtime.eu-west-1.amazonaws.com:443"));
        const { outputs } = dev.one(PROBE, "self-check-rag-api");
        assert.ok((outputs?.["needs"] as string[]).includes("internet:bedrock-runtime.eu-west-1.amazonaws.com:443"));
    });

    it("opens neither what is not there nor a MongoDB elsewhere", async () => {
        const uri = "mongodb+srv://user:password@cluster.example.net/LibreChat";
        const dev = await program({ "librechat:mongo": "external", "librechat:mongoUri": uri, "librechat:postgres": "none" });
        assert.deepEqual(
            dev.ofType(PROBE).map(({ name }) => name),
            ["self-check-librechat"],
        );
        assert.deepEqual(destinationsOf(dev, "self-check-librechat"), [
            "secretsmanager secretsmanager.us-east-1.amazonaws.com:443",
            "logs logs.us-east-1.amazonaws.com:443",
            "s3 s3.us-east-1.amazonaws.com:443",
            "https ghcr.io:443",
            "https bedrock-runtime.us-east-1.amazonaws.com:443",
        ]);
    });

    it("is not there when it is switched off", async () => {
        const dev = await program({ "librechat:selfCheck": "false" });
        assert.deepEqual(
            dev.registrations.filter(({ name }) => name.includes("self-check")),
            [],
        );
    });
});
