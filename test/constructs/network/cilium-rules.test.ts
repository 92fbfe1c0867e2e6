import { AwsVpcCni, Cilium, type CiliumProps } from 'tenon/network';
import { CONTRACT, type Plugin, type Taint } from 'tenon/spi';
import { elsewhere, machines } from './places';
import { codesOf, planned } from './planned';

const withGateway: Plugin<'mesh'> = {
  contract: CONTRACT,
  socket: 'mesh',
  name: 'some-mesh',
  settings: {},
  provides: () => [{ capability: 'crd/gateway.networking.k8s.io', exclusive: true }],
  contribute: () => [],
};

/** The third of a row: what is said of the cluster besides. */
const withCluster = ([code, props, given = {}]: [string, CiliumProps, object?]) => [code, props, given] as const;

/** A pool with one taint. */
const tainted = (taint: Taint) => ({ name: 'general', cpu: 2, min: 1, taints: [taint] });

const CRITICAL: Taint = { key: 'CriticalAddonsOnly', effect: 'NoSchedule' };

const refusals: [string, CiliumProps, object?][] = [
  ['CIL-04', { hubble: { ui: true, relay: false } }],
  ['CIL-05', { gatewayApi: true, replaceKubeProxy: false }, { mesh: withGateway }],
  ['CIL-05', { gatewayApi: true, socketLoadBalancing: 'pods' }, { mesh: withGateway }],
  ['CIL-05', { gatewayApi: true, values: { l7Proxy: false } }, { mesh: withGateway }],
  ['CIL-06', { values: { bpf: { datapathMode: 'netkit', tproxy: true } } }],
  ['CIL-10', { values: { containerRuntime: { integration: 'crio' } } }],
  ['CIL-10', { values: { clustermesh: { apiserver: { tls: { ca: { cert: 'PEM' } } } } } }],
  ['CIL-12', { clusterName: 'Not-A-Name' }],
  ['CIL-12', { clusterName: 'a'.repeat(33) }],
  ['CIL-12', { clusterId: 1 }, { name: 'Production' }],
  ['CIL-12', { values: { clustermesh: { useAPIServer: true } } }],
  ['CIL-12', { clusterId: 0, values: { clustermesh: { config: { enabled: true } } } }],
  ['CIL-14', { values: { kubeProxyReplacement: false } }],
  ['CIL-14', { values: { ipam: { mode: 'kubernetes' } } }],
  ['CIL-14', { values: { k8sServiceHost: '10.0.0.1' } }],
  ['CIL-14', { values: { agentNotReadyTaintKey: 'mine' } }],
  ['CIL-14', { values: { encryption: { enabled: true, type: 'wireguard' } } }],
  ['CIL-14', { values: { gatewayAPI: { enabled: true } } }],
  ['CIL-14', { values: { hubble: { ui: { enabled: true } } } }],
  ['CIL-14', { values: { socketLB: { hostNamespaceOnly: true } } }],
  ['CIL-14', { values: { cluster: { id: 200 } } }],
  ['CIL-16', { values: { encryption: { nodeEncryption: true } } }],
  ['CIL-16', { encryption: 'ipsec', values: { encryption: { nodeEncryption: true } } }],
  ['CIL-16', { prefixDelegation: true, ipam: 'cluster-pool' }],
  ['CIL-16', { nodeCidrMaskSize: 26 }],
  ['CIL-16', { tunnelProtocol: 'geneve' }],
  ['CNI-14', { ipam: 'cluster-pool' }, { addresses: { network: '10.64.0.0/16' } }],
  ['CNI-14', { ipam: 'chained' }, { addresses: { network: '10.64.0.0/16' } }],
  ['EKS-11', { ipam: 'eni' }, { infrastructure: machines }],
  ['EKS-12', { routingMode: 'tunnel' }],
  ['EKS-13', { clusterId: 128 }],
  ['EKS-13', { ipam: 'chained', clusterId: 200 }],
  ['EKS-14', { ipam: 'chained' }, { infrastructure: elsewhere }],
  ['EKS-14', { ipam: 'chained', exclusive: true }],
  ['CIL-17', { gatewayApi: true }],
  ['CIL-18', {}, { pools: [tainted({ key: 'dedicated', value: 'web', effect: 'NoSchedule' })] }],
  ['CIL-18', { values: { operator: { tolerations: null } } }, { pools: [tainted(CRITICAL)] }],
  [
    'CIL-18',
    { values: { operator: { tolerations: [{ key: 'a', operator: 'Exists' }] } } },
    { pools: [tainted(CRITICAL)] },
  ],
  ['MISSING', { ipam: 'chained' }, { infrastructure: machines }],
];

test.each(refusals.map(withCluster))('refuses with %s: %j', (code, props, given) => {
  const { plan, problems } = planned({ network: new Cilium(props), ...given });
  expect(plan).toBeUndefined();
  expect(problems.map(problem => problem.code)).toContain(code);
  for (const problem of problems)
    expect(problem).toMatchObject({
      path: expect.stringMatching(/^[\w-]+\/?/),
      because: expect.any(String),
      fix: expect.any(String),
    });
});

const consents: [string, CiliumProps, object?][] = [
  ['CIL-03', { routingMode: 'native' }, { infrastructure: machines }],
  ['CIL-08', { encryption: 'ipsec' }],
  ['EKS-15', { ipam: 'chained', encryption: 'ipsec' }],
  ['EKS-15', { ipam: 'chained', replaceKubeProxy: true, gatewayApi: true }, { mesh: withGateway }],
];

test.each(consents.map(withCluster))('refuses with %s until it is acknowledged: %j', (code, props, given) => {
  const network = new Cilium(props);
  expect(codesOf({ network, ...given })).toContain(code);
  expect(codesOf({ network, ...given, acknowledge: [{ code, because: 'tried' }] })).not.toContain(code);
});

