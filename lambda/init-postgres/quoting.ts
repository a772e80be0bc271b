/**
 * An identifier as SQL, whatever it contains: utility statements such as CREATE ROLE take no parameters.
 *
 * @example quoteIdentifier('odd"name') // "odd""name"
 */
export function quoteIdentifier(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A text as SQL. A backslash is an ordinary character only while standard_conforming_strings is on, so a text with one is written as an
 * escape string, which means the same under both settings.
 */
export function quoteLiteral(text: string): string {
    const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
    return text.includes("\\") ? ` E${quoted}` : quoted;
}
