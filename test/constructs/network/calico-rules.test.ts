import { AwsVpcCni, Calico, Cilium, type CalicoProps } from 'tenon/network';
import { CONTRACT, type Infrastructure, type Plan, type Plugin, type Provided } from 'tenon/spi';
import type { PlanOf } from 'tenon/testing';
import { elsewhere, machines, managed } from './places';
import { codesOf, planned } from './planned';

type Given = Partial<PlanOf>;

/** A place that offers this, and nothing else by those names. */
const offering = (place: Infrastructure, ...offers: readonly Provided[]): Given => ({
  infrastructure: {
    ...place,
    provides: platform => [
      ...offers,
      ...place.provides(platform).filter(({ capability }) => !offers.some(each => each.capability === capability)),
    ],
  },
});

const nftables = offering(machines, { capability: 'network/services', value: 'nftables', exclusive: true });
const azure = offering(machines, { capability: 'cloud', value: 'azure' });
const segment = offering(machines, { capability: 'network/layer-2' });
const ranges = (value: 'routed' | 'allocated') => offering(machines, { capability: 'network/node-ranges', value });
const metal = { infrastructure: machines };

/** The second of a row: what is said of the cluster besides. */
const withCluster = ([code, props, given = {}]: [string, CalicoProps, Given?]) => [code, props, given] as const;

const pools = (...cidrs: readonly string[]) => ({ pools: cidrs.map(cidr => ({ cidr })) });

/** Values of the Installation's network. */
const network = (over: object) => ({ values: { installation: { calicoNetwork: over } } }) as CalicoProps;

const refusals: [string, CalicoProps, Given?][] = [
  ['CAL-03', { dataplane: 'bpf', encapsulation: 'IPIP' }, metal],
  ['CAL-03', { dataplane: 'bpf', pools: [{ cidr: '10.64.0.0/16', encapsulation: 'IPIPCrossSubnet' }] }, metal],
  ['CAL-04', { encapsulation: 'IPIP', bgp: false }, metal],
  ['CAL-04', { encapsulation: 'None', bgp: false }, metal],
  ['CAL-04', { ipam: 'host-local', encapsulation: 'None', bgp: false }, ranges('allocated')],
  ['CAL-05', { dataplane: 'bpf', ...network({ windowsDataplane: 'HNS' }) }],
  ['CAL-07', { encapsulation: 'IPIP' }, azure],
  ['CAL-12', network({ bgp: 'Enabled' })],
  ['CAL-12', network({ ipPools: [{ cidr: '10.64.0.0/16' }] })],
  ['CAL-12', { values: { installation: { enabled: false } } }],
  ['CAL-12', { values: { installation: { cni: { type: 'AmazonVPC' } } } }],
  ['CAL-12', { values: { manageCRDs: true } }],
  ['CAL-12', { values: { apiServer: { enabled: false } } }],
  ['CAL-12', { values: { whisker: { enabled: true } } }],
  ['CAL-12', { dataplane: 'bpf', values: { kubernetesServiceEndpoint: { host: '10.0.0.1' } } }],
  ['CAL-12', { values: { defaultFelixConfiguration: { wireguardEnabled: true } } }],
  ['CAL-12', { values: { defaultFelixConfiguration: { bpfEnabled: true } } }],
  ['CAL-12', { values: { defaultFelixConfiguration: { enabled: false, mtuIfacePattern: 'eth' } } }],
  ['CAL-12', { values: { installation: { nodeMetricsPort: 9091 } } }],
  ['CAL-14', { policyOnly: true, encapsulation: 'VXLAN' }],
  ['CAL-14', { policyOnly: true, ...pools('10.64.0.0/16') }],
  ['CAL-14', { policyOnly: true, ipam: 'calico' }],
  ['CAL-14', { policyOnly: true, bgp: true }],
  ['CAL-14', { policyOnly: true, mtu: 1400 }],
  ['CAL-14', { ipam: 'host-local', ...pools('10.64.0.0/16') }, ranges('routed')],
  ['CAL-14', { ipam: 'host-local', encapsulation: 'VXLAN' }, ranges('routed')],
  ['CAL-14', { ipam: 'host-local', encapsulation: 'VXLANCrossSubnet' }, ranges('allocated')],
  ['CAL-15', pools('10.65.0.0/16')],
  ['CAL-15', pools('10.64.0.0/17', '10.64.64.0/18')],
  ['CAL-15', pools('10.64.0.1/16')],
  ['CAL-15', { pools: [{ cidr: '10.64.0.0/27' }] }],
  [
    'CAL-15',
    {
      pools: [
        { cidr: '10.64.0.0/17', name: 'a' },
        { cidr: '10.64.128.0/17', name: 'a' },
      ],
    },
  ],
  ['CAL-16', { policyOnly: true }, { infrastructure: elsewhere }],
  ['EKS-07', { bgp: true }],
  ['EKS-07', { encapsulation: 'IPIP' }],
  ['KP-06', { dataplane: 'bpf', ...network({ kubeProxyManagement: 'Enabled' }) }],
  ['KP-06', { dataplane: 'bpf', ...network({ bpfNetworkBootstrap: 'Enabled' }) }],
  ['KP-10', { dataplane: 'iptables' }, nftables],
  ['MISSING', { policyOnly: true }, metal],
  ['MISSING', { ipam: 'host-local' }],
  ['CNI-14', {}, { addresses: { network: '10.64.0.0/16' } }],
];