const warnings: [string, CiliumProps, object?][] = [
  ['CIL-09', { operatorReplicas: 2 }],
  ['CIL-15', { version: '1.18.11' }],
  ['CNI-19', { ipam: 'cluster-pool' }, { pools: [{ name: 'general', cpu: 2, min: 1, max: 257 }] }],
  ['CNI-19', { ipam: 'cluster-pool', nodeCidrMaskSize: 26 }],
];

test.each(warnings.map(withCluster))('warns with %s: %j', (code, props, given) => {
  const { plan, warnings } = planned({ network: new Cilium(props), ...given });
  expect(plan).toBeDefined();
  expect(warnings.map(warning => warning.code)).toContain(code);
});

const fine: [CiliumProps, object?][] = [
  [{}],
  [{ ipam: 'chained' }],
  [{ ipam: 'chained', clusterId: 127 }],
  [{ ipam: 'cluster-pool', clusterId: 255 }],
  [{ ipam: 'cluster-pool', routingMode: 'tunnel', tunnelProtocol: 'geneve', nodeCidrMaskSize: 25 }],
  [{ hubble: { ui: true } }],
  [{ gatewayApi: true }, { mesh: withGateway }],
  [{ values: { ipam: { mode: 'eni' }, kubeProxyReplacement: true } }],
  [{ encryption: 'wireguard', values: { encryption: { enabled: true, nodeEncryption: true } } }],
  [{ values: { gatewayAPI: { enabled: false }, encryption: { enabled: false } } }],
  [{ clusterId: 7, values: { clustermesh: { useAPIServer: true } } }],
  [{}, { infrastructure: machines }],
  [{ ipam: 'eni' }, { addresses: { network: '10.64.0.0/16' } }],
  [{ version: '1.19.6' }],
  [{}, { pools: [tainted(CRITICAL), { name: 'open', cpu: 2, min: 1 }] }],
  [{}, { pools: [tainted({ ...CRITICAL, effect: 'PreferNoSchedule' })] }],
  [{}, { pools: [tainted({ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' })] }],
  [{ values: { operator: { tolerations: [{ operator: 'Exists' }] } } }, { pools: [tainted(CRITICAL)] }],
  [
    { values: { operator: { tolerations: [{ key: 'dedicated', value: 'web', effect: 'NoExecute' }] } } },
    { pools: [tainted({ key: 'dedicated', value: 'web', effect: 'NoExecute' })] },
  ],
  [{}, { infrastructure: machines, pools: [tainted(CRITICAL)] }],
  [{ values: { constructor: { toString: 'x' } } } as CiliumProps],
];

test.each(fine.map(([props, given = {}]) => [props, given] as const))('takes %j', (props, given) => {
  const { problems, warnings } = planned({ network: new Cilium(props), runtime: undefined, ...given });
  expect(problems).toEqual([]);
  expect(warnings.map(warning => warning.code)).toEqual([]);
});

test('refuses a second network, and a second enforcer of policies', () => {
  expect(codesOf({ network: [new Cilium(), new AwsVpcCni()] })).toEqual(['CONFLICT']);
  const chained = new Cilium({ ipam: 'chained' });
  expect(codesOf({ network: [new AwsVpcCni({ networkPolicy: true }), chained] })).toEqual(['CONFLICT']);
  expect(codesOf({ network: [new AwsVpcCni(), chained] })).toEqual([]);
});

test('refuses to be chained to a VPC CNI from before v1.11.2', () => {
  const chainedTo = (version: string) =>
    codesOf({ network: [new AwsVpcCni({ version, networkPolicy: false }), new Cilium({ ipam: 'chained' })] });
  const old = ['v1.9.3-eksbuild.1', 'v1.11.0-eksbuild.1', 'v1.11.1-eksbuild.2'];
  for (const version of old) expect(chainedTo(version)).toEqual(['EKS-14']);
  for (const version of ['v1.11.2-eksbuild.1', 'v1.11.10-eksbuild.1', 'v1.23.0-eksbuild.1'])
    expect(chainedTo(version)).toEqual([]);
});

test('refuses to be exclusive beside a plugin that adds a CNI plugin', () => {
  const guest: Plugin<'mesh'> = {
    ...withGateway,
    provides: () => [{ capability: 'network/chaining-guest' }],
    needs: () => [{ capability: 'network/chaining', because: 'it adds a CNI plugin', fix: 'drop exclusive: true' }],
  };
  expect(codesOf({ network: new Cilium({ exclusive: true }), mesh: guest })).toEqual(['MISSING']);
  expect(codesOf({ network: new Cilium(), mesh: guest })).toEqual([]);
});

test('says where a value contradicts what is known of the cluster', () => {
  const { problems } = planned({ network: new Cilium({ values: { ipam: { mode: 'kubernetes' } } }) });
  expect(problems).toEqual([
    expect.objectContaining({
      code: 'CIL-14',
      path: 'test/network/values/ipam.mode',
      value: 'kubernetes',
      because: `'ipam.mode' is set to "eni" already, from what is known of the cluster`,
    }),
  ]);
});

test('refuses props of a wrong shape, all at once', () => {
  const props = { ipam: 'azure', replaceKubeProxie: true, clusterId: 256, version: 'latest' } as unknown as CiliumProps;
  const { problems } = planned({ network: new Cilium(props) });
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ['PROPS', 'test/network/ipam'],
    ['PROPS', 'test/network/version'],
    ['PROPS', 'test/network/clusterId'],
    ['PROPS', 'test/network/replaceKubeProxie'],
  ]);
});
