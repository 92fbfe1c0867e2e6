import { Cilium, type CiliumProps } from 'tenon/network';
import { CONTRACT, type Plugin } from 'tenon/spi';
import { assertPlugin } from 'tenon/testing';
import { machines } from './places';
import { itemsOf, planned } from './planned';

const values = (props: CiliumProps = {}, given = {}) =>
  itemsOf('helm-release', { network: new Cilium(props), acknowledge: CONSENTS, ...given })[0]?.spec.values;

const CONSENTS = ['CIL-03', 'CIL-08', 'EKS-15'].map(code => ({ code, because: 'tried' }));

const mesh: Plugin<'mesh'> = {
  contract: CONTRACT,
  socket: 'mesh',
  name: 'some-mesh',
  settings: {},
  provides: () => [{ capability: 'network/chaining-guest' }],
  needs: () => [{ capability: 'network/chaining', because: 'it adds a CNI plugin', fix: 'drop exclusive: true' }],
  contribute: () => [],
};

test('keeps the contract', () => {
  assertPlugin(new Cilium());
  assertPlugin(
    new Cilium({ ipam: 'chained', hubble: { ui: true, metrics: ['dns'] }, values: { debug: { enabled: true } } }),
  );
});

test("gives pods addresses of the machines' interfaces where machines take them", () => {
  expect(values()).toEqual({
    agentNotReadyTaintKey: 'node.cilium.io/agent-not-ready',
    operator: { replicas: 1 },
    cluster: { name: 'test' },
    eni: { enabled: true },
    ipam: { mode: 'eni' },
    routingMode: 'native',
    serviceAccounts: { operator: { annotations: { $fact: 'identity/annotations/cilium-operator' } } },
    kubeProxyReplacement: true,
    k8sServiceHost: { $fact: 'endpoint/host' },
    k8sServicePort: { $fact: 'endpoint/port' },
    kubeProxyReplacementHealthzBindAddr: '0.0.0.0:10256',
    cni: { exclusive: true },
    hubble: { enabled: true },
  });
});

test("puts the cluster's tags on the interfaces that its operator makes", () => {
  const tags = { team: 'shop' };
  expect(values({}, { tags })).toMatchObject({ eni: { enabled: true, eniTags: tags } });
  expect(values({ ipam: 'cluster-pool' }, { tags })).not.toHaveProperty('eni');
});

test('gives each node a range of the pods elsewhere', () => {
  expect(values({ nodeCidrMaskSize: 25 }, { infrastructure: machines })).toMatchObject({
    ipam: {
      mode: 'cluster-pool',
      operator: { clusterPoolIPv4PodCIDRList: ['10.64.0.0/16'], clusterPoolIPv4MaskSize: 25 },
    },
    routingMode: 'tunnel',
    tunnelProtocol: 'vxlan',
  });
  expect(values({ routingMode: 'native' }, { infrastructure: machines })).toMatchObject({
    routingMode: 'native',
    ipv4NativeRoutingCIDR: '10.64.0.0/16',
    autoDirectNodeRoutes: true,
  });
});

test("adds to the service's own network when chained, and keeps its kube-proxy", () => {
  const own = values({ ipam: 'chained', encryption: 'wireguard' });
  expect(own).toMatchObject({
    cni: { chainingMode: 'aws-cni', exclusive: false, enableRouteMTUForCNIChaining: true },
    enableIPv4Masquerade: false,
    routingMode: 'native',
    endpointRoutes: { enabled: true },
    kubeProxyReplacement: false,
  });
  expect(own).not.toHaveProperty('k8sServiceHost');
  const { plan } = planned({ network: new Cilium({ ipam: 'chained' }) });
  expect(plan?.capabilities['network/pods']).toEqual([{ by: 'managed', value: 'routable' }]);
  expect(plan?.capabilities['network/services']).toEqual([{ by: 'managed', value: 'iptables' }]);
});

test('stands in for kube-proxy, so that nobody installs it', () => {
  expect(planned({ network: new Cilium() }).plan?.capabilities['network/services']).toEqual([
    { by: 'cilium', value: 'ebpf' },
  ]);
});

