import { Calico, Cilium, AwsVpcCni, Flannel, type CalicoProps, type CiliumProps } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import { AwsEbs, CloudDisk, CloudFiles } from 'tenon/storage';
import { gke, planned, problems, refusals, stranger } from './planned';

describe('Cilium', () => {
  const wrong = (props: CiliumProps) => refusals({}, { network: new Cilium(props) });
  const dataplane = (props: CiliumProps) =>
    planned({}, { network: new Cilium(props) }).items.find(({ kind, id }) => kind === 'addon' && id === 'dataplane-v2')
      ?.spec;

  test('is Dataplane V2', () => {
    const { plugins, capabilities, items } = planned({}, { network: new Cilium() });
    expect(plugins.find(({ name }) => name === 'cilium')?.as).toBe('native');
    expect(capabilities['network/pods']).toEqual([{ by: 'cilium', value: 'routed' }]);
    expect(capabilities['network/services']).toEqual([{ by: 'cilium', value: 'ebpf' }]);
    expect(items.find(({ id }) => id === 'dataplane-v2')).toMatchObject({ by: 'cilium', consumer: 'gke' });
    expect(items.filter(({ kind }) => kind === 'helm-release')).toEqual([]);
  });

  test('has what Dataplane V2 has', () => {
    expect(wrong({ ipam: 'kubernetes', routingMode: 'native', nodeCidrMaskSize: 24 })).toEqual([]);
    expect(wrong({ replaceKubeProxy: true, gatewayApi: false, prefixDelegation: false })).toEqual([]);
    expect(dataplane({})).toEqual({ name: 'dataplane-v2' });
    expect(dataplane({ encryption: 'wireguard' })).toMatchObject({ configuration: { encryption: true } });
    expect(dataplane({ hubble: true })).toMatchObject({ configuration: { relay: true } });
    expect(dataplane({ hubble: { relay: true, metrics: [] } })).toMatchObject({ configuration: { relay: true } });
    expect(dataplane({ hubble: false })).toEqual({ name: 'dataplane-v2' });
  });

  test('that encrypts says so to others', () => {
    const { capabilities } = planned({}, { network: new Cilium({ encryption: 'wireguard' }) });
    expect(capabilities['network/encryption']).toEqual([{ by: 'cilium', value: 'wireguard' }]);
  });

  test.each<[CiliumProps, string]>([
    [{ ipam: 'eni' }, 'ipam'],
    [{ ipam: 'cluster-pool' }, 'ipam'],
    [{ ipam: 'chained' }, 'ipam'],
    [{ version: '1.20.0' }, 'version'],
    [{ replaceKubeProxy: false }, 'replaceKubeProxy'],
    [{ encryption: 'ipsec' }, 'encryption'],
    [{ hubble: { ui: true } }, 'hubble'],
    [{ hubble: { relay: false } }, 'hubble'],
    [{ hubble: { metrics: ['dns'] } }, 'hubble'],
    [{ gatewayApi: true }, 'gatewayApi'],
    [{ socketLoadBalancing: 'host' }, 'socketLoadBalancing'],
    [{ exclusive: true }, 'exclusive'],
    [{ prefixDelegation: true }, 'prefixDelegation'],
    [{ routingMode: 'tunnel' }, 'routingMode'],
    [{ tunnelProtocol: 'geneve' }, 'tunnelProtocol'],
    [{ nodeCidrMaskSize: 25 }, 'nodeCidrMaskSize'],
    [{ operatorReplicas: 2 }, 'operatorReplicas'],
    [{ clusterId: 1 }, 'clusterId'],
    [{ clusterName: 'one' }, 'clusterName'],
    [{ values: { debug: { enabled: true } } }, 'values'],
  ])('refuses %j by name, and says what is there instead', (props, setting) => {
    const found = problems({}, { network: new Cilium(props) });
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([`HONOUR test/network/${setting}`]);
    expect(found[0]?.because).toMatch(new RegExp(`its setting '${setting}' \\(.{10,}\\)$`));
  });

  test('is installed on the legacy datapath, beside the kube-proxy that stays [GKE-06]', () => {
    const { plugins, capabilities, items } = planned({ datapath: 'legacy' }, { network: new Cilium() });
    expect(plugins.find(({ name }) => name === 'cilium')?.as).toBe('install');
    expect(capabilities['network/services']).toEqual([{ by: 'gke', value: 'iptables' }]);
    expect(items.some(({ kind, id }) => kind === 'helm-release' && id === 'cilium')).toBe(true);
    expect(items.some(({ id }) => id === 'dataplane-v2')).toBe(false);
    expect(refusals({ datapath: 'legacy' }, { network: new Cilium({ replaceKubeProxy: true }) })).toEqual([
      'CONFLICT test/network',
    ]);
  });
});

