import { AwsVpcCni, Calico, type CalicoProps } from 'tenon/network';
import { CONTRACT, type Infrastructure, type Plugin, type Provided } from 'tenon/spi';
import { assertPlugin, type PlanOf } from 'tenon/testing';
import { machines, managed } from './places';
import { itemsOf, planned } from './planned';

const CONSENT = [{ code: 'CAL-11', because: 'tried' }];

const releasesOf = (props: CalicoProps = {}, given: Partial<PlanOf> = {}) =>
  itemsOf('helm-release', { network: new Calico(props), acknowledge: CONSENT, ...given });

const values = (props: CalicoProps = {}, given: Partial<PlanOf> = {}) =>
  releasesOf(props, given).find(({ id }) => id === 'calico')?.spec.values;

const portsOf = (props: CalicoProps, given: Partial<PlanOf> = {}) =>
  itemsOf('port', { network: new Calico(props), acknowledge: CONSENT, ...given });

/** A place that offers something besides. */
const offering = (place: Infrastructure, ...more: readonly Provided[]): Infrastructure => ({
  ...place,
  provides: platform => [...more, ...place.provides(platform)],
});

const ranges = (value: 'routed' | 'allocated') => ({
  infrastructure: offering(machines, { capability: 'network/node-ranges', value }),
});

const mesh: Plugin<'mesh'> = {
  contract: CONTRACT,
  socket: 'mesh',
  name: 'some-mesh',
  settings: {},
  provides: () => [{ capability: 'network/chaining-guest' }],
  needs: () => [{ capability: 'network/chaining', because: 'it adds a CNI plugin', fix: 'use another network' }],
  contribute: () => [],
};

test('keeps the contract', () => {
  assertPlugin(new Calico());
  assertPlugin(
    new Calico({ policyOnly: true, dataplane: 'bpf', values: { installation: { registry: 'a.example/' } } }),
  );
  assertPlugin(new Calico({ pools: [{ cidr: '10.64.0.0/18', name: 'a', natOutgoing: false, blockSize: 28 }] }));
});

test('gives pods addresses of their own on EKS, in tunnels that the VPC lets through', () => {
  expect(values()).toEqual({
    manageCRDs: false,
    apiServer: { enabled: true },
    goldmane: { enabled: false },
    whisker: { enabled: false },
    installation: {
      enabled: true,
      kubernetesProvider: 'EKS',
      cni: { type: 'Calico', ipam: { type: 'Calico' } },
      calicoNetwork: {
        linuxDataplane: 'Iptables',
        bgp: 'Disabled',
        ipPools: [
          {
            cidr: '10.64.0.0/16',
            encapsulation: 'VXLAN',
            natOutgoing: 'Enabled',
            blockSize: 26,
            nodeSelector: 'all()',
          },
        ],
      },
      controlPlaneReplicas: 1,
      flexVolumePath: 'None',
    },
  });
});

test('brings the CRDs first, each at its exact version, before there are nodes', () => {
  const { plan } = planned({ network: new Calico() });
  expect(plan?.stacks.map(stack => stack.name)).toEqual(['test', 'test-network', 'test-nodes']);
  const [crds, operator, ...others] = releasesOf();
  expect(others).toEqual([]);
  const place = {
    repository: 'https://docs.tigera.io/calico/charts',
    version: 'v3.32.1',
    namespace: 'tigera-operator',
    createNamespace: true,
  };
  expect(crds).toMatchObject({ id: 'calico-crds', stage: 'network' });
  expect(crds?.spec).toEqual({ ...place, chart: 'crd.projectcalico.org.v1', wait: false, values: {} });
  expect(operator).toMatchObject({ id: 'calico', stage: 'network', after: ['helm-release/calico-crds'] });
  expect(operator?.spec).toMatchObject({ ...place, chart: 'tigera-operator' });
  expect(releasesOf({ version: 'v3.32.2' }).map(({ spec }) => spec.version)).toEqual(['v3.32.2', 'v3.32.2']);
});

