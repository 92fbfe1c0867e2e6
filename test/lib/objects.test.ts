import type { Data, Item, ItemOf } from 'tenon/spi';
import { objectFindings } from '../../lib/objects';

function object(id: string, spec: { readonly [field: string]: Data }, by = 'test'): Item {
  const whole = spec as ItemOf<'object'>['spec'];
  return { kind: 'object', id, by, because: 'the test needs it', stage: 'platform', spec: whole };
}

const configMap = (metadata: { readonly [field: string]: Data }) =>
  object('one', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b', ...metadata } });

const reasons = (...items: Item[]) => objectFindings(items).map(({ because }) => because);

test('finds nothing wrong with well-formed objects', () => {
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'system:reader' } };
  const custom = { apiVersion: 'cilium.io/v2', kind: 'CiliumNode', metadata: { name: 'node-1.example' } };
  const annotated = { annotations: { 'example.com/empty': '', plain: 'some text\nof lines' } };
  const labelled = { labels: { 'app.kubernetes.io/name': 'x', 'UPPER_case.1': '' } };
  expect(
    objectFindings([
      object('a', rbac),
      object('b', custom),
      configMap(annotated),
      configMap({ ...labelled, name: 'c' }),
    ]),
  ).toEqual([]);
});

test.each(['Upper', 'under_score', '-first', 'last-', 'a..b', '', 'x'.repeat(254)])('refuses the name "%s"', name => {
  expect(reasons(configMap({ name }))).toEqual([`a ConfigMap cannot be named '${name}'`]);
});

test('refuses a missing name, and leaves names alone that are known only later', () => {
  expect(reasons(object('one', { apiVersion: 'v1', kind: 'Node', metadata: {} }))).toEqual([
    'a Node cannot be named undefined',
  ]);
  expect(
    reasons(configMap({ name: { $fact: 'cluster/name' }, annotations: { $fact: 'identity/annotations/x' } })),
  ).toEqual([]);
});

test('refuses a Namespace whose name has a dot', () => {
  const [finding] = objectFindings([object('n', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } })]);
  expect(finding).toMatchObject({ because: "a Namespace cannot be named 'a.b'" });
  expect(finding?.fix).toContain('up to 63');
});

test('refuses a namespaced kind without a namespace, and a cluster-wide one with it', () => {
  const role = object('r', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'r', namespace: 'x' },
  });
  const secret = object('s', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });
  expect(objectFindings([role, secret])).toEqual([
    {
      item: role,
      because: "ClusterRole 'r' is in namespace 'x', and a ClusterRole belongs to the whole cluster",
      fix: "remove 'metadata.namespace'",
    },
    { item: secret, because: "Secret 's' is in no namespace", fix: "give 'metadata.namespace'" },
  ]);
});

test("leaves the namespace of a product's own kinds to the product", () => {
  const snapshot = { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshotClass', metadata: { name: 'a' } };
  expect(reasons(object('a', snapshot))).toEqual([]);
});

test('refuses a namespace that is no DNS label', () => {
  expect(reasons(configMap({ namespace: 'kube.system' }))).toEqual([
    "a ConfigMap 'a' cannot be in namespace 'kube.system'",
  ]);
});

test.each([
  [{ labels: { ok: 'not ok' } }, "label 'ok' of ConfigMap 'a' is 'not ok'"],
  [{ labels: { ok: 'x'.repeat(64) } }, `label 'ok' of ConfigMap 'a' is '${'x'.repeat(64)}'`],
  [{ labels: { ok: 1 } }, "label 'ok' of ConfigMap 'a' is 1"],
  [{ labels: { 'a/b/c': 'x' } }, "label of ConfigMap 'a' has the key 'a/b/c'"],
  [{ labels: { 'Upper.example/x': 'x' } }, "label of ConfigMap 'a' has the key 'Upper.example/x'"],
  [{ annotations: { ok: true } }, "annotation 'ok' of ConfigMap 'a' is true, and not text"],
  [{ annotations: { '': 'x' } }, "annotation of ConfigMap 'a' has the key ''"],
  [{ annotations: { ok: 'é'.repeat(131_072) } }, "the annotations of ConfigMap 'a' hold 262146 bytes"],
])('refuses metadata %#', (metadata, because) => {
  expect(reasons(configMap(metadata))).toEqual([because]);
});

test.each([
  [{ kind: 'Pod', metadata: { name: 'a' } }, "object 'one' has the apiVersion undefined"],
  [{ apiVersion: 'a/b/v1', kind: 'Pod', metadata: { name: 'a' } }, "object 'one' has the apiVersion 'a/b/v1'"],
  [{ apiVersion: 'v1', kind: 'pod', metadata: { name: 'a' } }, "object 'one' has the kind 'pod'"],
  [{ apiVersion: 'v1', kind: 'Pod' }, "object 'one' has no metadata"],
])('refuses an object without its head %#', (spec, because) => {
  expect(reasons(object('one', spec as never))).toEqual([because]);
});

test('refuses one object under two ids, whatever the version of its group', () => {
  const old = { apiVersion: 'x.io/v1beta1', kind: 'Thing', metadata: { name: 'a' } };
  const [first, again] = [object('a', old, 'alpha'), object('b', { ...old, apiVersion: 'x.io/v1' }, 'beta')];
  expect(objectFindings([first, again])).toEqual([
    {
      item: again,
      because: "Thing 'a' is also contributed by 'alpha' (object/a)",
      fix: 'rename one of them, or remove it',
    },
  ]);
  expect(reasons(first, object('c', { ...old, apiVersion: 'y.io/v1' }))).toEqual([]);
});
