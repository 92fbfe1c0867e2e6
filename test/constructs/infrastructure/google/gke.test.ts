import { Token } from 'cdktf';
import { Fleet } from 'tenon';
import { Gke } from 'tenon/google';
import { assertInfrastructure, planOf } from 'tenon/testing';
import { gke, planned, refusals, stranger } from './planned';

const network = {
  network: 'shared',
  subnetwork: 'nodes',
  cidr: '10.10.0.0/20',
  pods: { name: 'pods', cidr: '10.20.0.0/16' },
  services: { name: 'services', cidr: '10.30.0.0/20' },
  controlPlane: '10.40.0.0/28',
};

test('is an infrastructure', () => {
  assertInfrastructure(gke());
  assertInfrastructure(gke({ network, datapath: 'legacy', controlPlane: 'zonal', zones: 1 }));
});

test('brings network, Services, policies, DNS, runtime, drivers and the way to GPUs', () => {
  const { capabilities } = planned();
  const of = (name: string) => capabilities[name]?.[0];
  expect(of('network/pods')).toEqual({ by: 'gke', value: 'routed' });
  expect(of('network/node-ranges')).toEqual({ by: 'gke', value: 'routed' });
  expect(of('network/services')).toEqual({ by: 'gke', value: 'ebpf' });
  expect(of('dns/cluster')).toEqual({ by: 'gke', value: 'kube-dns' });
  expect(of('runtime/containers')).toEqual({ by: 'gke', value: 'containerd' });
  expect(of('identity/workload')).toEqual({ by: 'gke', value: 'workload-identity' });
  expect(of('devices/gpu')).toEqual({ by: 'gke', value: 'nvidia' });
  for (const name of ['network/policy', 'nodes/autoscaling', 'driver/pd.csi.storage.gke.io']) {
    expect(capabilities[name]).toEqual([{ by: 'gke' }]);
  }
  expect(capabilities).not.toHaveProperty('driver/filestore.csi.storage.gke.io');
  expect(capabilities).not.toHaveProperty('crd/gateway.networking.k8s.io');
});

test('has Dataplane V2 unless it is told otherwise, and no policies on the legacy datapath', () => {
  const addons = (plan: ReturnType<typeof planned>) =>
    plan.items.flatMap(item => (item.kind === 'addon' ? [item.spec.name] : []));
  expect(addons(planned())).toEqual(['dataplane-v2', 'gce-pd-csi']);
  const legacy = planned({ datapath: 'legacy' });
  expect(addons(legacy)).toEqual(['gce-pd-csi']);
  expect(legacy.capabilities['network/services']).toEqual([{ by: 'gke', value: 'iptables' }]);
  expect(legacy.capabilities).not.toHaveProperty('network/policy');
});