test('runs no hook where no node is left to run it', () => {
  const hooks = (props: CalicoProps) => releasesOf(props).map(({ stage, spec }) => [stage, spec.runHooks]);
  expect(hooks({})).toEqual([
    ['network', undefined],
    ['network', false],
  ]);
  expect(hooks({ policyOnly: true })).toEqual([
    ['platform', undefined],
    ['platform', undefined],
  ]);
});

test('has no taint to keep pods off nodes, which are Ready only with it', () => {
  expect(planned({ network: new Calico() }).plan?.pools[0]?.startupTaints).toEqual([]);
});

test('a node holds as many pods as its blocks do, and as many as the other network gives it', () => {
  expect(new Calico().demands()?.podAddresses).toBe('node-range');
  expect(new Calico({ policyOnly: true }).demands()).toBeUndefined();
});

describe('beside the VPC CNI', () => {
  const besides = [new AwsVpcCni(), new Calico({ policyOnly: true })];

  test('only enforces policies', () => {
    const own = values({}, { network: besides });
    expect(own?.['installation']).toEqual({
      enabled: true,
      kubernetesProvider: 'EKS',
      cni: { type: 'AmazonVPC', ipam: { type: 'AmazonVPC' } },
      calicoNetwork: { linuxDataplane: 'Iptables', bgp: 'Disabled' },
      controlPlaneReplicas: 1,
      flexVolumePath: 'None',
    });
    const { plan } = planned({ network: besides });
    expect(plan?.capabilities).toMatchObject({
      'network/pods': [{ by: 'aws-vpc-cni', value: 'routable' }],
      'network/policy': [{ by: 'calico' }],
    });
    expect(plan?.stacks.map(stack => stack.name)).toEqual(['test', 'test-platform']);
  });

  test("has the VPC CNI's own agent for policies left off", () => {
    const [addon] = itemsOf('addon', { network: besides });
    const configuration = { env: { ANNOTATE_POD_IP: 'true' } };
    expect(addon?.spec).toEqual({ name: 'vpc-cni', identities: ['aws-node'], configuration });
  });

  test('or beside the network that the service brings itself', () => {
    const { plan } = planned({ network: new Calico({ policyOnly: true }) });
    expect(plan?.capabilities['network/pods']).toEqual([{ by: 'managed', value: 'routable' }]);
  });

  test('comes before nodes that have no Services without it', () => {
    const network = [new AwsVpcCni(), new Calico({ policyOnly: true, dataplane: 'bpf' })];
    expect(planned({ network }).plan?.stacks.map(stack => stack.name)).toEqual(['test', 'test-network', 'test-nodes']);
    expect(releasesOf({}, { network }).map(({ stage }) => stage)).toEqual(['network', 'network']);
  });
});

test('stands in for kube-proxy with eBPF, and reaches the API server without it and without cluster DNS', () => {
  const own = values({ dataplane: 'bpf' });
  expect(own).toMatchObject({
    installation: { calicoNetwork: { linuxDataplane: 'BPF' } },
    kubernetesServiceEndpoint: { host: { $fact: 'endpoint/host' }, port: { $fact: 'endpoint/port' } },
    dnsPolicy: 'Default',
  });
  expect(planned({ network: new Calico({ dataplane: 'bpf' }) }).plan?.capabilities).toMatchObject({
    'network/services': [{ by: 'calico', value: 'ebpf' }],
    'network/socket-load-balancing': [{ by: 'calico' }],
  });
  expect(values()).not.toHaveProperty('kubernetesServiceEndpoint');
  expect(values()).not.toHaveProperty('dnsPolicy');
  expect(planned({ network: new Calico() }).plan?.capabilities['network/services']).toEqual([
    { by: 'managed', value: 'iptables' },
  ]);
});

test('lets the sidecars of a mesh see Services', () => {
  const felix = { enabled: true, bpfConnectTimeLoadBalancing: 'Disabled' };
  expect(values({ dataplane: 'bpf' }, { mesh })).toMatchObject({ defaultFelixConfiguration: felix });
  expect(values({ dataplane: 'bpf' })).not.toHaveProperty('defaultFelixConfiguration');
  expect(values({}, { mesh })).not.toHaveProperty('defaultFelixConfiguration');
});

