import { Fn, Token } from 'cdktf';
import { TerraformHelm, type TerraformHelmProps } from 'tenon/delivery';
import type { Data, Item, Stage } from 'tenon/spi';
import { assertDelivery } from 'tenon/testing';
import { parse } from 'yaml';
import { configMap, deliver, object, release } from './stage-set';

const HOST = '${data.terraform_remote_state.cluster.outputs.host}';

const cilium = release(
  'cilium',
  { namespace: 'kube-system', values: { k8sServiceHost: { $fact: 'endpoint/host' }, ipam: { mode: 'eni' } } },
  { stage: 'network' },
);

test('is a delivery', () => {
  assertDelivery(new TerraformHelm());
  assertDelivery(new TerraformHelm({ timeoutSeconds: 60, atomic: true, maxHistory: 3 }));
  expect(new TerraformHelm({ atomic: true }).settings).toEqual({ atomic: true });
});

test.each([
  [{ timeoutSeconds: 0 }, 'delivery/timeoutSeconds'],
  [{ timeoutSeconds: '5m' }, 'delivery/timeoutSeconds'],
  [{ atomic: 'yes' }, 'delivery/atomic'],
  [{ timeout: 60 }, 'delivery/timeout'],
])('refuses %j', (props, at) => {
  expect(new TerraformHelm(props as TerraformHelmProps).findings.map(finding => finding.at)).toEqual([at]);
});

test('takes releases and objects, but none that are part of the control plane', () => {
  const delivery = new TerraformHelm();
  expect(delivery.consumes(cilium)).toBe(true);
  expect(delivery.consumes(configMap('a'))).toBe(true);
  expect(delivery.consumes({ ...cilium, kind: 'addon', spec: { name: 'x' } })).toBeUndefined();
  expect(delivery.consumes({ ...cilium, stage: 'control-plane' })).toEqual({
    because: "'terraform-helm' talks to the API server, which is not there before stage 'control-plane' is done",
    fix: "contribute it in stage 'network' or later",
  });
});

test('makes a helm_release at a stable address, with its values beside the stack', () => {
  const { terraform, files } = deliver(new TerraformHelm(), [cilium], { 'endpoint/host': HOST });
  const stack = terraform('network');
  expect(stack.resource?.helm_release.cilium).toEqual({
    name: 'cilium',
    namespace: 'kube-system',
    create_namespace: false,
    chart: 'cilium',
    repository: 'https://charts.example',
    version: '1.2.3',
    values: [
      '${file("${path.module}/values/cilium.yaml")}',
      '{"k8sServiceHost":${jsonencode(local.fact_endpoint_host)}}',
    ],
    wait: false,
    atomic: false,
    timeout: 600,
    max_history: 10,
  });
  expect(stack.locals).toEqual({ fact_endpoint_host: HOST });
  expect(files).toEqual({ 'network/values/cilium.yaml': '# cilium: the test needs cilium\nipam:\n  mode: eni\n' });
});

test('takes releases that are called like constructs of the stack', () => {
  const ids = ['aws', 'backend', 'eks', 'helm-provider', 'web'];
  const items = [...ids.map(id => release(id)), release('last', {}, { after: ['helm-release/backend'] })];
  const made = deliver(new TerraformHelm(), items, {}, ['aws', 'backend', 'eks']).terraform('platform').resource
    ?.helm_release;
  expect(Object.keys(made ?? {}).sort()).toEqual([...ids, 'last'].sort());
  expect(made?.last).toMatchObject({ name: 'last', depends_on: ['helm_release.backend'] });
});

