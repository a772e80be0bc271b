import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { settingNames } from "../../config/schema";
import { settingsPage } from "../../tools/settings-page";

describe("docs/settings.md", () => {
    const page = readFileSync(path.join(__dirname, "..", "..", "docs", "settings.md"), "utf8");

    it("says what the schema says; `npm run docs` makes it again", () => {
        assert.equal(page, settingsPage());
    });

    it("has one section for each setting", () => {
        assert.deepEqual([...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name).sort(), [...settingNames].sort());
    });
});
