/** Wildcards as IAM reads them. */

/**
 * Whether a pattern matches a whole text: `*` for any letters, `?` for one.
 *
 * In steps, since a hostile pattern would keep a regular expression busy for years: what the last `*` swallows grows by one letter at a time.
 *
 * @example matches("s3:Get*", "s3:GetObject") // true
 */
export function matches(pattern: string, text: string): boolean {
    let place = 0;
    let afterStar = -1;
    let swallowed = 0;
    for (let position = 0; position < text.length;) {
        const letter = pattern[place];
        if (letter === "*") {
            afterStar = ++place;
            swallowed = position;
        } else if (letter === "?" || letter === text[position]) {
            place++;
            position++;
        } else if (afterStar >= 0) {
            place = afterStar;
            position = ++swallowed;
        } else return false;
    }
    return /^\**$/.test(pattern.slice(place));
}

/** Whether an action of a statement covers one of AWS's actions; letter case does not count in actions. */
export function coversAction(pattern: string, action: string): boolean {
    return matches(pattern.toLowerCase(), action.toLowerCase());
}

/** Services whose ARNs end in a name, with nothing in front that says what kind of thing it is: `arn:aws:s3:::files/*` is one bucket. */
const NAMES_WITHOUT_KIND: ReadonlySet<string> = new Set(["s3", "execute-api"]);

/**
 * Whether a resource of a statement is everything, or everything of a kind.
 *
 * @example isEveryResource("*") // true
 * @example isEveryResource("arn:aws:secretsmanager:us-east-1:123456789012:secret:*") // true
 * @example isEveryResource("arn:aws:s3:::files/*") // false
 */
export function isEveryResource(resource: string): boolean {
    const [, , service = "", , , ...rest] = resource.split(":");
    if (rest.length === 0) return /^[*?]+$/.test(resource) || /^arn:(.*:)?\*$/.test(resource);
    const named = rest.join(":");
    if (/^\*+(\/\*+)?$/.test(named)) return true;
    return !NAMES_WITHOUT_KIND.has(service) && /^[\w-]+[:/]\*+$/.test(named);
}