test('makes a class anew when the API server would not let it change', () => {
  const storageClass = (parameters: { [name: string]: Data }) =>
    object('fast', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast' },
      provisioner: 'disks.example',
      parameters,
      reclaimPolicy: 'Delete',
      allowVolumeExpansion: true,
    });
  const platform = (...items: readonly Item[]) =>
    deliver(new TerraformHelm(), items, { 'endpoint/host': HOST }).terraform('platform').resource;
  const snapshots = object('snapshots', {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'fast' },
  });
  const made = platform(storageClass({ host: { $fact: 'endpoint/host' } }), snapshots);
  const id = 'things-platform-objects';
  expect(made?.helm_release[id]).toMatchObject({ lifecycle: { replace_triggered_by: [`terraform_data.${id}`] } });
  expect(made?.terraform_data).toEqual({
    [id]: {
      input: {
        fast: '{"parameters":{"host":${jsonencode(local.fact_endpoint_host)}},"provisioner":"disks.example","reclaimPolicy":"Delete"}',
      },
    },
  });
  // Data may hang on what comes in the same release.
  const beside = platform(storageClass({}), configMap('a'));
  expect(beside?.helm_release[id]).not.toHaveProperty('lifecycle');
  expect(beside).not.toHaveProperty('terraform_data');
  expect(platform(snapshots)).not.toHaveProperty('terraform_data');
});

test('authenticates with a command, and keeps the names of its variables', () => {
  const stack = deliver(new TerraformHelm(), [cilium, release('other')], { 'endpoint/host': HOST }).terraform(
    'platform',
  );
  expect(stack.terraform.required_providers).toEqual({
    helm: { source: 'hashicorp/helm', version: '>= 3.0.0, < 4.0.0' },
  });
  expect(stack.provider?.helm).toEqual([
    {
      kubernetes: {
        host: 'https://api.example',
        cluster_ca_certificate: '${base64decode("UEVN")}',
        exec: { api_version: 'v1', command: 'cloud', args: ['token'], env: { CLOUD_Profile: 'x' } },
      },
    },
  ]);
});

test('waits only where there are nodes to work on', () => {
  const definition = (stage: 'network' | 'platform') =>
    object('crd', { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }, { stage, by: 'crds' });
  const claim = object('claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim' }, { by: 'claims' });
  const { terraform } = deliver(new TerraformHelm({ atomic: true, timeoutSeconds: 90 }), [
    release('early', {}, { stage: 'network' }),
    definition('network'),
    release('beside', {}, { stage: 'nodes' }),
    release('late'),
    configMap('a'),
    claim,
  ]);
  const waits = (stage: Stage) =>
    Object.fromEntries(
      Object.entries(terraform(stage).resource?.helm_release ?? {}).map(([id, { wait, atomic, timeout }]) => [
        id,
        [wait, atomic, timeout],
      ]),
    );
  expect(waits('network')).toEqual({ early: [false, false, 90], 'crds-network-objects': [true, true, 90] });
  expect(waits('nodes')).toEqual({ beside: [false, false, 90] });
  expect(waits('platform')).toEqual({
    late: [true, true, 90],
    'things-platform-objects': [true, true, 90],
    'claims-platform-objects': [false, false, 90],
  });
});

test('waits, and runs hooks, as a release says of itself', () => {
  const items = [
    release('early', { wait: true, runHooks: false }, { stage: 'network' }),
    release('late', { wait: false, runHooks: true }),
    release('usual', {}),
  ];
  const { terraform } = deliver(new TerraformHelm({ atomic: true }), items);
  const releases = { ...terraform('network').resource?.helm_release, ...terraform('platform').resource?.helm_release };
  expect(releases['early']).toMatchObject({ wait: true, atomic: true, disable_webhooks: true });
  expect(releases['late']).toMatchObject({ wait: false, atomic: false });
  expect(releases['late']).not.toHaveProperty('disable_webhooks');
  expect(releases['usual']).toMatchObject({ wait: true, atomic: true });
  expect(releases['usual']).not.toHaveProperty('disable_webhooks');
});

test('makes a release depend on what it comes after in its own stack', () => {
  const items = [
    release('cilium', {}, { stage: 'network' }),
    release('crds', {}, { after: ['helm-release/cilium', 'addon/other'] }),
    configMap('instance', {}, { after: ['helm-release/crds'] }),
    release('user', {}, { after: ['object/instance', 'helm-release/crds'] }),
  ];
  const releases = deliver(new TerraformHelm(), items).terraform('platform').resource?.helm_release ?? {};
  expect(Object.fromEntries(Object.entries(releases).map(([id, { depends_on }]) => [id, depends_on]))).toEqual({
    crds: undefined,
    'things-platform-objects': ['helm_release.crds'],
    user: ['helm_release.crds', 'helm_release.things-platform-objects'],
  });
});