test.each(refusals.map(withCluster))('refuses with %s: %j', (code, props, given) => {
  const { plan, problems } = planned({ network: new Calico(props), ...given });
  expect(plan).toBeUndefined();
  expect(problems.map(problem => problem.code)).toContain(code);
  for (const problem of problems)
    expect(problem).toMatchObject({
      path: expect.stringMatching(/^[\w-]+\/?/),
      because: expect.any(String),
      fix: expect.any(String),
    });
});

const consents: [CalicoProps, Given?][] = [
  [{ encapsulation: 'VXLANCrossSubnet' }],
  [{ encapsulation: 'VXLANCrossSubnet' }, metal],
  [{ encapsulation: 'None' }, metal],
  [{ pools: [{ cidr: '10.64.0.0/17' }, { cidr: '10.64.128.0/17', encapsulation: 'IPIPCrossSubnet' }] }, metal],
];

test.each(consents.map(([props, given = {}]) => [props, given] as const))(
  'refuses with CAL-11 until it is acknowledged: %j',
  (props, given) => {
    const acknowledge = [{ code: 'CAL-11', because: 'tried' }];
    expect(codesOf({ network: new Calico(props), ...given })).toEqual(['CAL-11']);
    expect(codesOf({ network: new Calico(props), ...given, acknowledge })).toEqual([]);
  },
);

const strict = [new AwsVpcCni({ securityGroupsForPods: 'strict' }), new Calico({ policyOnly: true })];

const warnings: [string, CalicoProps, Given?][] = [
  ['CAL-13', { version: 'v3.33.0' }],
  ['CNI-19', { ...pools('10.64.0.0/24') }, { pools: [{ name: 'general', cpu: 2, min: 1, max: 5 }] }],
  ['CNI-19', {}, { addresses: { pods: '10.64.0.0/24' } }],
  ['EKS-10', {}, { network: strict, pools: [{ name: 'general', machine: 'm7i.large', min: 1 }] }],
];

test.each(warnings.map(withCluster))('warns with %s: %j', (code, props, given) => {
  const { plan, warnings: said } = planned({ network: new Calico(props), ...given });
  expect(plan).toBeDefined();
  expect(said.map(warning => warning.code)).toContain(code);
});

const fine: [CalicoProps, Given?][] = [
  [{}],
  [{}, metal],
  [{ policyOnly: true }],
  [{ policyOnly: true, dataplane: 'bpf', encryption: 'wireguard', apiServer: false }],
  [{ policyOnly: false, encapsulation: 'VXLAN' }],
  [{ dataplane: 'bpf' }],
  [{ dataplane: 'bpf', ...pools('10.64.0.0/17', '10.64.128.0/17') }],
  [{ dataplane: 'nftables' }, nftables],
  [{}, nftables],
  [{ dataplane: 'iptables' }],
  [{ dataplane: 'bpf', ...network({ kubeProxyManagement: 'Disabled', windowsDataplane: 'Disabled' }) }],
  [{ encapsulation: 'IPIP' }, metal],
  [{ encapsulation: 'IPIP', bgp: false, ...network({ clusterRoutingMode: 'Felix' }) }, metal],
  [{ encapsulation: 'VXLAN' }, azure],
  [{ encapsulation: 'VXLANCrossSubnet' }, segment],
  [{ encapsulation: 'None' }, segment],
  [{ ipam: 'host-local' }, ranges('routed')],
  [{ ipam: 'host-local' }, ranges('allocated')],
  [{ ipam: 'host-local', encapsulation: 'IPIPCrossSubnet' }, ranges('allocated')],
  [{ bgp: true }, metal],
  [{ bgp: false }],
  [
    {
      pools: [
        { cidr: '10.64.0.0/28', blockSize: 28 },
        { cidr: '10.64.128.0/17', name: 'b' },
      ],
    },
  ],
  [{ values: { manageCRDs: false, installation: { kubernetesProvider: 'EKS', registry: 'a.example/' } } }],
  [{ metrics: true, values: { installation: { nodeMetricsPort: 9091 } } }],
  [{ encryption: 'wireguard', values: { defaultFelixConfiguration: { wireguardMTU: 1400 } } }],
  [{ version: 'v3.32.9' }],
  [{ values: { constructor: { toString: 'x' } } } as CalicoProps],
];

