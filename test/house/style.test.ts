import { basename } from 'node:path';
import ts from 'typescript';
import { pluginFiles } from './plugin-files';
import { filesBelow, importsOf, parse, read, subpaths, visit } from './source';

const code = filesBelow('cli', 'lib', 'constructs', 'apps', 'bench', 'scripts');
const shipped = filesBelow('cli', 'lib', 'constructs');
const tests = filesBelow('test');

describe('size', () => {
  test.each([...code, ...tests])('%s has at most 400 lines', file => {
    expect(read(file).split('\n').length - 1).toBeLessThanOrEqual(400);
  });

  test.each(code)('functions of %s have at most 60 lines', file => {
    expect(functionsOf(file).filter(({ lines }) => lines > 60)).toEqual([]);
  });

  test('most files have under 150 lines and most functions under 15', () => {
    const small = shipped.filter(file => read(file).split('\n').length <= 150);
    const functions = shipped.flatMap(functionsOf);
    expect(small.length).toBeGreaterThan(shipped.length / 2);
    expect(functions.filter(({ lines }) => lines < 15).length).toBeGreaterThan(functions.length / 2);
  });
});

describe('names', () => {
  test('no file is called by what it is for the programmer', () => {
    const idle = /^(?:utils?|common|helpers?|misc|shared|types|interfaces|constants)\.ts$/;
    const folders = /\/(?:utils?|common|helpers?|misc|shared)\//;
    expect([...code, ...tests].filter(file => idle.test(basename(file)) || folders.test(`/${file}`))).toEqual([]);
  });

  test.each(shipped)('%s declares no Manager, Impl or IThing', file => {
    const declared: string[] = [];
    visit(parse(file), node => {
      const named = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
      if (named && node.name) declared.push(node.name.text);
    });
    expect(declared.filter(name => /(?:Manager|Impl|Helper|Utils?)$|^I[A-Z][a-z]/.test(name))).toEqual([]);
  });

  test.each(pluginFiles().map(each => [each.name, each.product, each]))(
    '%s is called as its product, its file %s.ts, and it has a test of its own',
    (name, product, { file, folder }) => {
      expect(file).toBe(`${product}.ts`);
      expect(name).not.toMatch(/(?:Plugin|AddOn|Provider|Base)$/);
      expect(tests).toContain(`test/constructs/${folder}/${product}.test.ts`);
    },
  );

  test('props are readonly', () => {
    const loose = shipped.flatMap(file =>
      propsOf(file)
        .filter(({ node }) => !isReadonly(node))
        .map(({ where }) => where),
    );
    expect(loose).toEqual([]);
  });
});

describe('docstrings', () => {
  test.each(shipped)('every prop in %s has one', file => {
    const bare = propsOf(file).filter(({ node }) => !hasDoc(node));
    expect(bare.map(({ where }) => where)).toEqual([]);
  });

  test.each(subpaths())("every name that '%s' offers has one (%s)", (_path, file) => {
    const bare = offered(file).filter(({ node }) => !hasDoc(node));
    expect(bare.map(({ where }) => where)).toEqual([]);
  });

  test.each(subpaths())("the package's '%s' says what it is (%s)", (_path, file) => {
    expect(read(file)).toMatch(/^\/\*\*[\s\S]+?@packageDocumentation\s+\*\//);
  });
});

/** What describes props at run time is not declared to users: their compilers would read the whole library that describes them. */
test.each(shipped)('schemas of %s are for itself, or internal', file => {
  const schemas = parse(file).statements.filter(
    node => ts.isVariableStatement(node) && isExported(node) && /= (?:v\.|\{[^}]*: v\.)/.test(node.getText()),
  );
  const loose = schemas.filter(
    node => !ts.getJSDocCommentsAndTags(node).some(doc => doc.getText().includes('@internal')),
  );
  expect(loose.map(node => node.getText().split('\n')[0])).toEqual([]);
});

interface FunctionSize {
  readonly where: string;
  readonly lines: number;
}

function functionsOf(file: string): FunctionSize[] {
  const tree = parse(file);
  const found: FunctionSize[] = [];
  visit(tree, node => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const from = tree.getLineAndCharacterOfPosition(node.getStart()).line;
    const to = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
    found.push({ where: `${file}:${from + 1}`, lines: to - from + 1 });
  });
  return found;
}

/** Members of interfaces whose name ends in Props. */
function propsOf(file: string): { where: string; node: ts.TypeElement }[] {
  const found: { where: string; node: ts.TypeElement }[] = [];
  visit(parse(file), node => {
    if (!ts.isInterfaceDeclaration(node) || !node.name.text.endsWith('Props')) return;
    for (const member of node.members)
      found.push({ where: `${node.name.text}.${member.name?.getText()}`, node: member });
  });
  return found;
}

interface Declared {
  readonly where: string;
  readonly node: ts.Statement;
}

/** Declarations of the names that an index re-exports. */
function offered(index: string): Declared[] {
  return parse(index).statements.flatMap(statement => {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) return [];
    const from = importsOf(index).find(
      each => each.from === (statement.moduleSpecifier as ts.StringLiteral).text,
    )?.file;
    if (!from) return [];
    const clause = statement.exportClause;
    const names =
      clause && ts.isNamedExports(clause)
        ? clause.elements.map(each => (each.propertyName ?? each.name).text)
        : undefined;
    return [...declared(from), ...offered(from)].filter(
      ({ where }) => names?.includes(where.split(' ')[1] as string) ?? true,
    );
  });
}

function declared(file: string): Declared[] {
  return parse(file).statements.flatMap(node => {
    if (!isExported(node)) return [];
    const name = ts.isVariableStatement(node)
      ? node.declarationList.declarations[0]?.name
      : (node as ts.DeclarationStatement).name;
    return [{ where: `${file} ${name?.getText()}`, node }];
  });
}

function isReadonly(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some(each => each.kind === ts.SyntaxKind.ReadonlyKeyword)
  );
}

function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some(each => each.kind === ts.SyntaxKind.ExportKeyword);
}

function hasDoc(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}