test('comes between the control plane and the nodes, which wait with a taint', () => {
  const { plan } = planned({ network: new Cilium() });
  expect(plan?.stacks.map(stack => stack.name)).toEqual(['test', 'test-network', 'test-nodes']);
  expect(plan?.pools[0]?.startupTaints).toEqual([
    { key: 'node.cilium.io/agent-not-ready', value: 'true', effect: 'NoExecute' },
  ]);
  const [release] = itemsOf('helm-release', { network: new Cilium() });
  expect(release).toMatchObject({ stage: 'network', after: ['identity/cilium-operator'] });
  expect(release?.spec).toMatchObject({ chart: 'cilium', version: '1.20.0', namespace: 'kube-system' });
});

test.each([
  [{}, 'interface-addresses'],
  [{ prefixDelegation: true }, 'interface-prefixes'],
  [{ ipam: 'cluster-pool' }, 'node-range'],
  [{ ipam: 'chained' }, undefined],
] as const)('%j bounds the pods of a machine by %s', (props, podAddresses) => {
  const platform = { kubernetes: '1.36', has: () => true, value: () => undefined, always: () => false } as const;
  expect(new Cilium(props).demands({} as never, platform).podAddresses).toBe(podAddresses);
});

test("lets the operator make interfaces, and name its cluster's with tags", () => {
  const [identity, ...others] = itemsOf('identity', { network: new Cilium() });
  expect(others).toEqual([]);
  expect(identity?.spec).toMatchObject({ namespace: 'kube-system', serviceAccount: 'cilium-operator' });
  const statements = identity?.spec.grants.aws?.statements ?? [];
  expect(statements.map(({ sid, resources }) => [sid, resources])).toEqual([
    ['Read', undefined],
    [
      'Interfaces',
      ['instance', 'network-interface', 'security-group', 'subnet'].map(
        type => `arn:{partition}:ec2:{region}:*:${type}/*`,
      ),
    ],
    ['Tags', ['arn:{partition}:ec2:{region}:*:network-interface/*']],
  ]);
  expect(statements.flatMap(({ actions }) => actions)).not.toContain('ec2:UnassignPrivateIpAddresses');
  expect(itemsOf('identity', { network: new Cilium({ ipam: 'cluster-pool' }) })).toEqual([]);
});

test.each([
  [{ values: { eni: { awsReleaseExcessIPs: true } } }, 'test', 'ec2:UnassignPrivateIpAddresses'],
  [{ values: { eni: { instanceTagsFilter: ['team=a'] } } }, 'test', 'ec2:DescribeInstances'],
  [{}, 'A-Name-That-Cilium-Does-Not-Take', 'ec2:DescribeTags'],
] as const)('grants what %j needs besides, in a cluster named %s', (props, name, action) => {
  const actions = (given: object) =>
    itemsOf('identity', given).flatMap(({ spec }) => spec.grants.aws?.statements?.flatMap(each => each.actions) ?? []);
  expect(actions({ network: new Cilium(props), name })).toContain(action);
  expect(actions({ network: new Cilium() })).not.toContain(action);
});

const portsOf = (given: object) => itemsOf('port', given).map(({ id }) => id);

test('opens what each mode needs', () => {
  const everywhere = ['cilium-health', 'cilium-health-icmp', 'cilium-hubble'];
  const pods = ['nodes-to-pods', 'pods-to-nodes', 'pods-to-pods'];
  expect(portsOf({ network: new Cilium() })).toEqual([...everywhere, ...pods]);
  expect(portsOf({ network: new Cilium({ ipam: 'cluster-pool', hubble: false }) })).toEqual([
    ...everywhere.slice(0, 2),
    'cilium-vxlan',
  ]);
  expect(portsOf({ network: new Cilium({ ipam: 'chained', encryption: 'wireguard' }) })).toEqual([
    ...everywhere,
    'cilium-wireguard',
  ]);
});

