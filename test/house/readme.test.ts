import { join } from 'node:path';
import ts from 'typescript';
import { Built, compile } from './built';
import { pluginFiles } from './plugin-files';
import { read, root } from './source';

const readme = read('README.md');
const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code as string);
const numbers = blocks.map((_, index) => index + 1);
let built: Built;

beforeAll(() => (built = new Built()));
afterAll(() => built.remove());

test('shows programs in TypeScript, so that all of them are tried here', () => {
  expect(blocks.length).toBeGreaterThan(0);
  expect(readme.match(/^```(?!ts$|bash$|json$|$).*$/gm) ?? []).toEqual([]);
});

test('every ts block compiles', () => {
  const files = new Map(blocks.map((code, index) => [join(root, `readme-${index + 1}.ts`), code]));
  expect(errorsIn(files)).toEqual([]);
});

test.each(numbers)('ts block %i runs to its end, and what it builds has no problems', async number => {
  const program = `readme/block-${number}.js`;
  const code = blocks[number - 1] as string;
  expect(code.includes('new App()')).toBe(/^app\.synth\(\);\n$/m.test(code));
  built.write(`dist/${program}`, compile(checked(code)));
  const files = await built.synth(program, `out/${number}`);
  const stacks = [...files.keys()].filter(path => path.endsWith('/cdk.tf.json'));
  expect(stacks.length > 0).toBe(code.includes('new App()'));
});

test('the tables have a row for every plugin, and none for what is not there', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z]\w+)(?:\([^`]*\))?` /gm)].map(([, name]) => name as string);
  const plugins = pluginFiles().map(each => each.name);
  expect([...new Set(rows)].sort()).toEqual([...new Set(plugins)].sort());
});

test('CONTRIBUTING.md shows a plugin as it is', () => {
  const [, file, code] = /`(constructs\/[\w/-]+\.ts)`:\n\n```ts\n([\s\S]*?)```/.exec(read('CONTRIBUTING.md')) ?? [];
  expect(code).toBe(read(file as string));
});

/** An exported plugin must find no fault with its props. */
function checked(code: string): string {
  const plugins = [...code.matchAll(/^export const (\w+)/gm)];
  return code + plugins.map(([, name]) => `if (${name}.findings?.length) throw ${name}.findings;\n`).join('');
}

/** What the compiler says of files that exist in memory only, with the repository's own settings. */
function errorsIn(files: Map<string, string>): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const options = { ...config?.options, noEmit: true, types: ['node'] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = path => files.has(path) || fileExists(path);
  host.readFile = path => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const code = files.get(path);
    return code === undefined ? getSourceFile(path, version, ...rest) : ts.createSourceFile(path, code, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const errors = [...files.keys()].flatMap(path => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  return errors.map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
  );
}
