import { Token } from 'cdktf';
import { Eks } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { assertDelivery, planOf, type PlanOf } from 'tenon/testing';
import { parse, parseAllDocuments } from 'yaml';
import { configMap, deliver, object, release } from './stage-set';

const HOST = '${aws_eks_cluster.test.endpoint}';

const cilium = release(
  'cilium',
  { namespace: 'kube-system', values: { k8sServiceHost: { $fact: 'endpoint/host' }, ipam: { mode: 'eni' } } },
  { stage: 'network' },
);

test('is a delivery that takes every release and object', () => {
  const delivery = new Manifests();
  assertDelivery(delivery);
  expect(delivery.consumes(cilium)).toBe(true);
  expect(delivery.consumes({ ...configMap('a'), stage: 'control-plane' })).toBe(true);
  expect(delivery.consumes({ ...cilium, kind: 'addon', spec: { name: 'x' } })).toBeUndefined();
});

test('writes objects into numbered files, in the order in which they are applied', () => {
  const items = [
    cilium,
    configMap('crd', {}, { by: 'rook' }),
    configMap('pool', { x: '1' }, { by: 'rook', after: ['object/crd', 'helm-release/cilium'] }),
    configMap('other', {}, { by: 'rook' }),
  ];
  const { files } = deliver(new Manifests(), items, { 'endpoint/host': HOST });
  expect(Object.keys(files)).toEqual([
    'manifests/test/02-rook-platform-objects.yaml',
    'manifests/test/03-rook-platform-objects-2.yaml',
    'manifests/test/releases.yaml',
  ]);
  expect(files['manifests/test/02-rook-platform-objects.yaml']).toBe(`# rook: the test needs crd
apiVersion: v1
kind: ConfigMap
metadata:
  name: crd
  namespace: tools
data: {}
---
# rook: the test needs other
apiVersion: v1
kind: ConfigMap
metadata:
  name: other
  namespace: tools
data: {}
`);
});

test('writes releases for any tool, in their places among the files', () => {
  const items = [
    cilium,
    configMap('settings'),
    release(
      'grafana',
      { createNamespace: true, wait: false, runHooks: false },
      { after: ['object/settings', 'helm-release/cilium'] },
    ),
  ];
  const { files } = deliver(new Manifests(), items, { 'endpoint/host': HOST });
  expect(files['manifests/test/releases.yaml'])
    .toBe(`# Helm releases of cluster 'test', for whatever installs them, and the values that only Terraform knows.
# 'order' counts releases and the numbered files in this folder together.
# Apply what is in stage 'network' before Terraform deploys stack 'test-nodes', or its nodes never get ready.
format: tenon.releases/1
cluster: test
variables:
  - variable: FACT_ENDPOINT_HOST
    fact: endpoint/host
    stack: test-control-plane
    output: manifests_fact_endpoint_host
    command: terraform output -raw manifests_fact_endpoint_host
releases:
  - order: 1
    name: cilium
    namespace: kube-system
    createNamespace: false
    chart: cilium
    repository: https://charts.example
    version: 1.2.3
    stage: network
    after: []
    values:
      ipam:
        mode: eni
      k8sServiceHost: "\${FACT_ENDPOINT_HOST}"
  - order: 3
    name: grafana
    namespace: tools
    createNamespace: true
    chart: grafana
    repository: https://charts.example
    version: 1.2.3
    stage: platform
    wait: false
    runHooks: false
    after:
      - cilium
      - 02-things-platform-objects.yaml
    values: {}
`);
});

