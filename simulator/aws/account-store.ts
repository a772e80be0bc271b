/** Keeps the simulated account, in a file that outlives the process or in memory. */
import * as crypto from "node:crypto";
import * as fs from "node:fs";
import type { Account, StoredResource } from "./account";
import { AccountDraft, type AccountContents, type Sources } from "./account-draft";
import { readAccountFile, withLock, writeAccountFile } from "./account-file";
import { seed } from "./seed";

/** The account id that AWS's documentation uses, so that no real account is meant. */
const ACCOUNT_ID = "123456789012";

const REAL_SOURCES: Sources = {
    randomHex: (digits) =>
        crypto
            .randomBytes(Math.ceil(digits / 2))
            .toString("hex")
            .slice(0, digits),
    now: () => new Date(),
};

/** One simulated account. Several processes may use the same file at once. */
export class AccountStore {
    private contents: AccountContents = { accountId: ACCOUNT_ID, resources: seed() };
    /** Tells the file that `contents` came from; another process's write gives it a new one. */
    private version = "";

    /**
     * @param file where the account is kept; left out: in memory. A missing file is a new account.
     * @param sources random digits and time; left out: the machine's
     */
    constructor(
        private readonly file?: string,
        private readonly sources: Sources = REAL_SOURCES,
    ) {}

    /**
     * Everything in the account, in order of creation.
     *
     * @throws Error when the file cannot be read as an account, naming it and what to do
     */
    all(): readonly StoredResource[] {
        this.refresh();
        return this.contents.resources;
    }

    /**
     * Runs one call against the account. What it writes is kept together: all of it when it returns, none when it throws.
     *
     * @throws what `work` throws; Error when the file cannot be read or stays locked
     */
    transact<T>(work: (account: Account) => T): T {
        return this.file === undefined ? this.run(work) : withLock(this.file, () => this.run(work));
    }

    private run<T>(work: (account: Account) => T): T {
        this.refresh();
        const draft = new AccountDraft(this.contents, this.sources);
        const result = work(draft);
        if (draft.isChanged) this.keep(draft.contents);
        return result;
    }

    private keep(contents: AccountContents): void {
        if (this.file !== undefined) {
            writeAccountFile(this.file, contents);
            this.version = versionOf(this.file);
        }
        this.contents = contents;
    }

    private refresh(): void {
        if (this.file === undefined) return;
        const version = versionOf(this.file);
        if (version === this.version) return;
        this.contents = readAccountFile(this.file) ?? { accountId: ACCOUNT_ID, resources: seed() };
        this.version = version;
    }
}

/** Each write makes a new file (inode), so two writes within one tick of the clock are told apart. */
function versionOf(file: string): string {
    const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? "" : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}
