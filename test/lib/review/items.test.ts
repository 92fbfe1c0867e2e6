import { changesOf, item, plan, reviewOf } from './clusters';

const items = (...each: ReturnType<typeof item>[]) => plan({ items: each });
const release = (version: string, values: object = {}) =>
  item('helm-release', 'ingress', { chart: 'c', repository: 'r', version, namespace: 'n', values });
const storageClass = (parameters: object) =>
  item('object', 'c', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'fast' },
    parameters,
  });

test('a chart is raised or lowered, with what else is not the same', () => {
  const [change] = changesOf(items(release('1.9.0')), items(release('1.10.0', { a: 1 })), 'version');
  expect(change).toMatchObject({ happens: 'raised', subject: 'chart ingress', details: [{ path: 'values.a', to: 1 }] });
  expect(changesOf(items(release('1.10.0')), items(release('1.9.0')), 'version')[0]?.happens).toBe('lowered');
});

test('values that change are told place by place, without secrets', () => {
  const [change] = changesOf(
    items(release('1', { a: { b: 1, token: 'x' } })),
    items(release('1', { a: { b: 2, token: 'y' } })),
    'release',
  );
  expect(change?.details).toEqual([
    { path: 'values.a.b', from: 1, to: 2 },
    { path: 'values.a.token', from: '(not shown)', to: '(not shown)' },
  ]);
});

test('a class that Kubernetes never updates is replaced', () => {
  const [change] = changesOf(items(storageClass({ type: 'a' })), items(storageClass({ type: 'b' })), 'object');
  expect(change).toMatchObject({ happens: 'replaced', subject: 'StorageClass fast' });
  expect(change?.says).toContain('parameters');
});

test('images are told, in whichever way they are written', () => {
  const of = (tag: string) =>
    items(release('1', { agent: { image: { repository: 'acme/agent', tag } }, other: { image: `acme/x:${tag}` } }));
  expect(changesOf(of('1'), of('2'), 'image')).toMatchObject([
    { subject: 'acme/agent', from: 'acme/agent:1', to: 'acme/agent:2' },
    { subject: 'acme/x', from: 'acme/x:1', to: 'acme/x:2' },
  ]);
  expect(changesOf(items(), of('1'), 'image').map(({ happens }) => happens)).toEqual(['added', 'added']);
});

test('a promise that goes asks for a look', () => {
  const offer = items(item('offer', 'x', { type: 'storage-class', name: 'fast', details: { default: true } }));
  expect(reviewOf(offer, plan()).attention).toEqual([
    { at: 'shop', because: 'application teams lose storage-class fast' },
  ]);
  expect(reviewOf(plan(), offer).verdict).toBe('changed');
});

test('another delivery is told', () => {
  const of = (consumer: string) =>
    items(item('object', 'a', { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } }, { consumer }));
  expect(changesOf(of('one'), of('other'), 'object')).toMatchObject([{ happens: 'moved', subject: 'A a' }]);
});

test('why something is there is no change, and kinds of others are told', () => {
  const of = (because: string) => items(item('acme-thing', 'a', { x: 1 }, { because }));
  expect(reviewOf(of('one'), of('other')).verdict).toBe('same');
  expect(changesOf(plan(), of('one'), 'item')).toMatchObject([{ happens: 'added', subject: 'acme-thing a' }]);
});

test('the order of an identity’s grants is no change', () => {
  const of = (...actions: string[]) => items(item('identity', 'a', { grants: { x: { actions } } }));
  expect(reviewOf(of('a', 'b'), of('b', 'a')).verdict).toBe('same');
  expect(reviewOf(of('a'), of('b')).verdict).toBe('changed');
});
