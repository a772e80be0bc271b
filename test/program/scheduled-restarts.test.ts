import { strict as assert } from "node:assert";
import { recordProgram, stackConfig } from "./program";

const ROTATED = { ...stackConfig("dev"), "librechat:passwordRotationDays": "30" };
const EXTERNAL = { "librechat:mongo": "external", "librechat:mongoUri": "mongodb+srv://u:p@h.example/LibreChat" };

describe("the program: restarts between rotations", () => {
    async function restarted(config: Readonly<Record<string, unknown>>): Promise<unknown[]> {
        const schedules = (await recordProgram(config)).ofType("aws:scheduler/schedule:Schedule");
        return schedules.map(({ inputs }) => (JSON.parse((inputs["target"] as { input: string }).input) as { Service: string }).Service);
    }

    const service = (name: string) => `arn:aws:ecs:us-east-1:123456789012:service/${name}-service`;

    const cases: readonly (readonly [when: string, config: Readonly<Record<string, unknown>>, services: readonly string[]])[] = [
        ["both databases are the stack's", ROTATED, ["librechat", "rag-api"]],
        ["MongoDB is elsewhere", { ...ROTATED, ...EXTERNAL }, ["rag-api"]],
        ["there is no RAG API", { ...ROTATED, "librechat:rag": "false", "librechat:postgres": "none" }, ["librechat"]],
        ["nothing is rotated", stackConfig("dev"), []],
    ];
    for (const [when, config, services] of cases) {
        it(`are of ${services.join(" and ") || "no service"} when ${when}`, async () => {
            assert.deepEqual((await restarted(config)).sort(), services.map(service));
        });
    }
});