test('uses nftables where kube-proxy does', () => {
  const services = { capability: 'network/services', value: 'nftables', exclusive: true } as const;
  const dataplane = (props: CalicoProps, infrastructure: Infrastructure) =>
    (values(props, { infrastructure })?.['installation'] as { calicoNetwork: { linuxDataplane: string } }).calicoNetwork
      .linuxDataplane;
  const place: Infrastructure = {
    ...machines,
    provides: platform => [
      services,
      ...machines.provides(platform).filter(({ capability }) => capability !== 'network/services'),
    ],
  };
  expect(dataplane({}, place)).toBe('Nftables');
  expect(dataplane({}, machines)).toBe('Iptables');
  expect(dataplane({ dataplane: 'nftables' }, machines)).toBe('Nftables');
});

describe('pools', () => {
  const poolsOf = (props: CalicoProps, given: Partial<PlanOf> = {}) =>
    (values(props, given)?.['installation'] as { calicoNetwork: { ipPools: unknown } }).calicoNetwork.ipPools;

  test('are as asked for, and otherwise as all are', () => {
    const pools = [
      { cidr: '10.64.0.0/17', name: 'east', natOutgoing: false, blockSize: 28, nodeSelector: "zone == 'east'" },
      { cidr: '10.64.128.0/17', encapsulation: 'VXLAN' },
    ] as const;
    expect(poolsOf({ encapsulation: 'IPIP', pools }, { infrastructure: machines })).toEqual([
      {
        name: 'east',
        cidr: '10.64.0.0/17',
        encapsulation: 'IPIP',
        natOutgoing: 'Disabled',
        blockSize: 28,
        nodeSelector: "zone == 'east'",
      },
      {
        cidr: '10.64.128.0/17',
        encapsulation: 'VXLAN',
        natOutgoing: 'Enabled',
        blockSize: 26,
        nodeSelector: 'all()',
      },
    ]);
  });

  test('are as all are where something is undefined', () => {
    const undefinedOnes = { encapsulation: undefined, natOutgoing: undefined, blockSize: undefined } as object;
    const pools = [{ cidr: '10.64.0.0/17', ...undefinedOnes }];
    expect(poolsOf({ dataplane: 'bpf', pools })).toEqual(
      poolsOf({ dataplane: 'bpf', pools: [{ cidr: '10.64.0.0/17' }] }),
    );
  });

  test.each([
    ['routed', 'None', 'Disabled', 'routed'],
    ['allocated', 'IPIP', 'Enabled', 'overlay'],
  ] as const)('with ranges of nodes that are %s travel as %s, BGP %s', (value, encapsulation, bgp, pods) => {
    const props: CalicoProps = { ipam: 'host-local' };
    expect(poolsOf(props, ranges(value))).toMatchObject([{ cidr: '10.64.0.0/16', encapsulation }]);
    expect(values(props, ranges(value))).toMatchObject({
      installation: { cni: { type: 'Calico', ipam: { type: 'HostLocal' } }, calicoNetwork: { bgp } },
    });
    const { plan } = planned({ network: new Calico(props), ...ranges(value) });
    expect(plan?.capabilities['network/pods']).toEqual([{ by: 'calico', value: pods }]);
  });
});

test.each([
  [{}, 'overlay'],
  [{ encapsulation: 'VXLANCrossSubnet' }, 'overlay'],
  [{ encapsulation: 'None' }, 'routed'],
] as const)('%j: pods are %s', (props, value) => {
  const { plan } = planned({ network: new Calico(props), infrastructure: machines, acknowledge: CONSENT });
  expect(plan?.capabilities['network/pods']).toEqual([{ by: 'calico', value }]);
});

