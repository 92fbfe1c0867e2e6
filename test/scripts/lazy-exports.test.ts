import ts from 'typescript';
import { lazyExports } from '../../scripts/lazy-exports';

const compiled = (source: string) =>
  ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } })
    .outputText;

/** Runs an index in which every module is empty but for its own name, and tells what it loaded by when. */
function loadedBy(code: string, use: (exports: { readonly [name: string]: unknown }) => unknown) {
  const loaded: string[] = [];
  const require = (name: string) => {
    loaded.push(name);
    return new Proxy({}, { get: (_, key) => `${String(key)} of ${name}` });
  };
  const exports = {};
  new Function('exports', 'require', code)(exports, require);
  const before = [...loaded];
  return { before, used: use(exports), after: loaded };
}

const index = compiled(`
  import './needed';
  export { One, type Only } from './one';
  export { Two as Second } from '../two';
  export type * from './types';
`);

test('loads a module when what it offers is used, and no other', () => {
  expect(loadedBy(lazyExports(index), it => [it.Second, it.One])).toEqual({
    before: ['./needed'],
    used: ['Two of ../two', 'One of ./one'],
    after: ['./needed', '../two', './one'],
  });
  expect(loadedBy(index, () => undefined).before).toEqual(['./needed', './one', '../two']);
});

test('offers the same names', () => {
  const names = (code: string) => loadedBy(code, it => Object.keys(it)).used;
  expect(names(lazyExports(index))).toEqual(names(index));
  expect(names(index)).toEqual(expect.arrayContaining(['One', 'Second']));
});

test('keeps the lines by which ECMAScript modules find the names', () => {
  const found = (code: string) => code.split('\n').filter(line => line.startsWith('Object.defineProperty(exports'));
  expect(found(lazyExports(index))).toEqual(found(index));
  expect(found(index)).toHaveLength(3);
});

test('leaves everything else as it is', () => {
  const code = compiled(`import { join } from 'node:path'; export const one = () => join('a'); export * from './all';`);
  expect(lazyExports(code)).toBe(code);
});