test.each([
  [{ ipam: 'cluster-pool', tunnelProtocol: 'geneve' }, 'cilium-geneve', { protocol: 'udp', range: [6081, 6081] }],
  [{ ipam: 'cluster-pool' }, 'cilium-vxlan', { protocol: 'udp', range: [8472, 8472] }],
  [{ encryption: 'wireguard' }, 'cilium-wireguard', { protocol: 'udp', range: [51871, 51871] }],
  [{ encryption: 'ipsec' }, 'cilium-ipsec', { protocol: 'esp' }],
  [{ hubble: { metrics: ['dns'] } }, 'cilium-hubble-metrics', { protocol: 'tcp', range: [9965, 9965] }],
] as const)('%j opens %s between nodes', (props, id, spec) => {
  const port = itemsOf('port', { network: new Cilium(props), acknowledge: CONSENTS }).find(item => item.id === id);
  expect(port).toMatchObject({
    stage: 'control-plane',
    because: expect.stringMatching(/\w+ \w+/),
    spec: { from: 'node', to: 'node', ...spec },
  });
  expect(Object.keys(port?.spec ?? {})).toHaveLength(2 + Object.keys(spec).length);
});

test("reaches the control plane's machines where they are the user's own", () => {
  expect(
    portsOf({ network: new Cilium({ hubble: false }), infrastructure: machines }).filter(id => id.includes('vxlan')),
  ).toEqual([
    'cilium-vxlan',
    'cilium-vxlan-control-plane-to-control-plane',
    'cilium-vxlan-control-plane-to-node',
    'cilium-vxlan-node-to-control-plane',
  ]);
});

test('sets what it is asked for', () => {
  expect(values({ hubble: { ui: true, metrics: ['dns', 'drop'] } })).toMatchObject({
    hubble: { enabled: true, relay: { enabled: true }, ui: { enabled: true }, metrics: { enabled: ['dns', 'drop'] } },
  });
  expect(values({ hubble: false })).toMatchObject({ hubble: { enabled: false } });
  expect(values({ encryption: 'ipsec' })).toMatchObject({ encryption: { enabled: true, type: 'ipsec' } });
  expect(values({ prefixDelegation: true })).toMatchObject({ eni: { awsEnablePrefixDelegation: true } });
  expect(values({ clusterName: 'blue', clusterId: 7 })).toMatchObject({ cluster: { name: 'blue', id: 7 } });
  expect(values({ socketLoadBalancing: 'host' })).toMatchObject({
    socketLB: { enabled: true, hostNamespaceOnly: true },
  });
  expect(values({ exclusive: false })).toMatchObject({ cni: { exclusive: false } });
});

test('runs two operators where there are always two machines', () => {
  const pools = [{ name: 'general', cpu: 2, min: 2 }];
  expect(values({}, { pools })).toMatchObject({ operator: { replicas: 2 } });
  expect(values({ operatorReplicas: 1 }, { pools })).toMatchObject({ operator: { replicas: 1 } });
});

test('makes room for a mesh: its CNI plugin stays, and its sidecars see Services', () => {
  expect(values({}, { mesh })).toMatchObject({
    cni: { exclusive: false },
    socketLB: { enabled: true, hostNamespaceOnly: true },
  });
  expect(values()).not.toHaveProperty('socketLB');
});

test('lays further values over its own', () => {
  expect(
    values({ values: { hubble: { enabled: true, redact: { enabled: true } }, debug: { enabled: true } } }),
  ).toMatchObject({
    hubble: { enabled: true, redact: { enabled: true } },
    debug: { enabled: true },
  });
});

test('does not name the cluster where Cilium would not take the name', () => {
  expect(values({}, { name: 'Production' })).not.toHaveProperty('cluster');
});

test('tells application teams what they may rely on', () => {
  const offers = itemsOf('offer', { network: new Cilium({ encryption: 'wireguard' }) });
  expect(offers.map(({ spec }) => [spec.type, spec.name])).toEqual([
    ['encryption', 'wireguard'],
    ['network-policy', 'cilium'],
  ]);
});
