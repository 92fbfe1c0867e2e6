import { Eks } from 'tenon/aws';
import { Doks } from 'tenon/digitalocean';
import { Gke } from 'tenon/google';
import { Cilium, Flannel, type FlannelProps } from 'tenon/network';
import { CONTRACT, type Plugin } from 'tenon/spi';
import { assertPlugin } from 'tenon/testing';
import { machines, managed, rack, ranged } from './places';
import { codesOf, itemsOf, planned } from './planned';

const on =
  (infrastructure = ranged) =>
  (props: FlannelProps = {}, given: object = {}) => ({ infrastructure, network: new Flannel(props), ...given });
const flannel = on();
const onRack = on(rack);
const values = (given: object) => itemsOf('helm-release', given)[0]?.spec.values;

const policies: Plugin<'mesh'> = {
  contract: CONTRACT,
  socket: 'mesh',
  name: 'some-mesh',
  settings: {},
  provides: () => [],
  needs: () => [
    { capability: 'network/policy', because: 'it closes its ports', fix: 'use a network that enforces policies' },
  ],
  contribute: () => [],
};

test('keeps the contract', () => {
  assertPlugin(new Flannel());
  assertPlugin(new Flannel({ backend: 'wireguard', keepaliveSeconds: 25, values: { netpol: { enabled: true } } }));
});

test('carries packets of the whole range of the pods', () => {
  expect(values(flannel())).toEqual({
    podCidr: '10.64.0.0/16',
    flannel: { backend: 'vxlan', enableNFTables: false },
    netpol: { enabled: false },
  });
  expect(values(flannel({}, { addresses: { pods: '100.64.0.0/14' } }))).toMatchObject({ podCidr: '100.64.0.0/14' });
});

test.each([
  [
    { port: 4789, vni: 7, directRouting: true, mtu: 8950 },
    { backendPort: 4789, vni: '7', directRouting: true, mtu: 8950 },
  ],
  [
    { backend: 'wireguard', port: 51000, keepaliveSeconds: 25 },
    { backendPort: 51000, keepaliveInterval: 25 },
  ],
  [{ backend: 'wireguard', keepaliveSeconds: 0 }, {}],
  [{ backend: 'host-gw', nftables: true }, { enableNFTables: true }],
] as const)('%j says so to the chart', (props, own) => {
  const backend = 'backend' in props ? props.backend : 'vxlan';
  expect(values(onRack(props))?.flannel).toEqual({ backend, enableNFTables: false, ...own });
});

test('lays further values over its own', () => {
  const resources = { requests: { cpu: '200m' } };
  expect(values(flannel({ values: { flannel: { backend: 'vxlan', resources } } }))?.flannel).toEqual({
    backend: 'vxlan',
    enableNFTables: false,
    resources,
  });
});

