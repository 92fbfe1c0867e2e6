import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith, registry } from './needs';
import { copyOfRepository, installedVersion, run } from './repository';
import { scratch } from './run-folder';
import { read } from './synthesized';

const PROGRAM = `
import { App } from 'cdktf';
import { Cluster, ClusterError, type ClusterProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { Cilium } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import type { Plugin } from 'tenon/spi';
import { CloudDisk } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';

const network: Plugin = new Cilium();
assertPlugin(network);
const props: ClusterProps = {
  kubernetes: '1.35',
  infrastructure: new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] }),
  network: new Cilium(),
  runtime: new Containerd(),
  storage: [new CloudDisk({ name: 'fast', tier: 'ssd', default: true })],
  deliveries: [new TerraformHelm(), new Manifests()],
  pools: [{ name: 'general', cpu: 4, memoryGiB: 16, min: 3, max: 9 }],
};
const app = new App();
const cluster = new Cluster(app, 'foreign', props);
if (cluster.problems.length > 0) throw new ClusterError(cluster.problems);
app.synth();
`;

describeWith('the package in an empty repository with only the AWS provider', { npm: registry() }, () => {
  const repository = copyOfRepository();
  const foreign = scratch('foreign');

  beforeAll(() => {
    run(repository, 'npm', ['run', 'build']);
    run(repository, 'npm', ['pack', '--pack-destination', foreign]);
    const [packed] = readdirSync(foreign);
    const peers = ['cdktf', 'cdk8s', 'constructs', '@cdktf/provider-aws', 'typescript', '@types/node'];
    const wanted = peers.map(name => `${name}@${installedVersion(name)}`);
    writeFileSync(join(foreign, 'package.json'), JSON.stringify({ name: 'foreign', private: true }));
    writeFileSync(join(foreign, 'main.ts'), PROGRAM);
    run(foreign, 'npm', ['install', '--no-audit', '--no-fund', `./${packed}`, ...wanted]);
  });

  test('needs no other cloud', () => {
    expect(readdirSync(join(foreign, 'node_modules/@cdktf'))).toEqual(['provider-aws']);
  });

  test('brings nothing but what was built, and its texts', () => {
    const files = readdirSync(join(foreign, 'node_modules/tenon')).filter(name => name !== 'node_modules');
    expect(files.filter(name => name !== 'dist' && name !== 'package.json').sort()).toEqual([
      'ARCHITECTURE.md',
      'CHANGES.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'REVIEW.md',
      'RULES.md',
    ]);
    expect(readdirSync(join(foreign, 'node_modules/tenon/dist')).sort()).toEqual(['cli', 'constructs', 'lib']);
  });

  test('has its users compile nothing of the libraries that it is made with', () => {
    const tsc = ['node_modules/typescript/bin/tsc', '--strict', '--module', 'node16', '--types', 'node', '--noEmit'];
    const files = run(foreign, 'node', [...tsc, '--listFiles', 'main.ts']);
    expect(files).toContain('node_modules/tenon/dist/lib/spi/item.d.ts');
    expect(files).not.toMatch(/node_modules\/(?:valibot|js-yaml|ipaddr\.js|fastest-levenshtein)\//);
  });

  test.each([
    ['node16', 'node16'],
    ['commonjs', 'node10'],
  ])('compiles as %s with module resolution %s, and synthesizes', (module, resolution) => {
    const out = join(foreign, resolution);
    const types = ['--strict', '--skipLibCheck', '--esModuleInterop', '--target', 'es2022', '--types', 'node'];
    run(foreign, 'node', [
      'node_modules/typescript/bin/tsc',
      ...types,
      '--module',
      module,
      '--moduleResolution',
      resolution,
      '--outDir',
      out,
      'main.ts',
    ]);
    run(foreign, 'node', [join(out, 'main.js')], { CDKTF_OUTDIR: join(out, 'cdktf.out') });
    expect(read(join(out, 'cdktf.out')).stacks.map(({ name }) => name)).toContain('foreign');
    expect(existsSync(join(out, 'cdktf.out/foreign.plan.json'))).toBe(true);
  });
});
