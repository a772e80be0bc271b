/** `npm run engine`: makes sure that there is a Pulumi engine for the simulator, so that the first deployment or test does not wait for one. */
import path from "node:path";
import { cacheFolder } from "../simulator/engine/cache";
import { resolveEngine } from "../simulator/engine/resolve";

const ROOT = path.resolve(__dirname, "..");

async function main(): Promise<void> {
    const engine = await resolveEngine({ root: ROOT, cache: cacheFolder(process.env) }, process.env, (line) => {
        console.error(line);
    });
    console.log(`Pulumi engine: ${engine.file}`);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