test('comes before the nodes, after the namespace in which its agents may do what they have to', () => {
  const { plan } = planned(flannel());
  expect(plan?.stacks.map(stack => stack.name)).toEqual(['test', 'test-network', 'test-nodes']);
  expect(plan?.pools[0]?.startupTaints).toEqual([]);
  const [release] = itemsOf('helm-release', flannel());
  expect(release).toMatchObject({ stage: 'network', after: ['object/namespace-kube-flannel'] });
  expect(release?.spec).toMatchObject({
    chart: 'flannel',
    repository: 'https://flannel-io.github.io/flannel/',
    version: 'v0.28.9',
    namespace: 'kube-flannel',
  });
  expect(itemsOf('object', flannel())).toMatchObject([
    {
      stage: 'network',
      spec: {
        kind: 'Namespace',
        metadata: { name: 'kube-flannel', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
      },
    },
  ]);
});

test('has every machine filter what crosses a bridge, also after it starts again', () => {
  expect(itemsOf('node-file', flannel())).toMatchObject([
    { spec: { path: '/etc/modules-load.d/flannel.conf', content: 'br_netfilter\n' } },
  ]);
  expect(itemsOf('node-command', flannel())).toMatchObject([{ spec: { run: ['modprobe', 'br_netfilter'] } }]);
  for (const { on: where } of [...itemsOf('node-file', flannel()), ...itemsOf('node-command', flannel())])
    expect(where).toBeUndefined();
});

test('takes what the control plane and kube-proxy give', () => {
  expect(planned(flannel()).plan?.capabilities).toMatchObject({
    'network/node-ranges': [{ by: 'ranged', value: 'allocated' }],
    'network/pods': [{ by: 'flannel', value: 'overlay' }],
    'network/services': [{ by: 'ranged', value: 'iptables' }],
  });
  expect(new Flannel().demands().podAddresses).toBe('node-range');
});

const between = (id: string, spec: object) => [
  [id, { from: 'node', to: 'node', ...spec }],
  [`${id}-control-plane-to-control-plane`, { from: 'control-plane', to: 'control-plane', ...spec }],
  [`${id}-control-plane-to-node`, { from: 'control-plane', to: 'node', ...spec }],
  [`${id}-node-to-control-plane`, { from: 'node', to: 'control-plane', ...spec }],
];
const udp = (port: number) => ({ protocol: 'udp', range: [port, port] });
const bare = [
  ['nodes-to-pods', { from: 'node', to: 'pod', protocol: 'all' }],
  ['pods-to-nodes', { from: 'pod', to: 'node', protocol: 'all' }],
  ['pods-to-pods', { from: 'pod', to: 'pod', protocol: 'all' }],
];

test.each([
  [{}, between('flannel-vxlan', udp(8472))],
  [{ port: 4789 }, between('flannel-vxlan', udp(4789))],
  [{ backend: 'wireguard' }, between('flannel-wireguard', udp(51820))],
  [{ backend: 'wireguard', port: 51000 }, between('flannel-wireguard', udp(51000))],
  [{ directRouting: true }, [...between('flannel-vxlan', udp(8472)), ...bare]],
  [{ backend: 'host-gw' }, bare],
] as const)('%j opens what it needs', (props, ports) => {
  expect(itemsOf('port', onRack(props as FlannelProps)).map(({ id, spec }) => [id, spec])).toEqual(ports);
});

test('enforces policies where somebody needs it, or is told to [CNI-03]', () => {
  expect(values(flannel({}, { mesh: policies }))).toMatchObject({ netpol: { enabled: true } });
  expect(values(flannel({ netpol: true }))).toMatchObject({ netpol: { enabled: true } });
  expect(planned(flannel({ netpol: true })).plan?.capabilities['network/policy']).toEqual([{ by: 'flannel' }]);
  expect(planned(flannel()).plan?.capabilities).not.toHaveProperty('network/policy');
  expect(codesOf(flannel({ netpol: false }, { mesh: policies }))).toEqual(['MISSING']);
});

test('tells application teams what they may rely on', () => {
  const offers = itemsOf('offer', flannel({ backend: 'wireguard', netpol: true }));
  expect(offers.map(({ spec }) => [spec.type, spec.name])).toEqual([
    ['encryption', 'wireguard'],
    ['network-policy', 'flannel'],
  ]);
  expect(itemsOf('offer', flannel())).toEqual([]);
  expect(planned(flannel({ backend: 'wireguard' })).plan?.capabilities['network/encryption']).toEqual([
    { by: 'flannel', value: 'wireguard' },
  ]);
});

const refusals: [string, FlannelProps][] = [
  ['CNI-05', { values: { podCidrv6: 'fd00::/64' } }],
  ['CNI-06', { backend: 'host-gw' }],
  ['CNI-07', { values: { podCidr: '10.244.0.0/16' } }],
  ['FLN-01', { backend: 'wireguard', vni: 7 }],
  ['FLN-01', { backend: 'wireguard', directRouting: true }],
  ['FLN-01', { keepaliveSeconds: 25 }],
  ['FLN-02', { values: { flannel: { backend: 'udp' } } }],
  ['FLN-02', { values: { flannel: { enableNFTables: true } } }],
  ['FLN-02', { values: { netpol: { enabled: true } } }],
  ['FLN-02', { values: { flannel: { backendPort: 4789 } } }],
  ['FLN-02', { values: { flannel: { directRouting: true } } }],
  ['FLN-02', { values: { flannel: { psk: 'a secret' } } }],
  ['FLN-02', { backend: 'wireguard', values: { flannel: { tunnelMode: 'auto' } } }],
  ['FLN-03', { directRouting: true }],
];

test.each(refusals)('refuses with %s: %j', (code, props) => {
  const { plan, problems } = planned(flannel(props));
  expect(plan).toBeUndefined();
  expect(problems.map(problem => problem.code)).toEqual([code]);
  expect(problems).toMatchObject([{ because: expect.stringMatching(/.{20}/), fix: expect.stringMatching(/.{5}/) }]);
});

test.each<[FlannelProps]>([
  [{ backend: 'host-gw' }],
  [{ directRouting: true }],
  [{ port: 4789, values: { flannel: { backendPort: 4789 } } }],
  [{ values: { podCidr: '10.64.0.0/16', podCidrv6: '' } }],
])('takes %j where nodes share a segment', props => {
  expect(codesOf(onRack(props))).toEqual([]);
});

test('refuses direct routing in other networks until it is acknowledged', () => {
  const acknowledge = [{ code: 'FLN-03', because: 'source checks are off' }];
  expect(codesOf(flannel({ directRouting: true }, { acknowledge }))).toEqual([]);
});

test("refuses tunnels' props without tunnels, all at once", () => {
  expect(codesOf(onRack({ backend: 'host-gw', port: 8472, mtu: 1450 }))).toEqual(['FLN-01', 'FLN-01']);
});

describe('a backend is for ever [CNI-08]', () => {
  const { plan: before } = planned(onRack({ backend: 'wireguard' }));

  test('refuses another one', () => {
    expect(planned(onRack({}, { before })).problems).toMatchObject([
      {
        code: 'CNI-08',
        path: 'test/network/backend',
        value: 'vxlan',
        fix: expect.stringContaining("keep backend: 'wireguard'"),
      },
    ]);
  });

  test('takes the same one, with other props', () => {
    expect(codesOf(onRack({ backend: 'wireguard', keepaliveSeconds: 25, netpol: true }, { before }))).toEqual([]);
  });

  test('says nothing of a first plan, or of another network before', () => {
    const { plan: other } = planned({ infrastructure: rack, network: new Cilium() });
    expect(codesOf(onRack())).toEqual([]);
    expect(codesOf(onRack({}, { before: other }))).not.toContain('CNI-08');
  });
});

test('warns of a chart that the values were not written for [FLN-04]', () => {
  expect(planned(flannel({ version: 'v0.29.0' })).warnings.map(({ code }) => code)).toEqual(['FLN-04']);
  expect(planned(flannel({ version: 'v0.28.8' })).warnings).toEqual([]);
});

test('refuses where nobody gives nodes ranges, or translates Services', () => {
  expect(planned(on(machines)()).problems).toMatchObject([
    { code: 'MISSING', path: 'test/network', value: 'network/node-ranges' },
  ]);
  const noProxy = { ...ranged, provides: () => ranged.provides({} as never).filter(each => each.value !== 'iptables') };
  const missing = planned(on(noProxy)()).problems.filter(({ path }) => path === 'test/network');
  expect(missing).toMatchObject([
    { code: 'MISSING', value: 'network/services', fix: expect.stringContaining('kube-proxy') },
  ]);
});

const publicAccess = ['203.0.113.0/24'];

test.each([
  ['MISSING', new Eks({ region: 'eu-central-1', publicAccess })],
  ['EKS-03', new Eks({ region: 'eu-central-1', publicAccess, autoMode: true })],
  ['DO-01', new Doks({ region: 'fra1', publicAccess })],
  ['GKE-02', new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess })],
  ['GKE-02', new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess, datapath: 'legacy' })],
  ['MISSING', managed],
])('refuses with %s on a managed service', (code, infrastructure) => {
  const { plan, problems } = planned({ infrastructure, network: new Flannel() });
  expect(plan).toBeUndefined();
  expect(problems.filter(({ path }) => path === 'test/network').map(problem => problem.code)).toEqual([code]);
});

test('refuses props of a wrong shape, all at once', () => {
  const props = { backend: 'udp', vni: 0, tunnelMode: 'auto', version: '0.28.9' } as unknown as FlannelProps;
  expect(planned(flannel(props)).problems.map(({ code, path }) => [code, path])).toEqual([
    ['PROPS', 'test/network/backend'],
    ['PROPS', 'test/network/vni'],
    ['PROPS', 'test/network/version'],
    ['PROPS', 'test/network/tunnelMode'],
  ]);
});