test.each(fine.map(([props, given = {}]) => [props, given] as const))('takes %j', (props, given) => {
  const { problems, warnings: said } = planned({ network: new Calico(props), ...given });
  expect(problems).toEqual([]);
  expect(said.map(warning => warning.code)).toEqual([]);
});

test('refuses a second network, a second enforcer of policies and a second owner of its CRDs', () => {
  expect(codesOf({ network: [new Calico(), new AwsVpcCni()] })).toEqual(['CONFLICT']);
  const policies = new Calico({ policyOnly: true });
  expect(codesOf({ network: [new AwsVpcCni({ networkPolicy: true }), policies] })).toEqual(['CONFLICT']);
  expect(codesOf({ network: [new Cilium({ ipam: 'chained' }), policies] })).toEqual(['CONFLICT']);
  expect(codesOf({ network: [new AwsVpcCni({ networkPolicy: false }), policies] })).toEqual([]);
  const crds: Plugin<'mesh'> = {
    contract: CONTRACT,
    socket: 'mesh',
    name: 'some-mesh',
    settings: {},
    provides: () => [{ capability: 'crd/projectcalico.org', exclusive: true }],
    contribute: () => [],
  };
  expect(codesOf({ network: new Calico(), mesh: crds })).toEqual(['CONFLICT']);
});

test('refuses kube-proxy beside eBPF programs', () => {
  const always = offering(machines, { capability: 'network/services', value: 'ipvs', exclusive: true });
  expect(codesOf({ network: new Calico({ dataplane: 'bpf' }), ...always })).toEqual(['CONFLICT']);
  expect(codesOf({ network: new Calico(), ...always })).toEqual([]);
});

describe('a change', () => {
  const before = (props: CalicoProps): Plan | undefined => planned({ network: new Calico(props) }).plan;
  const after = (old: CalicoProps, props: CalicoProps) =>
    codesOf({ network: new Calico(props), before: before(old), acknowledge: [] });
  const pool = (blockSize: number, cidr = '10.64.0.0/17') => ({ pools: [{ cidr, blockSize }] });

  test("of a pool's blocks is refused", () => {
    expect(after(pool(26), pool(28))).toEqual(['CAL-17']);
    expect(after({}, { pools: [{ cidr: '10.64.0.0/16', blockSize: 24 }] })).toEqual(['CAL-17']);
    expect(after(pool(26), pool(26))).toEqual([]);
    expect(after(pool(26), pool(28, '10.64.128.0/17'))).toEqual([]);
  });

  test('to or from eBPF programs needs consent', () => {
    expect(after({}, { dataplane: 'bpf' })).toEqual(['CAL-18']);
    expect(after({ dataplane: 'bpf' }, { dataplane: 'iptables' })).toEqual(['CAL-18']);
    expect(after({}, { dataplane: 'nftables' })).toEqual([]);
    expect(after({ dataplane: 'bpf' }, { dataplane: 'bpf', metrics: true })).toEqual([]);
  });

  test('from another network says nothing of its own', () => {
    const { plan } = planned({ network: new AwsVpcCni() });
    expect(codesOf({ network: new Calico({ dataplane: 'bpf' }), before: plan })).not.toContain('CAL-18');
  });
});

test('says where a value contradicts what is known of the cluster, and which prop turns something on', () => {
  const { problems } = planned({
    network: new Calico({
      values: { manageCRDs: true, defaultFelixConfiguration: { wireguardEnabled: true } },
    }),
    infrastructure: managed,
  });
  expect(problems).toEqual([
    expect.objectContaining({
      code: 'CAL-12',
      path: 'test/network/values/manageCRDs',
      value: true,
      because: "'manageCRDs' is set to false already, from what is known of the cluster",
    }),
    expect.objectContaining({
      code: 'CAL-12',
      path: 'test/network/values/defaultFelixConfiguration.wireguardEnabled',
      fix: "remove it from 'values', and use 'encryption'",
    }),
  ]);
});

test('refuses props of a wrong shape, all at once', () => {
  const props = {
    dataplane: 'ebpf',
    encapsulation: 'vxlan',
    version: '3.32.1',
    pools: [{ cidr: '10.64.0.0/16', blockSize: 33, nodeselector: 'x' }],
    policyOnlie: true,
  } as unknown as CalicoProps;
  const { problems } = planned({ network: new Calico(props) });
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ['PROPS', 'test/network/version'],
    ['PROPS', 'test/network/dataplane'],
    ['PROPS', 'test/network/encapsulation'],
    ['PROPS', 'test/network/pools/0/blockSize'],
    ['PROPS', 'test/network/pools/0/nodeselector'],
    ['PROPS', 'test/network/policyOnlie'],
  ]);
  expect(planned({ network: new Calico({ pools: [] }) }).problems.map(({ path }) => path)).toEqual([
    'test/network/pools',
  ]);
});