test('brings objects as a chart beside the stack, whose values change with them', () => {
  const platform = (data: { [key: string]: string }) => {
    const { files, terraform } = deliver(new TerraformHelm(), [configMap('a', data), configMap('b')]);
    return { files, release: terraform('platform').resource?.helm_release['things-platform-objects'] };
  };
  const { files, release } = platform({ x: '1' });
  expect(Object.keys(files)).toEqual([
    'platform/charts/things-platform-objects/Chart.yaml',
    'platform/charts/things-platform-objects/templates/01-configmap-a.yaml',
    'platform/charts/things-platform-objects/templates/02-configmap-b.yaml',
  ]);
  expect(release).toMatchObject({
    chart: '${path.module}/charts/things-platform-objects',
    name: 'things-platform-objects',
    namespace: 'kube-system',
    values: [expect.stringMatching(/^\{"digest":"[0-9a-f]{16}"\}$/)],
  });
  expect(release).not.toHaveProperty('repository');
  expect(platform({ x: '2' }).release?.values).not.toEqual(release?.values);
});

test('gives objects what is late through the values of their chart', () => {
  const items = [configMap('a', { host: { $fact: 'endpoint/host' }, name: { $fact: 'cluster/name' } })];
  const { files, terraform } = deliver(new TerraformHelm(), items, { 'endpoint/host': HOST, 'cluster/name': 'prod' });
  expect(terraform('platform').resource?.helm_release['things-platform-objects']?.values).toEqual([
    expect.stringMatching(
      /^\{"digest":"[0-9a-f]{16}","late":\{"fact\/endpoint\/host":\$\{jsonencode\(local\.fact_endpoint_host\)\}\}\}$/,
    ),
  ]);
  expect(files['platform/charts/things-platform-objects/templates/01-configmap-a.yaml']).toContain(
    'data:\n  host: {{ toJson (index .Values.late "fact/endpoint/host") }}\n  name: prod\n',
  );
});

test('keeps what looks like a Terraform expression as it is', () => {
  const list = ['${HOME} %{if} $${x}', { $fact: 'endpoint/host' }];
  const items = [release('a', { values: { list, script: 'echo ${HOME}' } })];
  const { files, terraform } = deliver(new TerraformHelm(), items, { 'endpoint/host': HOST });
  expect(parse(files['platform/values/a.yaml'] as string)).toEqual({ script: 'echo ${HOME}' });
  expect(terraform('platform').resource?.helm_release.a?.values[1]).toBe(
    '{"list":["\\u0024{HOME} \\u0025{if} $\\u0024{x}",${jsonencode(local.fact_endpoint_host)}]}',
  );
});

test('writes the same values whatever order they were put together in', () => {
  const host = { $fact: 'endpoint/host' };
  const written = (values: { readonly [key: string]: Data }) => {
    const { files, terraform } = deliver(new TerraformHelm(), [release('x', { values })], { 'endpoint/host': HOST });
    return [files, terraform('platform')];
  };
  const usual = written({ a: host, b: host, c: 1, d: { e: 2, f: 3 } });
  expect(written({ d: { f: 3, e: 2 }, c: 1, b: host, a: host })).toEqual(usual);
});

test('takes late values of every form', () => {
  const facts = {
    'a/text': Token.asString(Fn.upper('x')),
    'a/number': Token.asNumber(Fn.max([1, 2])),
    'a/list': Token.asList(Fn.sort(['b', 'a'])),
    'a/map': { 'cloud.example/role': HOST },
  };
  const values = Object.fromEntries(Object.keys(facts).map(name => [name, { $fact: name }]));
  const stack = deliver(new TerraformHelm(), [release('a', { values })], facts).terraform('platform');
  expect(stack.locals).toEqual({
    fact_a_text: '${upper("x")}',
    fact_a_number: '${max(1, 2)}',
    fact_a_list: '${sort(["b", "a"])}',
    fact_a_map_cloud_example_role_e56b38: HOST,
  });
});
