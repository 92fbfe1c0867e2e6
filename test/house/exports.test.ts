import { basename } from 'node:path';
import { Built } from './built';
import { pluginFiles } from './plugin-files';
import { importsOf, read, subpaths } from './source';

const isCloud = ([, file]: [string, string]) => file.startsWith('constructs/infrastructure/');
const clouds = subpaths().filter(isCloud);
const others = subpaths().filter(each => !isCloud(each));
const loaded = new Map<string, Promise<string[]>>();
let built: Built;

beforeAll(() => (built = new Built()));
afterAll(() => built.remove());

/** The files that using everything of a subpath loads, each in a process of its own. */
function load(path: string): Promise<string[]> {
  const files = loaded.get(path) ?? built.loadedBy(`Object.values(require('${nameOf(path)}'))`);
  loaded.set(path, files);
  return files;
}

const nameOf = (path: string) => (path === '' ? 'tenon' : `tenon/${path}`);

test.each(clouds)("'%s' loads its own provider and no other (%s)", async (path, file) => {
  const own = providers(externals(file));
  expect(own).toHaveLength(1);
  expect(providers(await load(path))).toEqual(own);
});

test.each(others)("'%s' loads no provider (%s)", async path => {
  expect(providers(await load(path))).toEqual([]);
});

test.each(['network', 'runtime', 'storage', 'spi', 'testing'])("'%s' loads no engine", async path => {
  const engines = (await load(path)).filter(file => /\/node_modules\/(?:cdktf|cdk8s|constructs)\//.test(file));
  expect(engines).toEqual([]);
});

test("using one plugin of a subpath loads no other's file", async () => {
  for (const path of new Set(pluginFiles().map(each => each.folder.replace('infrastructure/', '')))) {
    const all = pluginFiles().filter(each => each.folder.replace('infrastructure/', '') === path);
    const files = (await built.loadedBy(`require('${nameOf(path)}').${all[0]?.name}`)).map(file => basename(file));
    const others = all.filter(({ file }) => file !== all[0]?.file).map(({ file }) => file.replace(/\.ts$/, '.js'));
    expect(files).toContain(all[0]?.file.replace(/\.ts$/, '.js'));
    expect(others.filter(file => files.includes(file))).toEqual([]);
  }
});

test.each(pluginFiles().map(each => [each.name, each.folder.replace('infrastructure/', '')]))(
  '%s can be imported by ECMAScript modules too',
  async (name, path) => {
    const program = `import { ${name} } from '${nameOf(path)}'; console.log(${name}.name)`;
    expect(await built.node(['--input-type=module', '--eval', program])).toBe(`${name}\n`);
  },
);

test('the cluster does not load cdk8s, which only one delivery needs', async () => {
  expect((await load('')).filter(file => file.includes('/node_modules/cdk8s/'))).toEqual([]);
});

test.each(clouds)("'%s' loads at most 1.2 times the modules that its resources need (%s)", async (path, file) => {
  const engine = externals(file).filter(name => /^(?:cdktf|constructs|@cdktf\/)/.test(name));
  expect(engine.length).toBeGreaterThan(5);
  const needed = await built.loadedBy(engine.map(name => `require('${name}')`).join(';'));
  expect((await load(path)).length / needed.length).toBeLessThanOrEqual(1.2);
});

describe('a subpath is declared once for all', () => {
  const manifest = JSON.parse(read('package.json')) as {
    exports: { [path: string]: { types: string; default: string } };
    typesVersions: { '*': { [path: string]: string[] } };
  };
  const { entryPoints } = JSON.parse(read('typedoc.json')) as { entryPoints: string[] };

  test.each(subpaths())("'%s' is compiled from %s, typed for old resolvers, and documented", (path, file) => {
    const target = manifest.exports[path === '' ? '.' : `./${path}`];
    const compiled = `dist/${file.replace(/\.ts$/, '')}`;
    expect(target).toMatchObject({ types: `./${compiled}.d.ts`, default: `./${compiled}.js` });
    if (path !== '') expect(manifest.typesVersions['*'][path]).toEqual([`${compiled}.d.ts`]);
    expect(entryPoints).toContain(file);
  });
});

/** Provider packages among names of packages or of files. */
function providers(names: readonly string[]): string[] {
  return [...new Set(names.flatMap(name => /@cdktf\/provider-[a-z0-9-]+/.exec(name)?.[0] ?? []))];
}

/** Packages that a file and everything it imports load at run time. */
function externals(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = importsOf(file).filter(each => !each.typeOnly);
  const found = imports.flatMap(each =>
    each.file === undefined ? [each.from] : each.file.endsWith('.ts') ? externals(each.file, seen) : [],
  );
  return [...new Set(found)];
}
