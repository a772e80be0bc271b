/**
 * Reads from the installed `@pulumi/aws` which properties each simulated resource type has, and writes `simulator/aws/shapes/`.
 *
 *     npx tsx tools/shapes.ts
 *
 * To be run after an upgrade of the package: the simulator accepts exactly what is written here.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import type { BlockShape, DataSourceShape, ResourceShape, Shapes, TypeName } from "../simulator/aws/shapes";

const ROOT = path.resolve(__dirname, "..");
const PACKAGE = path.join(ROOT, "node_modules", "@pulumi", "aws");
const FACTS = path.join(ROOT, "simulator", "aws", "facts");
const SHAPES = path.join(ROOT, "simulator", "aws", "shapes");

/** The files of facts that have shapes; one file of shapes is written for each. */
export const SHAPE_FILES = ["network-compute.json", "additions.json", "data-identity.json", "edge-operations.json"] as const;

/** Reads the declarations of the package; `blocks` collects the nested types that were met. */
class DeclarationReader {
    private readonly inputBlocks = interfacesByPath(parse(path.join(PACKAGE, "types", "input.d.ts")));
    readonly blocks: Record<string, BlockShape> = {};

    resource(token: string): ResourceShape {
        const { source, name } = this.declaration(token);
        const args = interfaceIn(source, `${name}Args`);
        const outputs = classIn(source, name)
            .members.filter(ts.isPropertyDeclaration)
            .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) === true)
            .map((member) => nameOf(member));
        return { inputs: this.block(args, token), outputs: outputs.sort() };
    }

    dataSource(token: string): DataSourceShape {
        const { source, name } = this.declaration(token);
        const type = name.charAt(0).toUpperCase() + name.slice(1);
        const args = findInterface(source, `${type}Args`);
        const results = interfaceIn(source, `${type}Result`).members.filter(ts.isPropertySignature);
        return {
            args: args === undefined ? { properties: {}, required: [] } : this.block(args, token),
            results: results.map((member) => nameOf(member)).sort(),
        };
    }

    /** `aws:ec2/subnet:Subnet` is declared in `ec2/subnet.d.ts`. */
    private declaration(token: string): { source: ts.SourceFile; name: string } {
        const [, module = "", name = ""] = token.split(":");
        return { source: parse(path.join(PACKAGE, `${module.replace(/^index\//, "")}.d.ts`)), name };
    }

    private block(declaration: ts.InterfaceDeclaration, place: string): BlockShape {
        const members = declaration.members.filter(ts.isPropertySignature);
        const typed = members.map((member) => [nameOf(member), this.typeName(member.type, `${place}.${nameOf(member)}`)] as const);
        return {
            properties: Object.fromEntries(typed.sort(([a], [b]) => (a < b ? -1 : 1))),
            required: members
                .filter(({ questionToken }) => questionToken === undefined)
                .map((member) => nameOf(member))
                .sort(),
        };
    }

    private typeName(type: ts.TypeNode | undefined, place: string): TypeName {
        if (type === undefined) throw new Error(`${place} has no type`);
        if (ts.isUnionTypeNode(type)) return this.unionName(type, place);
        if (ts.isArrayTypeNode(type)) return `[]${this.typeName(type.elementType, place)}`;
        if (ts.isTypeLiteralNode(type)) return `{}${this.typeName(type.members.find(ts.isIndexSignatureDeclaration)?.type, place)}`;
        if (ts.isTypeReferenceNode(type)) return this.referenceName(type, place);
        const keyword = KEYWORDS.get(type.kind);
        if (keyword === undefined) throw new Error(`${place}: ${type.getText()} is a type that this tool does not understand`);
        return keyword;
    }

    /** Beside a plain type, a union offers an enumeration of it, a resource whose id is meant, or an object that becomes JSON. */
    private unionName(type: ts.UnionTypeNode, place: string): TypeName {
        const names = type.types
            .filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
            .map((member) => this.typeName(member, place));
        const plain = names.find((name) => !name.startsWith("#")) ?? names[0] ?? "any";
        return plain === "string" && names.includes(`#${POLICY_DOCUMENT}`) ? "json" : plain;
    }

    private referenceName(type: ts.TypeReferenceNode, place: string): TypeName {
        const name = type.typeName.getText();
        if (name === "pulumi.Input") return this.typeName(type.typeArguments?.[0], place);
        if (name.startsWith("pulumi.asset.")) return "asset";
        if (name.startsWith("inputs.")) return this.blockName(name.slice("inputs.".length));
        // What is left names text: an ARN, an enumeration, or a resource that stands for its id.
        return "string";
    }

    private blockName(name: string): TypeName {
        if (this.blocks[name] === undefined) {
            const declaration = this.inputBlocks.get(name);
            if (declaration === undefined) throw new Error(`types/input.d.ts has no ${name}`);
            // Entered before its members are read: blocks of a firewall rule contain themselves.
            this.blocks[name] = { properties: {}, required: [] };
            this.blocks[name] = this.block(declaration, name);
        }
        return `#${name}`;
    }
}