test('writes what is known, and gives Terraform an output for what is not', () => {
  const facts = {
    'cluster/name': 'prod',
    'endpoint/port': Token.asNumber({ resolve: () => 443 }),
    'file-system/id/shared': '${aws_efs_file_system.shared.id}',
  };
  const fileSystem = { kind: 'file-system', id: 'shared', stage: 'nodes', by: 'x', because: 'x', spec: {} } as const;
  const data = {
    cluster: { $fact: 'cluster/name' },
    port: { $fact: 'endpoint/port' },
    id: { $fact: 'file-system/id/shared' },
  };
  const { files, terraform } = deliver(new Manifests(), [fileSystem, configMap('a', data)], facts);
  expect(files['manifests/test/01-things-platform-objects.yaml']).toBe(
    `# Put in before applying, see releases.yaml: FACT_ENDPOINT_PORT, FACT_FILE_SYSTEM_ID_SHARED
# things: the test needs a
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  namespace: tools
data:
  cluster: prod
  id: "\${FACT_FILE_SYSTEM_ID_SHARED}"
  port: \${FACT_ENDPOINT_PORT}
`,
  );
  expect(files['manifests/test/releases.yaml']).not.toContain("stage 'network'");
  expect(parse(files['manifests/test/releases.yaml'] as string)).toMatchObject({
    variables: [
      { variable: 'FACT_ENDPOINT_PORT', stack: 'test-control-plane' },
      { variable: 'FACT_FILE_SYSTEM_ID_SHARED', stack: 'test-nodes', fact: 'file-system/id/shared' },
    ],
    releases: [],
  });
  expect(terraform('nodes').output).toEqual({
    'manifests_fact_file-system_id_shared': { value: '${aws_efs_file_system.shared.id}' },
  });
  expect(terraform('control-plane').output).toEqual({ manifests_fact_endpoint_port: { value: 443 } });
});

test('puts a placeholder where all annotations are late', () => {
  const metadata = { name: 'a', namespace: 'b', annotations: { $fact: 'identity/annotations/a' } };
  const account = object('a', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  const facts = { 'identity/annotations/a': Token.asAny({ resolve: () => ({ x: 'y' }) }) };
  const { files } = deliver(new Manifests(), [account], facts);
  expect(files['manifests/test/01-things-platform-objects.yaml']).toContain(
    '\n  annotations: ${FACT_IDENTITY_ANNOTATIONS_A}\n',
  );
  expect(files['manifests/test/releases.yaml']).toContain(
    'command: terraform output -json manifests_fact_identity_annotations_a\n',
  );
});

test('leaves every object as it was contributed', () => {
  const data = {
    braces: '{{ .Values.x }}',
    shell: 'echo ${HOME}\n\tindented "quotes" \'single\'\n',
    trailing: 'a  \n\n b\n\n',
    yes: 'yes',
    octal: '0777',
    unicode: 'é\u2028\u0007',
    comment: '# not: a comment',
  };
  const { files } = deliver(new Manifests(), [configMap('a', data)]);
  const [document] = parseAllDocuments(files['manifests/test/01-things-platform-objects.yaml'] as string, {
    version: '1.1',
  });
  expect(document?.toJS()).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'tools' },
    data,
  });
  expect(files).not.toHaveProperty(['manifests/test/releases.yaml']);
});

describe('a network that has to come between the control plane and the nodes', () => {
  const infrastructure = new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] });
  const acknowledge = [{ code: 'EKS-05', because: 'tried' }];
  const warnings = (given: Partial<PlanOf>) => {
    const planned = planOf({ infrastructure, acknowledge, deliveries: [new Manifests()], ...given });
    expect(planned.problems).toEqual([]);
    return planned.warnings.filter(({ code }) => code.startsWith('MANIFESTS'));
  };

  test('is warned of, with what to do', () => {
    expect(warnings({ network: new Cilium() })).toEqual([
      expect.objectContaining({
        code: 'MANIFESTS-01',
        because: expect.stringContaining("'cilium' has to be applied after stack 'test' and before 'test-nodes'"),
        fix: expect.stringContaining("apply what is in stage 'network' of manifests/test"),
      }),
    ]);
    expect(warnings({ network: new Cilium({ ipam: 'chained' }) })).toHaveLength(1);
    const agreed = { code: 'MANIFESTS-01', because: 'our pipeline does' };
    expect(warnings({ network: new Cilium(), acknowledge: [...acknowledge, agreed] })).toEqual([]);
  });

  test('is none where Terraform brings it, or the service', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ network: new AwsVpcCni() })).toEqual([]);
    expect(warnings({ network: new Cilium(), deliveries: [new TerraformHelm(), new Manifests()] })).toEqual([]);
    expect(warnings({ network: new Cilium(), deliveries: [new Manifests(), new TerraformHelm()] })).toHaveLength(1);
    const doks = new Doks({ region: 'fra1', publicAccess: ['203.0.113.0/24'] });
    expect(warnings({ infrastructure: doks, network: new Cilium(), acknowledge: [] })).toEqual([]);
  });
});

test('writes nothing for a cluster that has nothing to deliver', () => {
  expect(deliver(new Manifests(), []).files).toEqual({});
});
