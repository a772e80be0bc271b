/** The code of a function as it was uploaded, as files that a process can run. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { StoredResource } from "../aws/account";
import { runCommand } from "../databases/install/run-command";
import { ProviderError } from "../provider/errors";
import { isAsset, type Asset } from "../provider/values";

/**
 * Unpacks the code of a function into a folder of its content, once: a bundle that is made again later does not change what was uploaded.
 *
 * @param folder for the code of all functions
 * @param programFolder what paths in the program are relative to
 * @returns the folder with the function's files
 * @throws ProviderError when the code is where the simulator cannot see it
 */
export async function unpackCode(folder: string, lambda: StoredResource, programFolder: string): Promise<string> {
    const { code } = lambda.properties;
    if (!isAsset(code)) throw unseen(lambda, "in S3 or an image");
    const target = path.join(folder, code.hash);
    if (fs.existsSync(target)) return target;
    fs.mkdirSync(folder, { recursive: true });
    const draft = fs.mkdtempSync(`${target}.`);
    try {
        await place(code, draft, { lambda, programFolder });
        // Two runs at once make the same; the first is kept.
        if (!fs.existsSync(target)) fs.renameSync(draft, target);
    } finally {
        fs.rmSync(draft, { recursive: true, force: true });
    }
    return target;
}

interface Upload {
    readonly lambda: StoredResource;
    readonly programFolder: string;
}

async function place(asset: Asset, target: string, upload: Upload): Promise<void> {
    if (asset.assets !== undefined) {
        fs.mkdirSync(target, { recursive: true });
        for (const [name, member] of Object.entries(asset.assets)) await place(member, path.join(target, name), upload);
        return;
    }
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (asset.text !== undefined) {
        fs.writeFileSync(target, asset.text);
        return;
    }
    if (asset.path === undefined) throw unseen(upload.lambda, `at ${asset.uri ?? "an unknown place"}`);
    const source = path.resolve(upload.programFolder, asset.path);
    if (!fs.existsSync(source)) throw unseen(upload.lambda, `in ${source}, which is not there any more`);
    if (asset.asset === "archive" && fs.statSync(source).isFile()) {
        const whenMissing = "Install Python 3, which unpacks it: https://www.python.org/downloads/";
        await runCommand({ file: "python3", args: ["-m", "zipfile", "--extract", source, target], whenMissing });
    } else {
        fs.cpSync(source, target, { recursive: true });
    }
}

function unseen({ id }: StoredResource, where: string): ProviderError {
    return new ProviderError(
        `the code of function ${id} is ${where}; to run a function the simulator needs its files: text, a file, a folder or a ZIP file ` +
            "on this machine. Give it such code, or simulate without --databases real",
    );
}
