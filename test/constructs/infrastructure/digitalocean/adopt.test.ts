import { AwsVpcCni, Cilium, type CiliumProps } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import { CONTRACT, type Plugin, type Socket } from 'tenon/spi';
import { AwsEbs, CloudDisk } from 'tenon/storage';
import { doks, planned, problems, refusals } from './shop';

/** A plugin that nobody has heard of. */
function stranger<S extends Socket>(socket: S, name: string, changes: Partial<Plugin<S>> = {}): Plugin<S> {
  return { contract: CONTRACT, socket, name, settings: {}, provides: () => [], contribute: () => [], ...changes };
}

describe('Cilium', () => {
  const wrong = (props: CiliumProps) => refusals({ network: new Cilium(props) });

  test('is part of the service', () => {
    const { plugins, capabilities, items } = planned({ network: new Cilium() });
    expect(plugins.find(each => each.name === 'cilium')?.as).toBe('native');
    expect(capabilities['network/pods']).toEqual([{ by: 'cilium', value: 'routed' }]);
    expect(items.filter(item => item.kind !== 'offer')).toEqual([]);
  });

  test('has the settings that the service has', () => {
    expect(wrong({ replaceKubeProxy: true, hubble: true, gatewayApi: true })).toEqual([]);
    expect(wrong({ hubble: { relay: true, ui: true } })).toEqual([]);
  });

  test.each<[CiliumProps, string]>([
    [{ encryption: 'wireguard' }, 'encryption'],
    [{ replaceKubeProxy: false }, 'replaceKubeProxy'],
    [{ hubble: false }, 'hubble'],
    [{ hubble: { metrics: ['dns'] } }, 'hubble'],
    [{ gatewayApi: false }, 'gatewayApi'],
    [{ ipam: 'cluster-pool' }, 'ipam'],
    [{ version: '1.19.6' }, 'version'],
    [{ socketLoadBalancing: 'host' }, 'socketLoadBalancing'],
    [{ values: { debug: { enabled: true } } }, 'values'],
  ])('refuses %j by name', (props, setting) => {
    expect(wrong(props)).toEqual([`HONOUR test/network/${setting}`]);
  });

  test('refuses the Gateway API before the service has it', () => {
    const infrastructure = doks({ versions: [{ minor: '1.32' }] });
    const network = new Cilium({ gatewayApi: true });
    expect(refusals({ infrastructure, network, kubernetes: '1.32' })).toEqual(['HONOUR test/network/gatewayApi']);
  });
});

test('refuses any other network [DO-01]', () => {
  const [problem] = problems({ network: new AwsVpcCni() });
  expect(problem).toMatchObject({
    code: 'DO-01',
    path: 'test/network',
    fix: expect.stringMatching(/^remove 'network'/),
  });
  expect(refusals({ network: stranger('network', 'weave') })).toEqual(['DO-01 test/network']);
});

test('runs containerd, and refuses its settings and other runtimes [RT-03]', () => {
  expect(planned({ runtime: new Containerd() }).capabilities['runtime/containers']).toEqual([
    { by: 'containerd', value: 'containerd' },
  ]);
  expect(refusals({ runtime: new Containerd({ version: '2.3.4' }) })).toEqual(['HONOUR test/runtime/version']);
  expect(refusals({ runtime: stranger('runtime', 'cri-o') })).toEqual(['RT-03 test/runtime']);
});

test('refuses sandboxes [DO-02] and bootstraps', () => {
  const platform = { kubernetes: '1.36', has: () => false, value: () => undefined, always: () => false } as const;
  expect(doks().adopt(stranger('sandbox', 'gvisor'), platform)).toMatchObject({ as: 'refuse', code: 'DO-02' });
  expect(doks().adopt(stranger('bootstrap', 'kubeadm'), platform)).toMatchObject({ as: 'refuse' });
});

describe('storage', () => {
  test('CloudDisk becomes a class of the driver that is there', () => {
    const { items } = planned({ storage: [new CloudDisk({ name: 'data' })] });
    expect(items.find(item => item.id === 'storage-class-data')?.spec).toMatchObject({
      provisioner: 'dobs.csi.digitalocean.com',
    });
  });

  test("refuses another cloud's disks", () => {
    expect(refusals({ storage: [new AwsEbs({ name: 'fast' })] })).not.toEqual([]);
  });

  test("refuses a class with the name of one of the service's own", () => {
    expect(refusals({ storage: [new CloudDisk({ name: 'do-block-storage' })] })).toEqual([
      'CONFLICT test/storage/do-block-storage',
    ]);
  });

  test('one that runs in pods is installed; one that wants something of nodes is refused', () => {
    expect(planned({ storage: [stranger('storage', 'local')] }).plugins).toContainEqual(
      expect.objectContaining({ name: 'local', as: 'install' }),
    );
    const wanting = stranger('storage', 'mayastor', {
      contribute: () => [
        { kind: 'kubelet', id: 'pages', by: 'mayastor', because: 'huge pages', stage: 'nodes', spec: { x: 1 } },
      ],
    });
    expect(refusals({ storage: [wanting] })).toEqual(['DO-02 test/storage']);
  });

  test('demands for raw disks and for taints at the start of nodes are refused', () => {
    const demand = { by: 'ceph', because: 'volumes are made of them' };
    const demanding = (more: object) => stranger('storage', 'ceph', { demands: () => ({ ...demand, ...more }) });
    const taint = { key: 'ceph/not-ready', effect: 'NoSchedule' };
    expect(problems({ storage: [demanding({ disks: 2 })] })).toMatchObject([
      { code: 'MACHINE', path: 'test/pools/general', because: expect.stringContaining('raw disks') },
    ]);
    expect(problems({ storage: [demanding({ startupTaints: [taint] })] })).toMatchObject([
      { code: 'MACHINE', because: expect.stringContaining("taint 'ceph/not-ready'") },
    ]);
  });
});

test("refuses a second owner of the Gateway API's CRDs [DO-06]", () => {
  const mesh = stranger('mesh', 'waypoint', {
    provides: () => [{ capability: 'crd/gateway.networking.k8s.io', exclusive: true }],
  });
  expect(refusals({ mesh })).toContain('DO-06 test/infrastructure');
});
