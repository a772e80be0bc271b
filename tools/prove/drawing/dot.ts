/** Writes a picture in the language of Graphviz: https://graphviz.org/doc/info/lang.html. Pure: equal pictures give equal text. */
import type { Area, Line, LineKind, Picture, Place } from "./picture";
import { BASE, LEGEND, LINES, placeAttributes, AREAS, type Attributes } from "./style";

/** The DOT of a picture. */
export function dotOf({ title, areas, lines }: Picture): string {
    return [
        "digraph {",
        ...indented([
            `graph ${attributes({ ...BASE.graph, label: html(firstBold(title)) })}`,
            `node ${attributes(BASE.node)}`,
            `edge ${attributes(BASE.edge)}`,
            ...areas.flatMap(area),
            ...lines.map(line),
            ...legend(new Set(lines.map(({ kind }) => kind))),
        ]),
        "}",
        "",
    ].join("\n");
}

function area({ id, kind, title, places, areas }: Area): string[] {
    return [
        `subgraph ${quoted(`cluster ${id}`)} {`,
        ...indented([
            `graph ${attributes({ ...AREAS[kind], label: heading(title) })}`,
            ...places.map(place),
            ...places.flatMap(({ id, below }) => (below === undefined ? [] : [`{ rank="same" ${quoted(below)} ${quoted(id)} }`])),
            ...areas.flatMap(area),
        ]),
        "}",
    ];
}

function place(each: Place): string {
    const { id, kind, label, rows, marks } = each;
    const title = [
        ...firstBold(label),
        ...marks.map((code) => `<font color="${LINES.blocked.color}">${bold(`✗ ${escaped(code)}`)}</font>`),
    ];
    const shown = rows === undefined ? html(title) : table(title, rows);
    return `${quoted(id)} ${attributes({ ...placeAttributes(kind, marks.length > 0), label: shown })}`;
}

/** A route table: a row for each route, which lines can start from. */
function table(title: readonly string[], rows: NonNullable<Place["rows"]>): string {
    const cells = rows.map(({ port, left, right }) => {
        const to = escaped(right);
        return `<tr><td align="left">${escaped(left)}</td><td align="left"${port === undefined ? "" : ` port="${port}"`}>${to}</td></tr>`;
    });
    const head = title.length === 0 ? "" : `<tr><td colspan="2" align="left">${title.join("<br/>")}</td></tr>`;
    return `<<table border="0" cellborder="0" cellspacing="0" cellpadding="4">${head}${cells.join("")}</table>>`;
}

function line({ from, port, to, kind }: Line): string {
    const start = port === undefined ? quoted(from) : `${quoted(from)}:${quoted(port)}:e`;
    return `${start} -> ${quoted(to)} ${attributes(LINES[kind])}`;
}

/** Explains the kinds of line that there are. From the last to the first: Graphviz stacks them upwards. */
function legend(kinds: ReadonlySet<LineKind>): string[] {
    const explained = LEGEND.filter(([kind]) => kinds.has(kind));
    if (explained.length === 0) return [];
    const samples = explained.reverse().flatMap(([kind, text]) => {
        const [from, to] = [`legend ${kind}`, `legend ${kind} text`];
        return [
            `${quoted(from)} [shape="point" width="0.05"]`,
            `${quoted(to)} [shape="plaintext" style="" margin="0.05,0" height="0.15" label=${quoted(text)}]`,
            `${quoted(from)} -> ${quoted(to)} ${attributes(LINES[kind])}`,
        ];
    });
    return [
        `subgraph "cluster legend" {`,
        ...indented([`graph ${attributes({ ...AREAS.legend, label: heading(["legend"]) })}`, ...samples]),
        "}",
    ];
}

function attributes(values: Attributes): string {
    const texts = Object.entries(values).map(([name, value]) => `${name}=${value.startsWith("<") ? value : quoted(value)}`);
    return `[${texts.join(" ")}]`;
}

function firstBold(lines: readonly string[]): string[] {
    return lines.map((text, i) => (i === 0 ? bold(escaped(text)) : escaped(text)));
}

/** Each line to the left, and not under the middle of the longest. */
function heading(title: readonly string[]): string {
    return `<${firstBold(title)
        .map((text) => `${text}<br align="left"/>`)
        .join("")}>`;
}

function html(lines: readonly string[]): string {
    return `<${lines.join("<br/>")}>`;
}

function bold(text: string): string {
    return `<b>${text}</b>`;
}

function escaped(text: string): string {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** In a quoted name only the quotation mark is special, and a backslash where a label is read. */
function quoted(text: string): string {
    return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
}

function indented(lines: readonly string[]): string[] {
    return lines.map((text) => `    ${text}`);
}
