/** The programs that a preview of prod is compared with. Each is a folder of its own, beside the same node_modules. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "..", "..");

/** Everything that belongs to a checkout, without what is built or installed. */
const SOURCES = [
    "components",
    "config",
    "lambda",
    "policy-pack",
    "simulator",
    "tools",
    "index.ts",
    "package.json",
    "Pulumi.README.md",
    "Pulumi.prod.yaml",
    "tsconfig.json",
];

/**
 * This repository as a new Pulumi project would have it: the program type-checked on each run by ts-node, the policy pack in TypeScript.
 *
 * @returns the folder
 */
export function typeCheckedProgram(folder: string): string {
    for (const source of SOURCES) cpSync(path.join(ROOT, source), path.join(folder, source), { recursive: true });
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    const settings = { name: "librechat", runtime: { name: "nodejs", options: { tsconfig: "tsconfig.program.json" } } };
    writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify(settings));
    writeFileSync(
        path.join(folder, "tsconfig.program.json"),
        JSON.stringify({ extends: "./tsconfig.json", compilerOptions: { noEmit: false, rootDir: "." }, files: ["index.ts"] }),
    );
    unbundle(path.join(folder, "policy-pack"));
    return folder;
}

function unbundle(pack: string): void {
    const file = path.join(pack, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...manifest, main: "index.ts" }));
    // Pulumi's template says nothing of skipLibCheck, so a new project checks the declarations of its packages too.
    writeFileSync(
        path.join(pack, "tsconfig.json"),
        JSON.stringify({
            extends: "../tsconfig.json",
            compilerOptions: { noEmit: false, rootDir: "..", skipLibCheck: false },
            files: ["index.ts"],
        }),
    );
}

/**
 * The least that a program can do with the same engine and plugins: as many resources, all alike and independent, and no policy pack.
 *
 * @returns the folder
 */
export function bareProgram(folder: string, resources: number): string {
    mkdirSync(folder);
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(
        path.join(folder, "Pulumi.yaml"),
        JSON.stringify({ name: "bare", runtime: { name: "nodejs", options: { typescript: false } } }),
    );
    writeFileSync(path.join(folder, "Pulumi.prod.yaml"), JSON.stringify({ config: { "aws:region": "us-east-1" } }));
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "bare", main: "index.js" }));
    writeFileSync(
        path.join(folder, "index.js"),
        `const aws = require("@pulumi/aws");\nfor (let i = 0; i < ${resources}; i++) new aws.sns.Topic("topic-" + i);\n`,
    );
    return folder;
}
