import { basename } from 'node:path';
import ts from 'typescript';
import table from './imports.json';
import { pluginFiles } from './plugin-files';
import { filesBelow, importsOf, parse, read, type Import } from './source';

const shipped = filesBelow('cli', 'lib', 'constructs');

describe('the import table', () => {
  test.each([...shipped, ...filesBelow('apps')])('%s imports only what its row allows', file => {
    expect(forbidden(file)).toEqual([]);
  });

  test('refuses the engine in lib, another folder, another provider and a whole provider', () => {
    const aws = 'constructs/infrastructure/aws/x.ts';
    const refused = (file: string, from: string, typeOnly = false) => !allows(file, { from, typeOnly });
    expect(refused('lib/spi/x.ts', 'constructs')).toBe(true);
    expect(refused('lib/spi/x.ts', 'constructs', true)).toBe(false);
    expect(refused('lib/plan/x.ts', 'cdktf')).toBe(true);
    expect(refused(aws, '@cdktf/provider-google/lib/vpc')).toBe(true);
    expect(refused(aws, '@cdktf/provider-aws')).toBe(true);
    expect(refused(aws, '@cdktf/provider-aws/lib/vpc')).toBe(false);
    expect(allows(aws, { from: '../x', file: 'constructs/infrastructure/google/x.ts', typeOnly: false })).toBe(false);
    expect(allows('apps/x.ts', { from: '../lib/errors', file: 'lib/errors.ts', typeOnly: false })).toBe(false);
  });
});

test('nothing imports itself in a circle', () => {
  expect(circles(shipped)).toEqual([]);
});

describe('lib/spi', () => {
  test.each(filesBelow('lib/spi'))('%s holds types, CONTRACT and nothing else', file => {
    const isValue = (node: ts.Statement) =>
      !ts.isInterfaceDeclaration(node) &&
      !ts.isTypeAliasDeclaration(node) &&
      !ts.isExportDeclaration(node) &&
      !ts.isImportDeclaration(node);
    const values = parse(file)
      .statements.filter(isValue)
      .map(node => node.getText());
    expect(values.filter(text => !/^export const CONTRACT = \d+;$/.test(text))).toEqual([]);
  });
});

/** Products whose name is an ordinary word, which shared files may use as one. */
const ordinaryWords = ['manifests'];

/** Clouds that the contract itself names: what an identity may do is said cloud by cloud. */
const grants: { [file: string]: string[] } = { 'lib/spi/item.ts': ['aws', 'google'] };

describe('products', () => {
  const products = pluginFiles().map(each => each.product);
  const clouds = filesBelow('constructs/infrastructure').map(file => file.split('/')[2] as string);
  const names = [...new Set([...products, ...clouds])].filter(name => !ordinaryWords.includes(name));

  test('are known from the folders', () => {
    expect(names).toEqual(
      expect.arrayContaining(['eks', 'doks', 'cilium', 'containerd', 'terraform-helm', 'aws', 'digitalocean']),
    );
  });

  test.each(shipped.filter(file => /^lib\/|^constructs\/[^/]+$/.test(file)))('%s names none of them', file => {
    const found = read(file).match(anyOf(names)) ?? [];
    const allowed = grants[file] ?? [];
    expect([...new Set(found)].filter(name => !allowed.includes(name.toLowerCase()))).toEqual([]);
  });
});

type Row = (typeof table)[number];

function forbidden(file: string): string[] {
  return importsOf(file)
    .filter(each => !allows(file, each))
    .map(({ from }) => from);
}

/** Whether the table's first row for a file allows it an import. */
function allows(file: string, { from, file: target, typeOnly }: Import): boolean {
  for (const row of table) {
    const own = ownFolder(row, file);
    if (own === undefined) continue;
    if (target !== undefined) return row.folders.some(folder => matches(target, folder.replace('<own>', own)));
    const packages = typeOnly ? [...row.packages, ...row.types] : row.packages;
    return packages.some(name => toRegExp(`${name.replace('<own>', basename(own))}$`).test(from));
  }
  return false;
}

/** The part of a file's path that the row is about; nothing if it is not about this file. */
function ownFolder(row: Row, file: string): string | undefined {
  return row.from.map(pattern => toRegExp(`${pattern}(?=/|$)`).exec(file)?.[0]).find(Boolean);
}

function matches(file: string, pattern: string): boolean {
  return toRegExp(`${pattern}(/|$)`).test(file);
}

function toRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}`);
}

/** Files that import one another at run time, each circle as one line. */
function circles(files: string[]): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, path: string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const each of importsOf(file))
      if (each.file?.endsWith('.ts') && !each.typeOnly) walk(each.file, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return found;
}

/** Finds names in either spelling: `cloud-disk`, `CloudDisk`. */
function anyOf(names: string[]): RegExp {
  return new RegExp(`(?<![\\w-])(?:${names.flatMap(name => [name, pascal(name)]).join('|')})(?!\\w)`, 'gi');
}

function pascal(product: string): string {
  return product.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
}
