import { cpSync } from 'node:fs';
import { kitEnvironment } from './aws-mock';
import { describeWith, kit, provider, tool } from './needs';
import { hasReleases, replaceReleases } from './release-values';
import { scratch } from './run-folder';
import { read, synthesized } from './synthesized';
import { providersOf, Terraform } from './terraform';

const needs = { terraform: tool('terraform'), aws: provider('hashicorp/aws'), setup: kit('setup') };

for (const program of ['test/acceptance/programs/options.ts', 'test/acceptance/programs/calico.ts']) {
  describeWith(`${program} with real Terraform and the AWS provider`, needs, found => {
    const folder = scratch('validate');
    cpSync(synthesized(program).folder, folder, { recursive: true });
    const { stacks } = read(folder);

    const onAws = stacks.filter(stack => providersOf(stack.json).every(name => ['aws', 'helm'].includes(name)));

    test.each(onAws)('$name is valid', async stack => {
      if (hasReleases(stack)) replaceReleases(stack);
      await new Terraform(found.terraform, stack.folder, kitEnvironment(found.setup)).init();
    });
  });
}
