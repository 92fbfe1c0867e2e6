import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { Account } from './aws-account';
import type { ApiServer } from './api-server';
import { AwsMock, kitEnvironment } from './aws-mock';
import { installInto, missingInstallers, serverFor } from './install-releases';
import { describeWith, kit, provider, pythonModule, skip, tool } from './needs';
import { hasReleases, replaceReleases } from './release-values';
import { scratch } from './run-folder';
import { read, synthesized, type Stack } from './synthesized';
import { regionOf, statePaths, Terraform, unpin } from './terraform';

const needs = {
  terraform: tool('terraform'),
  aws: provider('hashicorp/aws'),
  setup: kit('setup'),
  mock: kit('aws-mock'),
  moto: pythonModule('moto.server'),
};

/** Tests that real Terraform makes what a program says, that a second plan is empty, and that nothing stays when it is destroyed. */
export function appliesOnAws(app: string): void {
  describeWith(`${app} with real Terraform and the AWS provider`, needs, found => {
    const folder = scratch('terraform');
    const stacks = copyOf(synthesized(app).folder, folder);
    let mock: AwsMock | undefined;
    const env = () => ({ ...kitEnvironment(found.setup), ...mock?.env, TF_IN_AUTOMATION: '1' });
    const terraform = (stack: Stack) => new Terraform(found.terraform, stack.folder, env());
    let account: Account;
    let before: unknown;
    let api: ApiServer | undefined;

    beforeAll(async () => {
      mock = AwsMock.start(found.mock, join(folder, 'mock'));
      account = new Account(found.terraform, join(folder, 'account'), env(), regionOf(stacks));
      before = await account.contents();
      if (missingInstallers.length === 0) api = serverFor(stacks, join(folder, 'api'), env());
    });

    afterAll(() => {
      api?.stop();
      mock?.stop();
    });

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

    test('a plan with one more tag differs', async () => {
      const stack = stacks.find(it => it.json.resource) as Stack;
      const override = join(stack.folder, 'tag_override.tf.json');
      writeFileSync(override, JSON.stringify({ provider: { aws: { default_tags: { tags: { drift: 'yes' } } } } }));
      expect(await terraform(stack).differs()).toBe(true);
      rmSync(override);
    });

    test('destroying leaves nothing', async () => {
      expect(await account.contents()).not.toEqual(before);
      for (const stack of stacks.toReversed()) expect(await terraform(stack).destroy()).toEqual([]);
      expect(await account.contents()).toEqual(before);
    });

    function releases(stack: Stack): void {
      const name = `${stack.name} is installed, and a second plan is empty`;
      if (missingInstallers.length === 0) {
        test(name, async () => {
          installInto(stack, api!);
          await terraform(stack).init();
          await terraform(stack).apply();
          expect(await terraform(stack).differs()).toBe(false);
        });
        return;
      }
      skip(`${app}: ${name}`, missingInstallers);

      test(`${stack.name} gives each release its values`, async () => {
        replaceReleases(stack);
        await terraform(stack).init();
        await terraform(stack).apply();
        const outputs = Object.values(await terraform(stack).outputs());
        const values = outputs.flatMap(({ value }) => value as string[]);
        expect(values.length).toBeGreaterThan(0);
        for (const text of values) expect(parse(text)).toEqual(expect.any(Object));
        expect(values.join('\n')).not.toContain('${');
      });
    }
  });
}

/** Terraform writes beside what it reads, and finds other stacks' states from where it is: the whole folder is copied. */
function copyOf(output: string, folder: string): readonly Stack[] {
  const copy = join(folder, basename(output));
  cpSync(output, copy, { recursive: true });
  const { stacks } = read(copy);
  stacks.forEach(unpin);
  return stacks;
}
