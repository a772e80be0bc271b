/**
 * The code of a function: how large it is, and which files it has.
 *
 * What Lambda counts is the ZIP file, which the engine makes only for the real provider; the simulator counts the files themselves,
 * so it is a little stricter than the limit of 50 MB for an upload and exact for the 250 MB of unpacked code.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { isAsset, type Asset, type Properties } from "../../provider/values";

export interface CodePackage {
    /** Base64 of the SHA-256 over the content, as Lambda gives it. */
    readonly sha256: string;
    readonly sizeBytes: number;
    /** Files by their path in the package; undefined when they cannot be seen (a ZIP file, S3, an image). */
    readonly files: readonly string[] | undefined;
}

/**
 * The package that the inputs of a function name.
 *
 * @returns undefined for an image or an object in S3
 */
export function packageOf(inputs: Properties): CodePackage | undefined {
    const code = inputs["code"];
    if (!isAsset(code)) return undefined;
    const members = membersOf(code, "");
    return {
        sha256: Buffer.from(code.hash, "hex").toString("base64"),
        sizeBytes: members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        files: members.every(({ file }) => file !== undefined) ? members.map(({ file }) => file ?? "") : undefined,
    };
}

interface Member {
    /** Path in the package; undefined when it stands for files that cannot be seen. */
    readonly file: string | undefined;
    readonly sizeBytes: number;
}

function membersOf(asset: Asset, place: string): Member[] {
    if (asset.assets !== undefined) {
        return Object.entries(asset.assets).flatMap(([name, member]) => membersOf(member, path.posix.join(place, name)));
    }
    if (asset.text !== undefined) return [{ file: place, sizeBytes: Buffer.byteLength(asset.text) }];
    if (asset.path === undefined) return [{ file: undefined, sizeBytes: 0 }];
    const stat = fs.statSync(asset.path, { throwIfNoEntry: false });
    if (stat === undefined) return [{ file: undefined, sizeBytes: 0 }];
    if (stat.isDirectory()) return membersOfFolder(asset.path, place);
    return [{ file: asset.asset === "archive" ? undefined : place, sizeBytes: stat.size }];
}

function membersOfFolder(folder: string, place: string): Member[] {
    return fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => {
            const file = path.join(entry.parentPath, entry.name);
            return { file: path.posix.join(place, path.relative(folder, file)), sizeBytes: fs.statSync(file).size };
        });
}
