import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFolder } from '../../cli/read-folder';
import { providers } from '../../cli/providers';
import { review } from '../../lib/review';
import { markdown } from '../../lib/review/markdown';
import { emptyFolder } from '../folder';
import { clouds } from './pairs/clouds';
import { decisions } from './pairs/decisions';
import { synthesize } from './pairs/pair';
import { pools } from './pairs/pools';
import { security } from './pairs/security';

const pairs = [...pools, ...security, ...decisions, ...clouds];
const golden = join(__dirname, 'golden');
const updating = process.env.UPDATE_GOLDEN === '1';

describe.each(pairs.map(pair => [pair.name, pair] as const))('%s', (name, { base, head }) => {
  const [old, now] = [emptyFolder(), emptyFolder()];

  beforeAll(() => {
    synthesize(base, old);
    synthesize(head, now);
  });

  test('is told as in its golden files; UPDATE_GOLDEN=1 writes those anew', () => {
    const result = review(readFolder(old), readFolder(now), providers);
    expectGolden(`${name}.md`, markdown(result));
    expectGolden(`${name}.json`, `${JSON.stringify(result, null, 1)}\n`);
  });

  test('is nothing, told of one side twice', () => {
    for (const folder of [old, now]) {
      const { verdict, clusters, stacks, files } = review(readFolder(folder), readFolder(folder), providers);
      expect({ verdict, stacks, files, changes: clusters.flatMap(({ changes }) => changes) }).toEqual({
        verdict: 'same',
        stacks: [],
        files: [],
        changes: [],
      });
    }
  });
});

test('every golden file has its pair', () => {
  const wanted = pairs.flatMap(({ name }) => [`${name}.json`, `${name}.md`]);
  expect(readdirSync(golden).sort()).toEqual(wanted.sort());
});

function expectGolden(name: string, text: string): void {
  const file = join(golden, name);
  if (updating) writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `a golden file ${name}`);
}
