import { join } from 'node:path';
import { readFolder } from '../../cli/read-folder';
import { folderOf, manifestOf, plan } from './folders';

const stack = { resource: { aws_vpc: { vpc: { cidr_block: '10.0.0.0/16' } } } };

test('reads clusters, stacks in their order, and what lies beside them', () => {
  const folder = folderOf({
    'manifest.json': manifestOf('landing-zone', 'shop'),
    'shop.plan.json': plan(),
    'shop.contract.json': {},
    'stacks/landing-zone/cdk.tf.json': stack,
    'stacks/shop/cdk.tf.json': {},
    'stacks/shop/values/a.yaml': '# a remark\nb: 1\n',
    'stacks/shop/.terraform/x.json': '{}',
    'manifests/shop/01-a.yaml': 'kind: A\n---\nkind: B\n',
    'manifests/other/01-a.yaml': 'kind: A\n',
  });
  const { clusters, stacks, files } = readFolder(folder);
  expect(clusters.map(({ cluster }) => cluster.name)).toEqual(['shop']);
  expect(stacks).toEqual([
    { name: 'landing-zone', terraform: stack, after: [] },
    { name: 'shop', terraform: {}, after: ['landing-zone'] },
  ]);
  expect(files).toEqual([
    { path: 'manifests/shop/01-a.yaml', documents: [{ kind: 'A' }, { kind: 'B' }] },
    { path: 'stacks/shop/values/a.yaml', documents: [{ b: 1 }] },
  ]);
});

test('leaves out what an earlier run left behind', () => {
  const folder = folderOf({
    'manifest.json': manifestOf('new'),
    'stacks/new/cdk.tf.json': {},
    'stacks/shop/cdk.tf.json': stack,
    'shop.plan.json': plan(),
  });
  expect(readFolder(folder)).toMatchObject({ clusters: [], stacks: [{ name: 'new' }] });
});

test('takes stacks as they lie where nothing says their order', () => {
  const folder = folderOf({ 'shop.plan.json': plan(), 'stacks/shop/cdk.tf.json': stack });
  expect(readFolder(folder).stacks).toEqual([{ name: 'shop', terraform: stack, after: [] }]);
});

test('takes an empty folder for one without clusters', () => {
  expect(readFolder(folderOf({}))).toEqual({ clusters: [], stacks: [], files: [] });
});

test('takes a plan of a release that had no warnings in it', () => {
  const { warnings: _, ...older } = plan();
  expect(readFolder(folderOf({ 'shop.plan.json': older })).clusters[0]?.warnings).toEqual([]);
});

test.each([
  ['not what app.synth() writes', { 'readme.md': 'hello' }],
  [
    'has shop.contract.json and no shop.plan.json',
    { 'manifest.json': manifestOf('shop'), 'stacks/shop/cdk.tf.json': {}, 'shop.contract.json': {} },
  ],
  ['manifest.json', { 'manifest.json': '{' }],
  ['it has no stacks', { 'manifest.json': '[]' }],
  ['it is no object', { 'manifest.json': manifestOf('shop'), 'stacks/shop/cdk.tf.json': '[]' }],
  ['cannot be read: ENOENT', { 'manifest.json': manifestOf('shop') }],
  ['is not JSON', { 'shop.plan.json': '{"format": "tenon.plan/1",' }],
  ['its format is "tenon.plan/9"', { 'shop.plan.json': { ...plan(), format: 'tenon.plan/9' } }],
  ['damaged: pools.0.min is "2"', { 'shop.plan.json': { ...plan(), pools: [{ ...plan().pools[0], min: '2' }] } }],
  ['damaged: items is undefined', { 'shop.plan.json': { ...plan(), items: undefined } }],
  ['damaged: it is null', { 'shop.plan.json': 'null' }],
])('refuses a folder, and says why: %s', (why, files) => {
  const folder = folderOf(files as { [path: string]: unknown });
  expect(() => readFolder(folder)).toThrow(why);
  expect(() => readFolder(folder)).toThrow(folder);
});

test('refuses what is no folder', () => {
  expect(() => readFolder(join(folderOf({}), 'missing'))).toThrow('there is no such folder');
  expect(() => readFolder(join(folderOf({ file: 'x' }), 'file'))).toThrow('it is no folder');
});
