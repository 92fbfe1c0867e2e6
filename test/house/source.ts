import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, relative, sep } from 'node:path';
import ts from 'typescript';

/** The repository's folder. */
export const root = resolve(__dirname, '../..');

/** TypeScript files below folders, as paths from the root with forward slashes, sorted. */
export function filesBelow(...folders: string[]): string[] {
  return folders.flatMap(folder => list(folder)).sort();
}

function list(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return list(path);
    return /\.m?ts$/.test(entry.name) ? [path] : [];
  });
}

const parsed = new Map<string, ts.SourceFile>();

/** A file's syntax tree. */
export function parse(file: string): ts.SourceFile {
  const tree = parsed.get(file) ?? ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);
  parsed.set(file, tree);
  return tree;
}

/** A file's text. */
export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** What a file imports. */
export interface Import {
  /** As written. */
  readonly from: string;
  /** The file it means, where it is one of the repository's own. */
  readonly file?: string;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
}

/** A file's imports and re-exports, those inside of functions and types too. */
export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  visit(parse(file), node => {
    const { specifier, typeOnly } = importedBy(node) ?? {};
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const from = specifier.text;
    found.push({ from, typeOnly: typeOnly === true, ...(from.startsWith('.') && { file: fileOf(file, from) }) });
  });
  return found;
}

/** Calls back for a node and everything below it. */
export function visit(node: ts.Node, call: (node: ts.Node) => void): void {
  call(node);
  ts.forEachChild(node, child => visit(child, call));
}

function importedBy(node: ts.Node): { specifier: ts.Node | undefined; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) return { specifier: node.moduleSpecifier, typeOnly: onlyTypes(node.importClause) };
  if (ts.isExportDeclaration(node)) {
    const names = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
    return {
      specifier: node.moduleSpecifier,
      typeOnly: node.isTypeOnly || names?.every(name => name.isTypeOnly) === true,
    };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { specifier: node.argument.literal, typeOnly: true };
  if (!ts.isCallExpression(node)) return undefined;
  const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  return loads ? { specifier: node.arguments[0], typeOnly: false } : undefined;
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const names =
    clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : undefined;
  return !clause.name && names !== undefined && names.length > 0 && names.every(name => name.isTypeOnly);
}

function fileOf(file: string, from: string): string {
  const wanted = relative(root, resolve(root, dirname(file), from))
    .split(sep)
    .join('/');
  const existing = [wanted, `${wanted}.ts`, `${wanted}/index.ts`].find(path => ts.sys.fileExists(join(root, path)));
  return existing ?? wanted;
}

/** The subpaths of the package with the source file of each: `['aws', 'constructs/infrastructure/aws/index.ts']`. */
export function subpaths(): [string, string][] {
  const { exports } = JSON.parse(read('package.json')) as {
    exports: { [path: string]: { 'tenon-source'?: string } | string };
  };
  return Object.entries(exports).flatMap(([path, target]) => {
    const source = typeof target === 'string' ? undefined : target['tenon-source'];
    return source ? [[path.replace(/^\.\/?/, ''), source.replace('./', '')] as [string, string]] : [];
  });
}

/** A class's name in kebab-case, as its file is called. */
export function kebab(name: string): string {
  return name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}