test('tells application teams which policies are enforced', () => {
  const kinds = (props = {}) => planned(props).items.find(({ id }) => id === 'network-policy')?.spec;
  expect(kinds()).toMatchObject({ name: 'dataplane-v2', details: { kinds: ['NetworkPolicy'], http: false } });
  expect(kinds({ fqdnNetworkPolicy: true, clusterwideNetworkPolicy: true })).toMatchObject({
    details: { kinds: ['NetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'FQDNNetworkPolicy'] },
  });
});

test('lets the control plane call webhooks where most of them listen [GKE-15]', () => {
  const { items } = planned({}, { mesh: stranger('mesh', 'sidecars', { contribute: () => [webhook] }) });
  const ranges = items.flatMap(item =>
    item.kind === 'port' && item.spec.from === 'control-plane' ? [item.spec.range?.[0]] : [],
  );
  expect(ranges.sort()).toEqual([15017, 8443, 9443]);
  expect(items.find(({ id }) => id === 'sidecars-webhook')?.consumer).toBe('gke');
});

const webhook = {
  kind: 'port',
  id: 'sidecars-webhook',
  by: 'sidecars',
  because: 'the API server asks it what to add to pods',
  stage: 'platform',
  spec: { from: 'control-plane', to: 'pod', protocol: 'tcp', range: [15017, 15017] },
} as const;

test('brings the Gateway API to whoever asks for it, with its controller', () => {
  const need = { capability: 'crd/gateway.networking.k8s.io', because: 'routes are objects of it', fix: 'f' } as const;
  const { capabilities, items } = planned({}, { mesh: stranger('mesh', 'waypoint', { needs: () => [need] }) });
  expect(capabilities['crd/gateway.networking.k8s.io']).toEqual([{ by: 'gke' }]);
  expect(items.find(({ id }) => id === 'gateway-api')).toMatchObject({ kind: 'addon', consumer: 'gke' });
  expect(items.find(({ id }) => id === 'gateway-class')?.spec).toMatchObject({
    name: 'gke-l7-global-external-managed',
  });
});

test('divides a network of its own, and takes one that exists as it is', () => {
  expect(planned().addresses.subnets.map(({ name }) => name)).toEqual(['nodes', 'control-plane']);
  const { addresses } = planned({ network });
  expect(addresses).toMatchObject({ network: '10.10.0.0/20', pods: '10.20.0.0/16', services: '10.30.0.0/20' });
  expect(addresses.subnets).toEqual([]);
});

test('keeps the secondary ranges of a subnet that exists, whatever its fleet has for it', () => {
  const regions = { 'google/europe-west3': { number: 0, clusters: { test: 0 } } };
  const fleet = new Fleet({ supernet: '10.128.0.0/9', regions });
  const { plan, problems } = planOf({ infrastructure: gke({ network }), fleet });
  expect(problems).toEqual([]);
  expect(plan?.addresses).toMatchObject({ pods: '10.20.0.0/16', services: '10.30.0.0/20' });
});

test('spreads over three zones of the region, over those that are named, or over what there is elsewhere', () => {
  expect(gke().zones).toEqual(['europe-west3-a', 'europe-west3-b', 'europe-west3-c']);
  expect(gke({ region: 'us-central1', zones: 4 }).zones).toEqual(['a', 'b', 'c', 'f'].map(z => `us-central1-${z}`));
  expect(gke({ region: 'europe-west1', zones: 1 }).zones).toEqual(['europe-west1-b']);
  expect(gke({ zones: ['europe-west3-c'] }).zones).toEqual(['europe-west3-c']);
  expect(gke({ region: 'europe-west99' }).zones).toEqual(['europe-west99-a', 'europe-west99-b', 'europe-west99-c']);
});

test('offers minors that the user knows and this release does not', () => {
  expect(refusals({}, { kubernetes: '1.38' })).toContain('VERSION test/kubernetes');
  expect(refusals({ versions: [{ minor: '1.38' }] }, { kubernetes: '1.38' })).toEqual([]);
});

test('takes Terraform values where it says so', () => {
  const token = (text: string) => Token.asString({ resolve: () => text });
  const infrastructure = gke({
    project: token('a'),
    secretsKey: token('b'),
    diskKey: token('c'),
    nodeRoles: [token('d')],
  });
  expect(planOf({ infrastructure }).problems).toEqual([]);
});

test('never throws, whatever it is given', () => {
  for (const props of [undefined, null, 'europe-west3', [], { region: 7 }] as never[]) {
    const infrastructure = new Gke(props);
    expect(infrastructure.findings).not.toEqual([]);
    expect(planOf({ infrastructure }).problems.every(({ code }) => code === 'PROPS')).toBe(true);
  }
});

test('names what Google would not call a cluster or a pool', () => {
  const pool = (name: string) => ({ name, cpu: 2, memoryGiB: 4, min: 1 });
  expect(refusals({}, { name: 'Prod' })).toEqual(['NAME Prod']);
  expect(refusals({}, { name: 'a'.repeat(41) })).toHaveLength(1);
  expect(refusals({}, { pools: [pool('ok-1'), pool('1st')] })).toEqual(['NAME test/pools/1st']);
});
