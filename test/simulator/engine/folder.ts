import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** A folder that is empty before each test of a suite and gone after it. Call it where the suite is described. */
export function temporaryFolder(): { readonly path: string; write(file: string, text: string, mode?: number): string } {
    let folder = "";
    beforeEach(() => {
        folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "librechat-aws-test-")));
    });
    afterEach(() => {
        fs.rmSync(folder, { recursive: true, force: true });
    });
    return {
        get path() {
            return folder;
        },
        write(file, text, mode = 0o644) {
            const target = path.join(folder, file);
            fs.mkdirSync(path.dirname(target), { recursive: true });
            fs.writeFileSync(target, text, { mode });
            return target;
        },
    };
}