const POLICY_DOCUMENT = "iam.PolicyDocument";

const KEYWORDS: ReadonlyMap<ts.SyntaxKind, TypeName> = new Map([
    [ts.SyntaxKind.StringKeyword, "string"],
    [ts.SyntaxKind.NumberKeyword, "number"],
    [ts.SyntaxKind.BooleanKeyword, "boolean"],
    [ts.SyntaxKind.AnyKeyword, "any"],
]);

/**
 * The shapes of all types in one file of facts.
 *
 * @param file name of the file, for example `network-compute.json`
 * @throws Error when the package has no such type, or one that this tool cannot read
 */
export function shapesFor(file: string): Shapes {
    const facts = JSON.parse(fs.readFileSync(path.join(FACTS, file), "utf8")) as Record<string, { kind?: string }>;
    const reader = new DeclarationReader();
    const tokens = Object.keys(facts).sort();
    const [sources, resources] = [
        tokens.filter((token) => facts[token]?.kind === "dataSource"),
        tokens.filter((token) => facts[token]?.kind === undefined),
    ];
    return {
        resources: Object.fromEntries(resources.map((token) => [token, reader.resource(token)])),
        dataSources: Object.fromEntries(sources.map((token) => [token, reader.dataSource(token)])),
        blocks: Object.fromEntries(Object.entries(reader.blocks).sort(([a], [b]) => (a < b ? -1 : 1))),
    };
}

function parse(file: string): ts.SourceFile {
    return ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

/** Interfaces inside namespaces, as `ec2.SubnetFilter`. */
function interfacesByPath(source: ts.SourceFile): ReadonlyMap<string, ts.InterfaceDeclaration> {
    const found = new Map<string, ts.InterfaceDeclaration>();
    const visit = (node: ts.Node, prefix: string): void => {
        if (ts.isInterfaceDeclaration(node)) found.set(`${prefix}${node.name.text}`, node);
        if (ts.isModuleDeclaration(node) && node.body !== undefined && ts.isModuleBlock(node.body)) {
            node.body.statements.forEach((statement) => {
                visit(statement, `${prefix}${node.name.text}.`);
            });
        }
    };
    source.statements.forEach((statement) => {
        visit(statement, "");
    });
    return found;
}

function findInterface(source: ts.SourceFile, name: string): ts.InterfaceDeclaration | undefined {
    return source.statements.filter(ts.isInterfaceDeclaration).find((declaration) => declaration.name.text === name);
}

function interfaceIn(source: ts.SourceFile, name: string): ts.InterfaceDeclaration {
    const declaration = findInterface(source, name);
    if (declaration === undefined) throw new Error(`${source.fileName} declares no ${name}`);
    return declaration;
}

function classIn(source: ts.SourceFile, name: string): ts.ClassDeclaration {
    const declaration = source.statements.filter(ts.isClassDeclaration).find((candidate) => candidate.name?.text === name);
    if (declaration === undefined) throw new Error(`${source.fileName} declares no class ${name}`);
    return declaration;
}

function nameOf(member: ts.PropertySignature | ts.PropertyDeclaration): string {
    return member.name.getText();
}

if (require.main === module) {
    fs.mkdirSync(SHAPES, { recursive: true });
    for (const file of SHAPE_FILES) fs.writeFileSync(path.join(SHAPES, file), `${JSON.stringify(shapesFor(file), undefined, 1)}\n`);
}
