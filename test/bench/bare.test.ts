import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, LocalBackend, TerraformLocal, TerraformOutput, TerraformStack } from 'cdktf';
import { bareProgram } from '../../bench/bare';
import { difference, readOutput } from '../../bench/output';
import { compile } from '../house/built';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenon-bench-'));
  symlinkSync(resolve(__dirname, '../../node_modules'), join(folder, 'node_modules'), 'dir');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Two stacks with what is hard to write by hand: maps and blocks, references, orders, a file with a template in it. */
function synthesize(out: string, cidr = '10.0.0.0/16'): void {
  mkdirSync(out);
  const app = new App({ outdir: out });
  const first = new TerraformStack(app, 'bench0000');
  const backend = new LocalBackend(first, { path: '../bench0000.tfstate' });
  new AwsProvider(first, 'aws', { region: 'eu-central-1', defaultTags: [{ tags: { Made_by: 'bench0000' } }] });
  const vpc = new Vpc(first, 'main', { cidrBlock: cidr, tags: { 'a/b': '1', Some_key: '`${x}' } });
  const address = new Eip(first, 'address', {
    domain: 'vpc',
    dependsOn: [vpc],
    lifecycle: { ignoreChanges: ['tags'] },
  });
  new EksCluster(first, 'cluster', {
    name: 'bench0000',
    roleArn: `arn:${vpc.arn}:${address.id}`,
    vpcConfig: { subnetIds: [vpc.id], endpointPublicAccess: true },
  });
  new TerraformOutput(first, 'vpc', { value: vpc.id });
  const second = new TerraformStack(app, 'bench0000-nodes');
  new LocalBackend(second, { path: '../bench0000-nodes.tfstate' });
  const state = backend.getRemoteStateDataSource(second, 'cluster', 'bench0000');
  new TerraformLocal(second, 'vpc', state.getString('vpc'));
  second.addDependency(first);
  app.synth();
  writeFileSync(join(out, 'a.yaml'), '# why\na: 1\nb: bench0000\n');
  writeFileSync(join(out, 'b.yaml'), 'name: {{ .Values.name }} ${x}\n');
}

test('the bare program makes what the other made', () => {
  synthesize(join(folder, 'one'));
  writeFileSync(join(folder, 'bare.js'), compile(bareProgram(readOutput(join(folder, 'one')), 'bench0000')));
  execFileSync(process.execPath, [join(folder, 'bare.js'), '1'], {
    env: { ...process.env, CDKTF_OUTDIR: join(folder, 'two') },
  });
  expect(difference(readOutput(join(folder, 'one')), readOutput(join(folder, 'two')))).toBeUndefined();
});

test('speaks of other resources as a person does', () => {
  synthesize(join(folder, 'one'));
  const program = bareProgram(readOutput(join(folder, 'one')), 'bench0000');
  expect(program).toMatch(/vpcConfig: \{ endpointPublicAccess: true, subnetIds: \[r\d\.id\] \}/);
  expect(program).toMatch(/dependsOn: \[r\d\]/);
});

test('a different resource or file is a difference', () => {
  for (const [name, cidr] of Object.entries({ one: '10.0.0.0/16', two: '10.1.0.0/16', three: '10.0.0.0/16' }))
    synthesize(join(folder, name), cidr);
  writeFileSync(join(folder, 'three', 'a.yaml'), 'a: 2\n');
  const outputs = ['one', 'two', 'three'].map(name => readOutput(join(folder, name)));
  const [one, two, three] = outputs as [(typeof outputs)[0], (typeof outputs)[0], (typeof outputs)[0]];
  expect(difference(one, two)).toContain('bench0000 resource aws_vpc');
  expect(difference(one, three)).toContain('a.yaml');
});
