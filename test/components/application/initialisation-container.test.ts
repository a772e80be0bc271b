import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Container } from "../../../components/application/container-definitions";
import { withInitialisation, type ServiceParts } from "../../../components/application/initialisation-container";
import { unwrap } from "../recorder";

const MASTER = "arn:aws:secretsmanager:us-east-1:123456789012:secret:master-AbCdEf";
const APPLICATION = "arn:aws:secretsmanager:us-east-1:123456789012:secret:application-AbCdEf";
const IMAGE = "ghcr.io/librechat-ai/librechat:v0.8.8";

describe("withInitialisation: a container prepares the database before the application starts", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "runner-"));
        writeFileSync(path.join(folder, "index.js"), "run()");
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    const application: Container = { name: "rag-api", image: "docker.io/rag", essential: true, environment: {}, secrets: {}, mounts: [] };
    const parts = (more: Partial<ServiceParts> = {}): ServiceParts => ({
        images: ["docker.io/rag"],
        containers: [application],
        secretArns: [APPLICATION],
        statements: [],
        needs: ["service:logs", "image:docker.io"],
        after: [],
        ...more,
    });
    const initialised = (given: ServiceParts) =>
        withInitialisation(given, {
            image: IMAGE,
            runner: path.join(folder, "index.js"),
            task: {
                codeArn: pulumi.output("arn:aws:s3:::code/init-postgres/0a1b.js"),
                environment: pulumi.output<Record<string, string>>({ DATABASE_HOST: "db.example" }),
                secrets: pulumi.output<Record<string, string>>({ MASTER_SECRET: MASTER, APPLICATION_SECRET: APPLICATION }),
                ready: [],
            },
        });

    it("comes first, and the application waits for its success", async () => {
        const configuration = { ...application, name: "configuration", essential: false };
        const waiting = { ...application, after: ["configuration"] };
        const containers = await unwrap(pulumi.output(initialised(parts({ containers: [configuration, waiting] })).containers));
        assert.deepEqual(containers, [
            {
                name: "initialise-database",
                image: IMAGE,
                essential: false,
                command: ["node", "-e", "run()"],
                environment: { DATABASE_HOST: "db.example" },
                secrets: { MASTER_SECRET: MASTER, APPLICATION_SECRET: APPLICATION },
                mounts: [],
            },
            configuration,
            { ...application, after: ["configuration", "initialise-database"] },
        ]);
    });

    it("takes the right to read these secrets and this code, each once", async () => {
        const { secretArns, statements } = initialised(parts());
        assert.deepEqual(await unwrap(pulumi.output(secretArns)), [APPLICATION, MASTER]);
        assert.deepEqual(await unwrap(pulumi.output(statements)), [
            { Sid: "ReadCode", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::code/init-postgres/0a1b.js"] },
        ]);
    });

    it("adds its image, and what has to be reached for it", () => {
        const { images, needs } = initialised(parts());
        assert.deepEqual(images, ["docker.io/rag", IMAGE]);
        assert.deepEqual(needs, ["service:logs", "image:docker.io", "service:s3", "image:ghcr.io"]);
        assert.deepEqual(initialised(parts({ images: [IMAGE], needs: ["service:s3", "image:ghcr.io"] })).images, [IMAGE]);
    });
});
