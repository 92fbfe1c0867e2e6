import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Built } from '../house/built';
import { folderOf, plan } from './folders';

let built: Built;

beforeAll(() => (built = new Built()));
afterAll(() => built.remove());

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function tenon(...args: readonly string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, CI: '1' };
  return new Promise(resolve => {
    execFile(process.execPath, [join(built.folder, 'dist/cli/tenon.js'), ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

const shop = (overrides = {}) => folderOf({ 'shop.plan.json': plan(overrides) });

test('ends with 0 where nothing changes', async () => {
  const folder = shop();
  expect(await tenon('review', folder, folder)).toEqual({
    code: 0,
    out: '## Tenon review\n\nNothing changes.\n\n',
    err: '',
  });
});

test('ends with 1 where something does', async () => {
  const tagged = shop({ cluster: { ...plan().cluster, tags: { team: 'shop' } } });
  const { code, out, err } = await tenon('review', shop(), tagged);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain('added: tag `team`: `shop`');
});

test('ends with 3 where somebody should look', async () => {
  const { code, out } = await tenon('review', shop(), folderOf({}));
  expect(code).toBe(3);
  expect(out).toContain('cluster shop goes');
});

test('gives JSON that says the same', async () => {
  const { code, out } = await tenon('review', shop(), folderOf({}), '--json');
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    format: 'tenon.review/1',
    verdict: 'attention',
    clusters: [{ fate: 'removed' }],
  });
});

test('adds a picture on request', async () => {
  const folder = shop();
  expect((await tenon('review', folder, folder, '--mermaid')).out).toMatch(/\n```mermaid\nflowchart LR\n[^`]+```\n$/);
});

test.each([
  ['no command', []],
  ['another command', ['destroy']],
  ['one folder', ['review', 'a']],
  ['three folders', ['review', 'a', 'b', 'c']],
  ['another option', ['review', 'a', 'b', '--colour']],
  ['options that exclude each other', ['review', 'a', 'b', '--json', '--mermaid']],
])('ends with 2 and its usage for %s', async (_, args) => {
  const { code, out, err } = await tenon(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^tenon: .+\n\nusage: tenon review <base> <head>/);
  expect(err).not.toContain('    at ');
});

test.each([
  ['is not there', 'nowhere'],
  ['is damaged', ''],
])('ends with 2 and one line for a folder that %s', async (_, missing) => {
  const folder = missing || folderOf({ 'shop.plan.json': 'garbage' });
  const { code, out, err } = await tenon('review', folder, shop());
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^tenon: '[^\n]+\n$/);
});

test('tells how it is called', async () => {
  for (const args of [['--help'], ['review', '--help']]) {
    expect(await tenon(...args)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^usage: /) as string });
  }
});

test('loads no engine and no provider, and little else', async () => {
  const program =
    "process.argv = ['', '', 'review', '--help']; require('./dist/cli/tenon.js'); process.stdout.write('\\n')";
  const loaded = (await built.loadedBy(
    `process.stdout.write = () => true; ${program}; delete process.stdout.write`,
  )) as string[];
  expect(loaded.filter(file => /node_modules\/(?:cdktf|cdk8s|constructs|@cdktf)\//.test(file))).toEqual([]);
  expect(loaded.length).toBeLessThan(120);
});

test('starts within 300 ms more than Node itself', async () => {
  const times = async (...args: readonly string[]) => {
    const found: number[] = [];
    for (let run = 0; run < 5; run++) {
      const start = process.hrtime.bigint();
      await built.node(args);
      found.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
    return Math.min(...found);
  };
  const bare = await times('-e', '0');
  expect((await times('dist/cli/tenon.js', '--help')) - bare).toBeLessThan(300);
});
