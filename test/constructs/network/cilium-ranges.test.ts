import { Gke } from 'tenon/google';
import { Cilium, type CiliumProps } from 'tenon/network';
import type { Infrastructure } from 'tenon/spi';
import { google, machines, rack, ranged } from './places';
import { codesOf, itemsOf, planned } from './planned';

const on =
  (infrastructure: Infrastructure) =>
  (props: CiliumProps = {}, given: object = {}) => ({
    infrastructure,
    network: new Cilium(props),
    ...given,
  });
const onGoogle = on(google);
const values = (given: object) => itemsOf('helm-release', given)[0]?.spec.values;

describe("on GKE's legacy datapath", () => {
  test('uses the ranges that nodes have, to which the network knows the way, and prepares nodes as Cilium says', () => {
    expect(values(onGoogle())).toEqual({
      agentNotReadyTaintKey: 'node.cilium.io/agent-not-ready',
      operator: { replicas: 1 },
      cluster: { name: 'test' },
      gke: { enabled: true },
      ipam: { mode: 'kubernetes' },
      routingMode: 'native',
      ipv4NativeRoutingCIDR: '10.64.0.0/16',
      nodeinit: { enabled: true, reconfigureKubelet: true, removeCbrBridge: true },
      cni: { binPath: '/home/kubernetes/bin', exclusive: true },
      kubeProxyReplacement: false,
      hubble: { enabled: true },
    });
  });

  test("leaves Services to kube-proxy, which is always there, and tells others where pods' addresses are", () => {
    const { plan } = planned(onGoogle());
    expect(plan?.capabilities).toMatchObject({
      'network/pods': [{ by: 'cilium', value: 'routed' }],
      'network/services': [{ by: 'google', value: 'iptables' }],
    });
    expect(plan?.capabilities).not.toHaveProperty('network/socket-load-balancing');
  });

  test('comes before the nodes, which wait with a taint', () => {
    const { plan } = planned(onGoogle());
    expect(plan?.stacks.map(stack => stack.name)).toEqual(['test', 'test-network', 'test-nodes']);
    expect(plan?.pools[0]?.startupTaints).toEqual([
      { key: 'node.cilium.io/agent-not-ready', value: 'true', effect: 'NoExecute' },
    ]);
  });

  test('opens no tunnels, but the way to pods, whose packets firewalls see', () => {
    expect(itemsOf('port', onGoogle({ hubble: false })).map(({ id }) => id)).toEqual([
      'cilium-health',
      'cilium-health-icmp',
      'nodes-to-pods',
      'pods-to-nodes',
      'pods-to-pods',
    ]);
  });

  test('warns that Google does not support it [GKE-06]', () => {
    expect(planned(onGoogle()).warnings.map(({ code }) => code)).toEqual(['GKE-06']);
    const acknowledge = [{ code: 'GKE-06', because: 'we look after it ourselves' }];
    expect(planned(onGoogle({}, { acknowledge })).warnings).toEqual([]);
  });

  test('refuses to stand in for kube-proxy beside it', () => {
    expect(planned(onGoogle({ replaceKubeProxy: true })).problems).toEqual([
      {
        code: 'CONFLICT',
        path: 'test/network',
        because: "'google', 'cilium' each supply 'network/services', which a cluster has once",
        fix: "set replaceKubeProxy: false of 'cilium'",
      },
    ]);
    expect(codesOf(onGoogle({ replaceKubeProxy: false }))).toEqual([]);
  });

  test("refuses Cilium's Gateway API, and does not advise what is refused too", () => {
    const [problem] = planned(onGoogle({ gatewayApi: true })).problems;
    expect(problem).toMatchObject({
      code: 'CIL-05',
      fix: "drop 'gatewayApi', or use an infrastructure that leaves kube-proxy out",
    });
  });

  test.each([
    ['CIL-14', { values: { nodeinit: { reconfigureKubelet: false } } }],
    ['CIL-14', { values: { cni: { binPath: '/opt/cni/bin' } } }],
    ['CIL-16', { nodeCidrMaskSize: 25 }],
    ['CIL-16', { tunnelProtocol: 'geneve' }],
    ['CIL-19', { ipam: 'cluster-pool' }],
    ['CIL-19', { routingMode: 'tunnel' }],
    ['CIL-19', { ipam: 'kubernetes', routingMode: 'tunnel' }],
    ['EKS-11', { ipam: 'eni' }],
    ['EKS-14', { ipam: 'chained' }],
    ['GKE-07', { values: { keepDeprecatedLabels: true } }],
  ] as const)('refuses with %s: %j', (code, props) => {
    expect(codesOf(onGoogle(props))).toContain(code);
  });

  test.each([
    { ipam: 'kubernetes' },
    { routingMode: 'native' },
    { clusterId: 200 },
    { encryption: 'wireguard' },
    { values: { gke: { enabled: true }, cni: { logFile: '/var/log/cni.log' } } },
  ] as const)('takes %j', props => {
    expect(codesOf(onGoogle(props))).toEqual([]);
  });
});

