import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from 'tenon';
import { overlaps } from '../../lib/plan/cidr';
import { Built } from './built';
import { filesBelow, root } from './source';

const apps = filesBelow('apps').map(file => file.replace(/^apps\/|\.ts$/g, ''));
const golden = (app: string) => join(root, 'test/golden', `${app}.json`);
const updating = process.env.UPDATE_GOLDEN === '1';
let built: Built;

beforeAll(() => (built = new Built()));
afterAll(() => built.remove());

describe.each(apps)('apps/%s', app => {
  let files: Map<string, string>;

  test('synthesizes the Terraform of its golden file; UPDATE_GOLDEN=1 writes that anew', async () => {
    files = await built.synth(`apps/${app}.js`, `one/${app}`);
    const terraform = terraformOf(files);
    if (updating) save(golden(app), terraform);
    expect(Object.keys(terraform)).not.toEqual([]);
    expect(terraform).toEqual(
      existsSync(golden(app)) ? JSON.parse(readFileSync(golden(app), 'utf8')) : 'a golden file',
    );
  });

  test('synthesizes the same bytes for another user in another folder', async () => {
    const elsewhere = {
      HOME: '/nowhere',
      USER: 'somebody',
      LOGNAME: 'somebody',
      TZ: 'Pacific/Chatham',
      LANG: 'tr_TR.UTF-8',
    };
    const again = await built.synth(`apps/${app}.js`, `another/and/deeper/${app}`, elsewhere);
    expect([...again.keys()]).toEqual([...files.keys()]);
    expect([...again].filter(([path, content]) => files.get(path) !== content).map(([path]) => path)).toEqual([]);
    expect([...again].filter(([, content]) => content.includes(built.folder)).map(([path]) => path)).toEqual([]);
  });
});

test('every golden file has its app', () => {
  const files = readdirSync(join(root, 'test/golden'), { recursive: true, encoding: 'utf8' });
  expect(files.filter(file => file.endsWith('.json')).sort()).toEqual(apps.map(app => `${app}.json`).sort());
});

test('apps/fleet has twelve clusters on three clouds, and no two of them have an address in common', async () => {
  const files = await built.synth('apps/fleet.js', 'fleet');
  const plans = [...files].filter(([path]) => path.endsWith('.plan.json')).map(([, text]) => JSON.parse(text) as Plan);
  const clouds = plans.flatMap(({ capabilities }) => capabilities.cloud?.map(({ value }) => value));
  expect(clouds.sort()).toEqual([
    ...Array(5).fill('aws'),
    ...Array(3).fill('digitalocean'),
    ...Array(4).fill('google'),
  ]);
  const ranges = plans.flatMap(({ addresses: { network, pods, services } }) => [network, pods, services]);
  const shared = ranges.filter((range, index) => ranges.slice(0, index).some(other => overlaps(range, other)));
  expect(shared).toEqual([]);
  expect(plans.flatMap(({ warnings }) => warnings)).toEqual([]);
});

/** Terraform's configuration by stack, without the remarks (`//`) in which cdktf repeats construct paths. */
function terraformOf(files: Map<string, string>): { [stack: string]: unknown } {
  const stacks = [...files].flatMap(([path, content]) => {
    const stack = /^cdktf\.out\/stacks\/(.+)\/cdk\.tf\.json$/.exec(path)?.[1];
    return stack ? [[stack, JSON.parse(content, withoutRemarks) as unknown]] : [];
  });
  return Object.fromEntries(stacks) as { [stack: string]: unknown };
}

function withoutRemarks(key: string, value: unknown): unknown {
  return key === '//' ? undefined : value;
}

function save(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