describe('Calico', () => {
  const wrong = (props: CalicoProps) => refusals({}, { network: new Calico(props) });

  test('is what GKE enforces policies with on the legacy datapath [GKE-04]', () => {
    const { plugins, capabilities, items } = planned({}, { network: new Calico() });
    expect(plugins.find(({ name }) => name === 'calico')?.as).toBe('native');
    expect(capabilities['network/services']).toEqual([{ by: 'calico', value: 'iptables' }]);
    expect(capabilities['network/policy']).toContainEqual({ by: 'calico' });
    const addons = items.flatMap(item => (item.kind === 'addon' ? [item.spec.name] : []));
    expect(addons).toEqual(['calico', 'gce-pd-csi']);
  });

  test('has what GKE has of it', () => {
    expect(wrong({ policyOnly: true, dataplane: 'iptables', apiServer: false, bgp: false, flowLogs: false })).toEqual(
      [],
    );
    expect(wrong({ ipam: 'host-local', encapsulation: 'None', metrics: false })).toEqual([]);
  });

  test.each<[CalicoProps, string]>([
    [{ version: 'v3.32.1' }, 'version'],
    [{ policyOnly: false }, 'policyOnly'],
    [{ dataplane: 'nftables' }, 'dataplane'],
    [{ encapsulation: 'VXLAN' }, 'encapsulation'],
    [{ pools: [{ cidr: '10.4.0.0/14' }] }, 'pools'],
    [{ ipam: 'calico' }, 'ipam'],
    [{ bgp: true }, 'bgp'],
    [{ encryption: 'wireguard' }, 'encryption'],
    [{ mtu: 1400 }, 'mtu'],
    [{ apiServer: true }, 'apiServer'],
    [{ flowLogs: true }, 'flowLogs'],
    [{ metrics: true }, 'metrics'],
    [{ controlPlaneReplicas: 1 }, 'controlPlaneReplicas'],
    [{ values: { a: 1 } }, 'values'],
  ])('refuses %j by name, and says what is there instead', (props, setting) => {
    const found = problems({}, { network: new Calico(props) });
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([`HONOUR test/network/${setting}`]);
    expect(found[0]?.because).toMatch(new RegExp(`its setting '${setting}' \\(.{10,}\\)$`));
  });

  test('is refused on Dataplane V2 [GKE-01] and with its BPF dataplane [GKE-05]', () => {
    expect(refusals({ datapath: 'dataplane-v2' }, { network: new Calico() })).toEqual(['GKE-01 test/network']);
    expect(refusals({ datapath: 'legacy' }, { network: new Calico() })).toEqual([]);
    expect(wrong({ dataplane: 'bpf' })).toEqual(['GKE-05 test/network']);
  });
});

test.each(['dataplane-v2', 'legacy'] as const)('refuses every other network on %s [GKE-02]', datapath => {
  for (const network of [new Flannel(), new AwsVpcCni(), stranger('network', 'weave')]) {
    expect(refusals({ datapath }, { network })).toEqual(['GKE-02 test/network']);
  }
});

test('runs containerd, and refuses its settings and other runtimes [RT-03]', () => {
  expect(planned({}, { runtime: new Containerd() }).capabilities['runtime/containers']).toEqual([
    { by: 'containerd', value: 'containerd' },
  ]);
  expect(refusals({}, { runtime: new Containerd({ version: '2.3.4' }) })).toEqual(['HONOUR test/runtime/version']);
  expect(refusals({}, { runtime: stranger('runtime', 'cri-o') })).toEqual(['RT-03 test/runtime']);
});

test('refuses sandboxes [GKE-11, GKE-14] and bootstraps', () => {
  const platform = { kubernetes: '1.36', has: () => false, value: () => undefined, always: () => false } as const;
  const code = (name: string) => gke().adopt(stranger('sandbox', name), platform);
  expect(code('gvisor')).toMatchObject({ as: 'refuse', code: 'GKE-11' });
  expect(code('kata')).toMatchObject({ as: 'refuse', code: 'GKE-14' });
  expect(gke().adopt(stranger('bootstrap', 'kubeadm'), platform)).toMatchObject({ as: 'refuse' });
});

describe('storage', () => {
  test('portable classes are of the drivers that are there, Filestore only if it is asked for', () => {
    const { items } = planned({}, { storage: [new CloudDisk({ name: 'data' }), new CloudFiles({ name: 'shared' })] });
    const provisioner = (id: string) =>
      (items.find(item => item.id === id)?.spec as { provisioner?: string }).provisioner;
    expect(provisioner('storage-class-data')).toBe('pd.csi.storage.gke.io');
    expect(provisioner('storage-class-shared')).toBe('filestore.csi.storage.gke.io');
    expect(items.find(({ id }) => id === 'filestore-csi')).toMatchObject({ kind: 'addon', consumer: 'gke' });
  });

  test("refuses another cloud's disks", () => {
    expect(refusals({}, { storage: [new AwsEbs({ name: 'fast' })] })).not.toEqual([]);
  });
});
