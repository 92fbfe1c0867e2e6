import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { Account } from './aws-account';
import { AwsMock, kitEnvironment } from './aws-mock';
import { describeWith, kit, provider, pythonModule, skip, tool } from './needs';
import { read, synthesized, type Stack } from './synthesized';
import { providersOf, regionOf, statePaths, Terraform } from './terraform';

const needs = {
  terraform: tool('terraform'),
  aws: provider('hashicorp/aws'),
  setup: kit('setup'),
  mock: kit('aws-mock'),
  moto: pythonModule('moto.server'),
};

/** A stack of an app, that the tests may change. */
interface Deployed {
  readonly stack: Stack;
  readonly terraform: Terraform;
}

for (const app of ['apps/quickstart.ts', 'apps/existing-network.ts']) {
  describeWith(`${app} with real Terraform and the AWS provider`, needs, found => {
    const folder = mkdtempSync(join(tmpdir(), 'tenon-terraform-'));
    const mock = AwsMock.start(found.mock, join(folder, 'mock'));
    const env = { ...kitEnvironment(found.setup), ...mock.env, TF_IN_AUTOMATION: '1' };
    const deployed = copyOf(synthesized(app).folder, folder).flatMap(stack =>
      runnable(app, stack, found.terraform, env),
    );
    const account = new Account(found.terraform, join(folder, 'account'), env, regionOf(deployed.map(it => it.stack)));
    let before: unknown;

    beforeAll(async () => {
      before = await account.contents();
    });

    afterAll(() => {
      mock.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('makes something, and keeps its state in files by relative paths', () => {
      expect(deployed.length).toBeGreaterThan(0);
      const paths = deployed.flatMap(({ stack }) => statePaths(stack.folder));
      expect(paths.filter(isAbsolute)).toEqual([]);
      expect(paths).not.toEqual([]);
    });

    test.each(deployed)('$stack.name is applied, and a second plan is empty', async ({ terraform }) => {
      await terraform.init();
      await terraform.apply();
      expect(await terraform.differs()).toBe(false);
    });

    test('a plan with one more tag differs', async () => {
      const { terraform } = deployed.find(({ stack }) => stack.json.resource) ?? (deployed[0] as Deployed);
      const override = join(terraform.folder, 'tag_override.tf.json');
      writeFileSync(override, JSON.stringify({ provider: { aws: { default_tags: { tags: { drift: 'yes' } } } } }));
      expect(await terraform.differs()).toBe(true);
      rmSync(override);
    });

    test('destroying leaves nothing', async () => {
      expect(await account.contents()).not.toEqual(before);
      for (const { terraform } of deployed.toReversed()) expect(await terraform.destroy()).toEqual([]);
      expect(await account.contents()).toEqual(before);
    });
  });
}

/** Terraform writes beside what it reads, and finds other stacks' states from where it is: the whole folder is copied. */
function copyOf(output: string, folder: string): readonly Stack[] {
  const copy = join(folder, basename(output));
  cpSync(output, copy, { recursive: true });
  return read(copy).stacks;
}

function runnable(app: string, stack: Stack, terraform: string, env: NodeJS.ProcessEnv): Deployed[] {
  const missing = providersOf(stack.json)
    .map(provider)
    .filter(it => it.found === undefined);
  if (missing.length > 0) {
    skip(`${app}: stack ${stack.name}`, missing);
    return [];
  }
  return [{ stack, terraform: new Terraform(terraform, stack.folder, env) }];
}