test.each([
  [{}, 'Disabled'],
  [{ encapsulation: 'VXLANCrossSubnet' }, 'Disabled'],
  [{ encapsulation: 'IPIP' }, 'Enabled'],
  [{ encapsulation: 'None' }, 'Enabled'],
  [{ bgp: true }, 'Enabled'],
] as const)('%j on machines: BGP is %s', (props, bgp) => {
  expect(values(props, { infrastructure: machines })).toMatchObject({ installation: { calicoNetwork: { bgp } } });
});

describe('ports', () => {
  test.each([
    [{}, 'calico-vxlan', { protocol: 'udp', range: [4789, 4789] }],
    [{}, 'calico-typha', { protocol: 'tcp', range: [5473, 5473] }],
    [{ encryption: 'wireguard' }, 'calico-wireguard', { protocol: 'udp', range: [51820, 51820] }],
    [{ metrics: true }, 'calico-metrics', { protocol: 'tcp', range: [9091, 9091] }],
    [{ metrics: true }, 'calico-typha-metrics', { protocol: 'tcp', range: [9093, 9093] }],
    [{ policyOnly: true, dataplane: 'bpf' }, 'calico-vxlan', { protocol: 'udp', range: [4789, 4789] }],
  ] as const)('%j opens %s between nodes', (props, id, spec) => {
    const port = portsOf(props).find(item => item.id === id);
    expect(port).toMatchObject({ stage: 'control-plane', because: expect.stringMatching(/\w+ \w+/) });
    expect(port?.spec).toEqual({ from: 'node', to: 'node', ...spec });
  });

  test('are those of the way in which packets travel, and no others', () => {
    const ids = (props: CalicoProps, given: Partial<PlanOf> = {}) => portsOf(props, given).map(({ id }) => id);
    const pods = ['nodes-to-pods', 'pods-to-nodes', 'pods-to-pods'];
    expect(ids({ apiServer: false })).toEqual(['calico-typha', 'calico-vxlan']);
    expect(ids({ policyOnly: true, apiServer: false })).toEqual(['calico-typha']);
    expect(ids({ apiServer: false, encapsulation: 'VXLANCrossSubnet' })).toEqual([
      'calico-typha',
      'calico-vxlan',
      ...pods,
    ]);
    const own = (props: CalicoProps) =>
      ids(props, { infrastructure: machines }).filter(id => !/-to-(node|control-plane)$/.test(id));
    expect(own({ encapsulation: 'IPIP' })).toEqual(['calico-bgp', 'calico-ipip', 'calico-typha']);
    expect(own({ encapsulation: 'None' })).toEqual(['calico-bgp', 'calico-typha', ...pods]);
  });

  test("reach the control plane's machines where they are the user's own", () => {
    const ways = portsOf({ encapsulation: 'IPIP' }, { infrastructure: machines }).filter(({ id }) =>
      id.includes('ipip'),
    );
    expect(ways.map(({ id, spec }) => [id, spec])).toEqual([
      ['calico-ipip', { from: 'node', to: 'node', protocol: 'ipip' }],
      ['calico-ipip-control-plane-to-control-plane', { from: 'control-plane', to: 'control-plane', protocol: 'ipip' }],
      ['calico-ipip-control-plane-to-node', { from: 'control-plane', to: 'node', protocol: 'ipip' }],
      ['calico-ipip-node-to-control-plane', { from: 'node', to: 'control-plane', protocol: 'ipip' }],
    ]);
  });

  test("let the control plane reach Calico's own API where the operator puts it", () => {
    const to = (props: CalicoProps) => portsOf(props).find(({ id }) => id === 'calico-api-server')?.spec;
    expect(to({})).toEqual({ from: 'control-plane', to: 'node', protocol: 'tcp', range: [5443, 5443] });
    expect(to({ policyOnly: true })).toMatchObject({ to: 'pod' });
    expect(to({ apiServer: false })).toBeUndefined();
  });
});

