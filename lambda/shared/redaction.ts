const HIDDEN = "[secret]";

/** Knows the secrets of a run and takes them out of every text that leaves it. */
export class Redaction {
    private readonly secrets = new Set<string>();

    add(...secrets: string[]): void {
        for (const secret of secrets.filter((text) => text !== "")) {
            // Drivers quote connection strings and JSON in their errors.
            for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) this.secrets.add(form);
        }
    }

    /** The longest first: one secret may be a part of another. */
    redact(text: string): string {
        const longestFirst = [...this.secrets].sort((one, other) => other.length - one.length);
        return longestFirst.reduce((redacted, secret) => redacted.replaceAll(secret, HIDDEN), text);
    }
}
