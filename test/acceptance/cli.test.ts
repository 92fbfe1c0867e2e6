import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { objectsOf } from './api-server';
import { cli, describeWith } from './needs';
import { copyOfRepository, run } from './repository';
import { filesBelow, synthesized } from './synthesized';

describeWith('cdktf synth', { cdktf: cli('cdktf') }, ({ cdktf }) => {
  const folder = copyOfRepository();

  test('writes through cdktf.json what the program writes by itself', () => {
    run(folder, cdktf, ['synth'], { CI: '1', CHECKPOINT_DISABLE: '1' });
    const direct = synthesized('apps/quickstart.ts').folder;
    expect(contents(join(folder, 'cdktf.out'))).toEqual(contents(direct));
  });
});

describeWith('cdk8s synth', { cdk8s: cli('cdk8s') }, ({ cdk8s }) => {
  const folder = copyOfRepository();

  test('writes manifests through cdk8s.yaml', () => {
    run(folder, cdk8s, ['synth'], { CI: '1' });
    const { output = 'dist' } = parse(readFileSync(join(folder, 'cdk8s.yaml'), 'utf8')) as { output?: string };
    const files = filesBelow(join(folder, output), /^\d+-.*\.yaml$/);
    expect(files.flatMap(file => objectsOf(readFileSync(file, 'utf8'))).length).toBeGreaterThan(0);
  });
});

/** Text by path. */
function contents(folder: string): { readonly [path: string]: string } {
  return Object.fromEntries(filesBelow(folder, /./).map(file => [relative(folder, file), readFileSync(file, 'utf8')]));
}
