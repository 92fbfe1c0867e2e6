import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ApiServer } from './api-server';
import { kitEnvironment } from './aws-mock';
import { DigitalOceanMock } from './digitalocean-mock';
import { installInto, missingInstallers, serverFor } from './install-releases';
import { describeWith, kit, provider, skip, tool } from './needs';
import { hasReleases } from './release-values';
import { scratch } from './run-folder';
import { isObject } from './schema-types';
import { blocksOf, read, synthesized, type Stack } from './synthesized';
import { providersOf, statePaths, Terraform } from './terraform';

const needs = {
  terraform: tool('terraform'),
  digitalocean: provider('digitalocean/digitalocean'),
  setup: kit('setup'),
};

for (const program of ['apps/swap-cloud/digitalocean.ts', 'test/acceptance/programs/options.ts']) {
  describeWith(`${program} with real Terraform and the DigitalOcean provider`, needs, found => {
    const folder = join(scratch('digitalocean'), 'cdktf.out');
    cpSync(synthesized(program).folder, folder, { recursive: true });
    const stacks = read(folder).stacks.filter(stack => providersOf(stack.json).includes('digitalocean'));
    let mock: DigitalOceanMock;
    let api: ApiServer | undefined;
    const env = () => ({ ...kitEnvironment(found.setup), ...mock.env, TF_IN_AUTOMATION: '1' });
    const terraform = (stack: Stack) => new Terraform(found.terraform, stack.folder, env());

    beforeAll(async () => {
      mock = await DigitalOceanMock.start();
      if (missingInstallers.length === 0) api = serverFor(stacks, join(folder, 'api'), env());
    });

    afterAll(() => {
      api?.stop();
      mock.stop();
    });

    test('keeps its state in files by relative paths', () => {
      const paths = stacks.flatMap(stack => statePaths(stack.folder));
      expect(paths).not.toEqual([]);
      expect(paths.filter(isAbsolute)).toEqual([]);
    });

    for (const stack of stacks) {
      const name = `${stack.name} is applied, and a second plan is empty`;
      if (hasReleases(stack) && missingInstallers.length > 0) {
        skip(`${program}: ${name}`, missingInstallers);
      } else {
        test(name, async () => {
          if (hasReleases(stack)) installInto(stack, api!);
          await terraform(stack).init();
          await terraform(stack).apply();
          expect(await terraform(stack).differs()).toBe(false);
        });
      }
    }

    test('a plan is empty when pools have scaled by themselves, and not when a name changes', async () => {
      const [stack] = stacks as [Stack];
      mock.scaleUp();
      expect(await terraform(stack).differs()).toBe(false);
      const override = join(stack.folder, 'name_override.tf.json');
      const pool = { digitalocean_kubernetes_cluster: { cluster: { name: 'another' } } };
      writeFileSync(override, JSON.stringify({ resource: pool }));
      expect(await terraform(stack).differs()).toBe(true);
      rmSync(override);
    });

    for (const stack of stacks.filter(isProtected)) {
      test(`${stack.name} is not destroyed while it is protected`, async () => {
        await expect(terraform(stack).destroy()).rejects.toThrow('prevent_destroy');
        const cluster = { cluster: { lifecycle: { prevent_destroy: false } } };
        const override = { resource: { digitalocean_kubernetes_cluster: cluster } };
        writeFileSync(join(stack.folder, 'protection_override.tf.json'), JSON.stringify(override));
      });
    }

    test('destroying leaves nothing', async () => {
      expect(mock.contents().clusters).not.toEqual([]);
      for (const stack of stacks.toReversed()) expect(await terraform(stack).destroy()).toEqual([]);
      expect(mock.contents()).toEqual({ vpcs: [], clusters: [], pools: [] });
    });
  });
}

function isProtected(stack: Stack): boolean {
  return blocksOf(stack.json, 'resource').some(
    ({ body }) => isObject(body.lifecycle) && body.lifecycle.prevent_destroy === true,
  );
}
