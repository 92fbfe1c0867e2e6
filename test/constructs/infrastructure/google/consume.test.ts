import type { GkeProps } from 'tenon/google';
import type { Item, ItemOf, Peer, Port } from 'tenon/spi';
import { GKE_ADDONS } from '../../../../constructs/infrastructure/google/consume';
import { gke } from './planned';

const common = { id: 'a', by: 'x', because: 'y', stage: 'nodes' } as const;
const consumes = (item: Partial<Item>, props: Partial<GkeProps> = {}) =>
  gke(props).consumes({ ...common, ...item } as Item);
const addon = (spec: ItemOf<'addon'>['spec']) => consumes({ kind: 'addon', spec });
const port = (spec: Port, props: Partial<GkeProps> = {}) => consumes({ kind: 'port', spec }, props);
const refused = { because: expect.any(String) as string, fix: expect.any(String) as string };

test('leaves releases and objects to deliveries', () => {
  for (const kind of ['helm-release', 'object', 'offer'] as const) expect(consumes({ kind })).toBeUndefined();
});

describe('add-ons', () => {
  test.each(Object.keys(GKE_ADDONS))('%s is one', name => {
    expect(addon({ name })).toBe(true);
  });

  test('are taken with what GKE knows of them alone', () => {
    expect(addon({ name: 'dataplane-v2', configuration: { encryption: true, relay: true } })).toBe(true);
    expect(addon({ name: 'dataplane-v2', configuration: { mtu: 9000 } })).toMatchObject(refused);
    expect(addon({ name: 'calico', version: 'v3.32.1' })).toMatchObject(refused);
    expect(addon({ name: 'vpc-cni' })).toMatchObject(refused);
    const late = { relay: { $fact: 'endpoint/host' } };
    expect(addon({ name: 'dataplane-v2', configuration: late })).toMatchObject({
      because: "addon 'a' asks for 'endpoint/host', which is known only once the cluster is there",
    });
  });
});

describe('identities', () => {
  const identity = (google?: { roles: string[] }) =>
    consumes({
      kind: 'identity',
      spec: { namespace: 'n', serviceAccount: 's', grants: { ...(google && { google }) } },
    });

  test.each(['roles/storage.admin', 'projects/p/roles/own_1', 'organizations/1/roles/x'])('may have %s', role => {
    expect(identity({ roles: [role] })).toBe(true);
  });

  test('are refused without a word on Google, or with what is no role', () => {
    expect(identity()).toMatchObject(refused);
    expect(identity({ roles: ['storage.admin'] })).toMatchObject({ because: expect.stringContaining('no role') });
  });
});

describe('ports', () => {
  const open = (from: Peer, to: Peer, range?: [number, number]): Port => ({
    from,
    to,
    protocol: 'tcp',
    ...(range && { range }),
  });

  test.each<[Peer, Peer]>([
    ['control-plane', 'node'],
    ['control-plane', 'pod'],
    ['node', 'node'],
    ['pod', { pool: 'general' }],
    ['load-balancer', 'pod'],
    ['node', 'internet'],
  ])('from %j to %j are opened', (from, to) => {
    expect(port(open(from, to, [8443, 8443]))).toBe(true);
  });

  test('of IPsec between nodes are opened', () => {
    expect(port({ from: 'node', to: 'node', protocol: 'esp' })).toBe(true);
  });

  test.each<[Peer, Peer]>([
    ['internet', 'node'],
    ['internet', 'load-balancer'],
    ['node', { service: 'file-system' }],
    ['operator', 'node'],
    ['node', 'operator'],
    ['internet', 'control-plane'],
  ])('from %j to %j are refused', (from, to) => {
    expect(port(open(from, to, [443, 443]))).toMatchObject(refused);
  });

  test('of the control plane are one', () => {
    expect(port(open('node', 'control-plane', [443, 443]))).toBe(true);
    expect(port(open('node', 'control-plane', [6443, 6443]))).toMatchObject(refused);
    expect(port(open('node', 'control-plane'))).toMatchObject(refused);
  });

  test('of operators are opened if it is known where they come from', () => {
    const privateAccess = ['10.99.0.0/16'];
    expect(port(open('operator', 'node', [22, 22]), { privateAccess })).toBe(true);
    const api = open('operator', 'control-plane', [443, 443]);
    expect(port(api)).toBe(true);
    expect(port(api, { publicAccess: [] })).toMatchObject(refused);
    expect(port(api, { publicAccess: [], dnsEndpoint: true })).toBe(true);
    expect(port(api, { publicAccess: [], privateAccess })).toBe(true);
  });
});

describe('nodes', () => {
  const kubelet = (spec: ItemOf<'kubelet'>['spec']) => consumes({ kind: 'kubelet', spec });

  test('take what GKE lets be set of kubelets', () => {
    expect(kubelet({ cpuManagerPolicy: 'static', podPidsLimit: 4096, imageGCHighThresholdPercent: 80 })).toBe(true);
    expect(kubelet({ evictionSoft: { 'memory.available': '500Mi' }, evictionSoftGracePeriod: {} })).toBe(true);
  });

  test.each<[string, ItemOf<'kubelet'>['spec']]>([
    ['maxPods', { maxPods: 64 }],
    ['clusterDomain', { clusterDomain: 'corp.internal' }],
    ['podPidsLimit', { podPidsLimit: 100 }],
    ['cpuManagerPolicy', { cpuManagerPolicy: 'best' }],
    ['maxParallelImagePulls', { maxParallelImagePulls: 9 }],
    ['evictionSoft', { evictionSoft: { 'memory.free': '1Gi' } }],
    ['evictionMaxPodGracePeriod', { evictionMaxPodGracePeriod: '30s' }],
  ])('take no other %s', (field, spec) => {
    expect(kubelet(spec)).toMatchObject({ because: expect.stringContaining(`'${field}'`) });
  });

  test('take no files, packages and commands [GKE-14]', () => {
    for (const kind of ['node-file', 'node-package', 'node-command'] as const) {
      expect(consumes({ kind })).toMatchObject({ code: 'GKE-14', ...refused });
    }
  });

  test('of the control plane are Google’s own', () => {
    const on = { role: 'control-plane' } as const;
    expect(consumes({ kind: 'kubelet', on, spec: {} })).toMatchObject({
      because: expect.stringContaining('Google runs the control plane'),
    });
  });
});

test('file systems are left to the driver of Filestore', () => {
  expect(consumes({ kind: 'file-system', spec: {} })).toMatchObject({ fix: expect.stringContaining('CloudFiles') });
});