describe('on Gke itself', () => {
  const gke = (datapath: 'legacy' | 'dataplane-v2') =>
    new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess: ['203.0.113.0/24'], datapath });

  test('is installed on the legacy datapath, with the ranges that Google routes', () => {
    const given = on(gke('legacy'))();
    expect(planned(given).problems).toEqual([]);
    expect(values(given)).toMatchObject({
      gke: { enabled: true },
      ipam: { mode: 'kubernetes' },
      ipv4NativeRoutingCIDR: planned(given).plan?.addresses.pods,
      kubeProxyReplacement: false,
    });
    expect(planned(given).plan?.pools[0]?.startupTaints).toHaveLength(1);
    expect(planned(given).warnings.map(({ code }) => code)).toContain('GKE-06');
  });

  test('refuses to stand in for its kube-proxy', () => {
    expect(planned(on(gke('legacy'))({ replaceKubeProxy: true })).problems).toMatchObject([
      { code: 'CONFLICT', path: 'test/network', fix: "set replaceKubeProxy: false of 'cilium'" },
    ]);
  });

  test('installs nothing on Dataplane V2, and does not warn of itself', () => {
    const given = on(gke('dataplane-v2'))();
    expect(itemsOf('helm-release', given)).toEqual([]);
    expect(planned(given).warnings.map(({ code }) => code)).not.toContain('GKE-06');
  });
});

describe("with the control plane's ranges, of which the network knows nothing", () => {
  const kubernetes = (props: CiliumProps = {}) => on(ranged)({ ipam: 'kubernetes', ...props });

  test('goes through tunnels', () => {
    const own = values(kubernetes({ tunnelProtocol: 'geneve' }));
    expect(own).toMatchObject({ ipam: { mode: 'kubernetes' }, routingMode: 'tunnel', tunnelProtocol: 'geneve' });
    expect(own?.ipam).toEqual({ mode: 'kubernetes' });
    expect(own).not.toHaveProperty('nodeinit');
    expect(itemsOf('port', kubernetes()).map(({ id }) => id)).toContain('cilium-vxlan');
    expect(planned(kubernetes()).plan?.capabilities['network/pods']).toEqual([{ by: 'cilium', value: 'overlay' }]);
  });

  test('has every node know the way where it is asked to, and nodes share a segment', () => {
    const native = { ipam: 'kubernetes', routingMode: 'native' } as const;
    expect(codesOf(on(ranged)(native))).toEqual(['CIL-03']);
    expect(values(on(rack)(native))).toMatchObject({
      ipam: { mode: 'kubernetes' },
      routingMode: 'native',
      ipv4NativeRoutingCIDR: '10.64.0.0/16',
      autoDirectNodeRoutes: true,
    });
    expect(codesOf(on(rack)({ routingMode: 'native' }))).toEqual([]);
  });

  test('divides the range itself unless it is told otherwise', () => {
    expect(values(on(ranged)())).toMatchObject({ ipam: { mode: 'cluster-pool' }, routingMode: 'tunnel' });
  });

  test('refuses where nobody gives nodes ranges', () => {
    expect(planned(on(machines)({ ipam: 'kubernetes' })).problems).toMatchObject([
      { code: 'MISSING', path: 'test/network', value: 'network/node-ranges' },
    ]);
  });
});
