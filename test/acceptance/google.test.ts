import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { kitEnvironment } from './aws-mock';
import { GoogleMock } from './google-mock';
import { describeWith, kit, provider, skip, tool } from './needs';
import { hasReleases, replaceReleases } from './release-values';
import { scratch } from './run-folder';
import { read, synthesized, type Stack } from './synthesized';
import { statePaths, Terraform } from './terraform';

const program = 'test/acceptance/programs/google.ts';
const project = 'acme-platform';
const region = 'europe-west3';

const needs = {
  terraform: tool('terraform'),
  python: tool('python3'),
  google: provider('hashicorp/google'),
  setup: kit('setup'),
  mock: kit('google-mock.d/serve.py'),
};
const helm = provider('hashicorp/helm');

/** What the kit's mock does not show as Google does, so that a second plan would not be empty. */
const UNLIKE_GOOGLE = {
  'a fixed number of nodes': 'node pools with instance groups',
  'an exact version of nodes': 'node pools of the version that they were asked for',
  'a zonal cluster with nodes in further zones': "a zonal cluster's own zone",
};

describeWith(`${program} with real Terraform and the Google provider`, needs, found => {
  const folder = join(scratch('google'), 'cdktf.out');
  cpSync(synthesized(program).folder, folder, { recursive: true });
  const { stacks } = read(folder);
  let mock: GoogleMock;
  let before: unknown;
  const env = () => ({ ...kitEnvironment(found.setup), ...mock.env, TF_IN_AUTOMATION: '1' });
  const terraform = (stack: Stack) => new Terraform(found.terraform, stack.folder, env());

  beforeAll(async () => {
    mock = await GoogleMock.start(found.mock);
    // Whoever was there stays. (The mock would keep the last grants of a project that nobody may do anything in.)
    await mock.grant(project, 'roles/owner', 'user:owner@acme.example');
    before = await mock.contents(project, region);
  });

  afterAll(() => mock.stop());

  test('keeps its state in files by relative paths', () => {
    const paths = stacks.flatMap(stack => statePaths(stack.folder));
    expect(paths).not.toEqual([]);
    expect(paths.filter(isAbsolute)).toEqual([]);
  });

  for (const stack of stacks) {
    if (hasReleases(stack)) {
      releases(stack);
    } else {
      test(`${stack.name} is applied, and a second plan is empty`, async () => {
        await terraform(stack).init();
        await terraform(stack).apply();
        expect(await terraform(stack).differs()).toBe(false);
      });
    }
  }

  for (const [name, what] of Object.entries(UNLIKE_GOOGLE))
    skip(`${program}: ${name}`, [{ name: what, looked: ["the kit's google-mock"] }]);

  test('the project has the APIs on that a cluster with a key and files needs', () => {
    const names = ['cloudkms', 'cloudresourcemanager', 'compute', 'container', 'file', 'iam'];
    expect(mock.enabled).toEqual(names.map(name => `${name}.googleapis.com`));
  });

  test('a plan with one more label differs', async () => {
    const stack = named('plain');
    const override = join(stack.folder, 'label_override.tf.json');
    writeFileSync(override, JSON.stringify({ provider: { google: { default_labels: { drift: 'yes' } } } }));
    expect(await terraform(stack).differs()).toBe(true);
    rmSync(override);
    expect(await terraform(stack).differs()).toBe(false);
  });

  test('destroying leaves what was there, and the APIs on', async () => {
    const made = await mock.contents(project, region);
    expect(Object.entries(made).filter(([, names]) => names.length === 0)).toEqual([]);
    for (const stack of stacks.toReversed()) expect(await terraform(stack).destroy()).toEqual([]);
    expect(await mock.contents(project, region)).toEqual(before);
    expect(mock.enabled).not.toEqual([]);
  });

  function named(name: string): Stack {
    return stacks.find(stack => stack.name === name) as Stack;
  }

  function releases(stack: Stack): void {
    const name = `${stack.name} is valid with the Helm provider`;
    if (helm.found) test(name, () => terraform(stack).init());
    else skip(`${program}: ${name}`, [helm]);

    test(`${stack.name} gives each release its values`, async () => {
      replaceReleases(stack);
      await terraform(stack).init();
      await terraform(stack).apply();
      const values = Object.values(await terraform(stack).outputs()).flatMap(({ value }) => value as string[]);
      expect(values.length).toBeGreaterThan(0);
      for (const text of values) expect(parse(text)).toEqual(expect.any(Object));
      expect(values.join('\n')).not.toContain('${');
    });
  }
});
