import type { Pool } from 'tenon/spi';
import { review } from '../../../lib/review';
import type { PoolResource, ProviderReview } from '../../../lib/review/knowledge';
import { plan } from './clusters';
import { cloud } from './terraform/stacks';

const pool = (overrides: Partial<Pool> = {}): Pool => ({
  name: 'general',
  arch: 'amd64',
  gpu: 0,
  min: 1,
  max: 3,
  desired: 1,
  labels: {},
  taints: [],
  spot: false,
  zones: ['a'],
  kubernetes: '1.35',
  startupTaints: [],
  answer: {
    type: 'small',
    arch: 'amd64',
    cpu: 1,
    memoryGiB: 1,
    gpu: 0,
    kvm: false,
    maxPods: 9,
    image: 'os',
    accepts: [],
  },
  ...overrides,
});
const bigger = pool({ answer: { ...pool().answer, type: 'large' } });

const maker: PoolResource = {
  made: { resource: 'cloud_group.g', stage: 'nodes' },
  rolls: ['version'],
  rollsWith: { resource: 'cloud_template.plane', stage: 'control-plane', arguments: ['minor'] },
  words: { size: 'machine', minor: 'Kubernetes' },
  pace: () => 'one by one',
};

function told(was: Pool, is: Pool, base: object, head: object, knows: Partial<ProviderReview> = { pool: () => maker }) {
  const side = (each: Pool, resource: object) => ({
    clusters: [plan({ pools: [each] })],
    stacks: [{ name: 'shop', terraform: { resource: resource as { [type: string]: string } }, after: [] }],
    files: [],
  });
  const { clusters } = review(side(was, base), side(is, head), [{ ...cloud, cloud: 'cloud', ...knows }]);
  return clusters[0]?.changes.filter(({ topic }) => topic === 'pool');
}

const group = (of: object) => ({ cloud_group: { g: of } });

test('a pool whose resource is only changed keeps its nodes', () => {
  expect(told(pool(), pool({ max: 9 }), group({ max: 3 }), group({ max: 9 }))).toMatchObject([
    { happens: 'resized', says: 'no node is replaced', details: [{ path: 'max', from: 3, to: 9 }] },
  ]);
});

test('a pool rolls when what its nodes are made from changes, and tells what that is', () => {
  const of = (size: string) => ({
    cloud_template: { t: { size } },
    ...group({ version: '${cloud_template.t.latest}' }),
  });
  expect(told(pool(), bigger, of('small'), of('large'))).toMatchObject([
    { happens: 'rolled', says: 'one by one', why: ['machine: small → large'], from: '1 to 3 nodes, small' },
  ]);
});

test('a pool rolls with another resource', () => {
  const of = (minor: string) => ({ cloud_template: { plane: { minor } }, ...group({}) });
  expect(told(pool(), pool(), of('1'), of('2'))).toMatchObject([{ happens: 'rolled', why: ['Kubernetes: 1 → 2'] }]);
});

test('a pool is replaced when its resource is, and asks for a look', () => {
  const [change] = told(pool(), pool({ zones: ['b'] }), group({ net: 'a' }), group({ net: 'b' })) ?? [];
  expect(change).toMatchObject({
    happens: 'replaced',
    says: 'all of its nodes go before new ones come',
    why: ['net: a → b'],
    attention: 'pool general is replaced, with its 1 to 3 nodes, small',
  });
});

test('of a pool that nobody knows, nothing is said but what was asked', () => {
  expect(told(pool(), bigger, group({}), group({}), {})).toMatchObject([
    { happens: 'changed', says: 'what becomes of its nodes says its infrastructure' },
  ]);
});

test('labels in another order are no change', () => {
  const one = pool({ labels: { a: '1', b: '2' }, zones: ['a', 'b'] });
  expect(told(one, pool({ labels: { b: '2', a: '1' }, zones: ['b', 'a'] }), group({}), group({}))).toEqual([]);
});