test('has AWS let through packets of pods, and its agents say so', () => {
  const cross: CalicoProps = { encapsulation: 'VXLANCrossSubnet' };
  expect(values(cross)).toMatchObject({ defaultFelixConfiguration: { enabled: true, awsSrcDstCheck: 'Disable' } });
  const identities = (props: CalicoProps, given: Partial<PlanOf> = {}) =>
    itemsOf('identity', { network: new Calico(props), acknowledge: CONSENT, ...given });
  const [identity] = identities(cross);
  expect(identity?.spec).toMatchObject({ namespace: 'calico-system', serviceAccount: 'calico-node' });
  expect(identity?.spec.grants.aws?.statements?.flatMap(({ actions }) => actions)).toEqual([
    'ec2:DescribeInstances',
    'ec2:ModifyNetworkInterfaceAttribute',
  ]);
  expect(releasesOf(cross).find(({ id }) => id === 'calico')?.after).toContain('identity/calico-node');
  expect(identities({})).toEqual([]);
  expect(identities(cross, { infrastructure: machines })).toEqual([]);
  expect(values(cross, { infrastructure: machines })).not.toHaveProperty('defaultFelixConfiguration');
});

test('keeps NetworkManager off what agents make, on machines that are nobody else’s', () => {
  const files = (given: Partial<PlanOf>) => itemsOf('node-file', { network: new Calico(), ...given });
  const [file] = files({ infrastructure: machines });
  expect(file?.on).toBeUndefined();
  expect(file?.spec.path).toBe('/etc/NetworkManager/conf.d/calico.conf');
  expect(file?.spec.content).toMatch(/^\[keyfile\]\nunmanaged-devices=interface-name:cali\*;.*vxlan\.calico;.*\n$/);
  expect(files({ infrastructure: managed })).toEqual([]);
});

test('sets what it is asked for', () => {
  expect(values({ encryption: 'wireguard' })).toMatchObject({
    defaultFelixConfiguration: { enabled: true, wireguardEnabled: true },
  });
  expect(values({ mtu: 1400 })).toMatchObject({ installation: { calicoNetwork: { mtu: 1400 } } });
  expect(values({ apiServer: false })).toMatchObject({ apiServer: { enabled: false } });
  expect(values({ flowLogs: true })).toMatchObject({
    goldmane: { enabled: true },
    whisker: { enabled: true, notifications: 'Disabled' },
  });
  expect(values({ metrics: true })).toMatchObject({ installation: { nodeMetricsPort: 9091, typhaMetricsPort: 9093 } });
  expect(values({ controlPlaneReplicas: 3 })).toMatchObject({ installation: { controlPlaneReplicas: 3 } });
  const pools = [{ name: 'general', cpu: 2, min: 2 }];
  expect(values({}, { pools })).toMatchObject({ installation: { controlPlaneReplicas: 2 } });
});

test('lays further values over its own, and has the chart say what it is told of Felix', () => {
  const further = {
    installation: { registry: 'a.example/' },
    defaultFelixConfiguration: { logSeverityScreen: 'Warning' },
  };
  expect(values({ values: further })).toMatchObject({
    installation: { enabled: true, kubernetesProvider: 'EKS', registry: 'a.example/' },
    defaultFelixConfiguration: { enabled: true, logSeverityScreen: 'Warning' },
  });
});

test('tells application teams what they may rely on', () => {
  const offers = (props: CalicoProps) =>
    itemsOf('offer', { network: new Calico(props) }).map(({ spec }) => [spec.type, spec.name, spec.details?.kinds]);
  const kinds = ['NetworkPolicy', 'ClusterNetworkPolicy'];
  expect(offers({ encryption: 'wireguard' })).toEqual([
    ['encryption', 'wireguard', undefined],
    ['network-policy', 'calico', [...kinds, 'GlobalNetworkPolicy']],
  ]);
  expect(offers({ apiServer: false })).toEqual([['network-policy', 'calico', kinds]]);
  expect(planned({ network: new Calico({ encryption: 'wireguard' }) }).plan?.capabilities).toMatchObject({
    'network/encryption': [{ by: 'calico', value: 'wireguard' }],
  });
});
