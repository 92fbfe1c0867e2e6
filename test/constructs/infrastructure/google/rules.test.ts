import type { GkeProps } from 'tenon/google';
import { Calico, Cilium } from 'tenon/network';
import { CloudDisk, CloudFiles, GoogleFilestore } from 'tenon/storage';
import type { PlanOf } from 'tenon/testing';
import { planned, problems, publicAccess, refusals, stranger, warnings } from './planned';

const KEY = 'projects/acme/locations/europe-west3/keyRings/ring/cryptoKeys/key';

const pool = (changes: object = {}) => ({ name: 'general', cpu: 2, memoryGiB: 8, min: 1, max: 3, ...changes });
const pools = (changes: object) => ({ pools: [pool(changes)] });

test('finds no fault with a cluster that asks for nothing', () => {
  expect(refusals()).toEqual([]);
  expect(warnings()).toEqual([]);
});

test.each<[string, Partial<GkeProps>, Partial<PlanOf>, string[]]>([
  ['an unknown region', { region: 'europe-west33' }, {}, ['GKE-REGION test/infrastructure/region']],
  ['an unknown zone', { zones: ['europe-west3-z'] }, {}, ['GKE-ZONE test/infrastructure/zones']],
  ['an API server for everybody', { publicAccess: ['0.0.0.0/0'] }, {}, ['GKE-PUBLIC test/infrastructure/publicAccess']],
  [
    'an API server for everybody in parts',
    { publicAccess: ['0.0.0.0/1', '128.0.0.0/1'] },
    {},
    ['GKE-PUBLIC test/infrastructure/publicAccess'],
  ],
  [
    'everybody at the public endpoint by the list of the private one',
    { privateAccess: ['0.0.0.0/0'] },
    {},
    ['GKE-PUBLIC test/infrastructure/privateAccess'],
  ],
  [
    'ranges for fewer pods than there are nodes',
    {},
    { ...pools({ min: 3 }), addresses: { pods: '10.244.0.0/23' } },
    ['GKE-RANGES test/addresses/pods'],
  ],
  ['hardly any Services', {}, { addresses: { services: '10.8.0.0/29' } }, ['GKE-RANGES test/addresses/services']],
  [
    'a root disk that its machines cannot attach',
    { nodes: { diskType: 'hyperdisk-balanced' } },
    pools({ machine: 'e2-standard-4', cpu: undefined, memoryGiB: undefined }),
    ['GKE-DISK test/infrastructure/pools/general/diskType'],
  ],
  [
    'a root disk of no known type',
    { pools: { general: { diskType: 'pd-balancd' } } },
    {},
    ['GKE-DISK test/infrastructure/pools/general/diskType'],
  ],
  ['a minor in extended support', {}, { kubernetes: '1.34' }, ['GKE-EXTENDED test/infrastructure/releaseChannel']],
  ['a version of another minor', { version: '1.35.7-gke.1222000' }, {}, ['GKE-VERSION test/infrastructure/version']],
  ['a domain of its own', {}, { addresses: { domain: 'corp.internal' } }, ['GKE-DOMAIN test/addresses/domain']],
  ['labels in capitals', {}, { tags: { Team: 'Shop' } }, ['GKE-LABELS test/tags/Team']],
  [
    'policies of Dataplane V2 without it',
    { datapath: 'legacy', fqdnNetworkPolicy: true },
    {},
    ['GKE-08 test/infrastructure/fqdnNetworkPolicy'],
  ],
  [
    'policies of Dataplane V2 beside Calico',
    { clusterwideNetworkPolicy: true },
    { network: new Calico() },
    ['GKE-08 test/infrastructure/clusterwideNetworkPolicy'],
  ],
  ['a pool that there is not', { pools: { batch: {} } }, {}, ['GKE-POOL test/infrastructure/pools/batch']],
  ['nodes of an older minor', {}, pools({ kubernetes: '1.35' }), ['GKE-POOL test/pools/general/kubernetes']],
  ['a small disk', {}, pools({ diskGiB: 8 }), ['GKE-POOL test/pools/general/diskGiB']],
  ['an upgrade of nothing', {}, pools({ maxSurge: 0, maxUnavailable: 0 }), ['GKE-POOL test/pools/general/maxSurge']],
  ['an upgrade of many', {}, pools({ maxSurge: 15, maxUnavailable: 6 }), ['GKE-POOL test/pools/general/maxSurge']],
  [
    'surge in a blue-green upgrade',
    { nodes: { upgrade: { strategy: 'blue-green' } } },
    pools({ maxSurge: 2 }),
    ['GKE-POOL test/pools/general/maxSurge'],
  ],
  [
    'labels that Kubernetes keeps',
    {},
    pools({ labels: { 'kubernetes.io/role': 'a' } }),
    ['GKE-POOL test/pools/general/labels'],
  ],
  ['more huge pages than memory', { nodes: { hugepages: { '2Mi': 3000 } } }, {}, ['GKE-POOL test/pools/general']],
  [
    'no home for pods of GKE’s own',
    {},
    pools({ taints: [{ key: 'a', effect: 'NoSchedule' }] }),
    ['GKE-HOME test/pools'],
  ],
])('refuses %s', (_, props, spec, found) => {
  expect(refusals(props, spec)).toEqual(found);
});

test.each<[string, Partial<GkeProps>, Partial<PlanOf>]>([
  ['a minor in extended support in its channel', { releaseChannel: 'extended' }, { kubernetes: '1.34' }],
  ['a version of its minor', { version: '1.36.3-gke.1640000' }, {}],
  ['labels', {}, { tags: { team: 'shop_1', 'cost-center': '' } }],
  ['twenty nodes at once', {}, pools({ maxSurge: 20 })],
  [
    'everybody in a network that is connected, without a public endpoint',
    { publicAccess: [], privateAccess: ['0.0.0.0/0'] },
    {},
  ],
  ['a root disk that its machines have', { nodes: { diskType: 'pd-ssd' } }, {}],
  ['huge pages within their part', { nodes: { hugepages: { '2Mi': 1024, '1Gi': 2 } } }, {}],
  [
    'taints beside a pool without',
    {},
    { pools: [pool(), pool({ name: 'b', taints: [{ key: 'a', effect: 'NoSchedule' }] })] },
  ],
  ['a label for nodes that is everybody’s', {}, pools({ labels: { 'node.kubernetes.io/purpose': 'web' } })],
])('takes %s', (_, props, spec) => {
  expect(refusals(props, spec)).toEqual([]);
});

test.each<[string, Partial<GkeProps>, Partial<PlanOf>, string]>([
  ['no release channel', { releaseChannel: 'none' }, {}, 'GKE-19 test/infrastructure/releaseChannel'],
  ['Arm', {}, pools({ arch: 'arm64' }), 'GKE-ARM test/pools/general'],
  ['a key for Secrets that is somebody’s', { secretsKey: KEY }, {}, 'GKE-KEYS test/infrastructure/secretsKey'],
  ['a key for disks that is somebody’s', { diskKey: KEY }, {}, 'GKE-KEYS test/infrastructure/diskKey'],
  [
    'few ranges for pods',
    {},
    { ...pools({ max: 17 }), addresses: { pods: '10.244.0.0/20' } },
    'CNI-19 test/addresses/pods',
  ],
])('warns of %s', (_, props, spec, found) => {
  expect(warnings(props, spec)).toContain(found);
});

test('says nothing of ranges for pods that are just enough', () => {
  const addresses = { pods: '10.244.0.0/20' };
  expect(warnings({}, { ...pools({ max: 16 }), addresses })).toEqual([]);
});

test('warns of a private endpoint if somebody comes from outside', () => {
  const delivery = stranger('delivery', 'from-outside', { provides: () => [{ capability: 'delivery/from-outside' }] });
  const spec = { mesh: { ...delivery, socket: 'mesh' } as never };
  expect(warnings({ publicAccess: [] }, spec)).toEqual(['GKE-PRIVATE test/infrastructure/publicAccess']);
  expect(warnings({ publicAccess }, spec)).toEqual([]);
  expect(warnings({ publicAccess: [], dnsEndpoint: true }, spec)).toEqual([]);
});

describe('a network that exists', () => {
  const network = {
    network: 'shared',
    subnetwork: 'nodes',
    cidr: '10.10.0.0/20',
    pods: { name: 'pods', cidr: '10.20.0.0/16' },
    services: { name: 'services', cidr: '10.30.0.0/20' },
    controlPlane: '10.40.0.0/28',
  };

  test('has its ranges already', () => {
    expect(refusals({ network }, { addresses: { pods: '10.50.0.0/16', services: '10.60.0.0/20' } })).toEqual([
      'GKE-RANGES test/addresses/pods',
      'GKE-RANGES test/addresses/services',
    ]);
    expect(refusals({ network }, { addresses: { pods: network.pods.cidr } })).toEqual([]);
    expect(refusals({ network }, { addresses: { network: '10.70.0.0/16' } })).toEqual([
      'ADDRESSES test/addresses/network',
    ]);
  });
});

describe('files in a VPC that another project shares [ST-36]', () => {
  const shared = {
    network: 'projects/acme-hub/global/networks/shared',
    subnetwork: 'projects/acme-hub/regions/europe-west3/subnetworks/nodes',
    cidr: '10.10.0.0/20',
    pods: { name: 'pods', cidr: '10.20.0.0/16' },
    services: { name: 'services', cidr: '10.30.0.0/20' },
    controlPlane: '10.40.0.0/28',
  };
  const filestore = (props: object) => new GoogleFilestore({ name: 'b', ...props });

  test('are refused where they would join it by a peering', () => {
    const storage = [new CloudFiles({ name: 'a' }), filestore({ tier: 'zonal' }), new CloudDisk({ name: 'c' })];
    const found = problems({ network: shared }, { storage });
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual(['ST-36 test/storage/a', 'ST-36 test/storage/b']);
    expect(found.map(({ fix }) => fix.split(' ')[0])).toEqual(['use', 'set']);
    expect(found[0]?.because).toContain("project 'acme-hub' shares the VPC");
  });

  test('are taken where they come by its private connection, or to another VPC', () => {
    const connected = { connectMode: 'PRIVATE_SERVICE_ACCESS', network: shared.network };
    expect(refusals({ network: shared }, { storage: [filestore(connected)] })).toEqual([]);
    expect(refusals({ network: shared }, { storage: [filestore({ network: 'files' })] })).toEqual([]);
  });

  test.each([
    ['of one’s own', 'projects/acme-platform/global/networks/own', 'acme-platform'],
    ['that has no project', 'own', 'acme-platform'],
    ['that only Terraform knows', '${google_compute_network.hub.self_link}', 'acme-platform'],
    ['in a project that only Terraform knows', shared.network, '${var.project}'],
  ])('are taken in a VPC %s', (_, network, project) => {
    const props = { project, network: { ...shared, network } };
    expect(refusals(props, { storage: [new CloudFiles({ name: 'a' })] })).toEqual([]);
  });
});

test('refuses to encrypt between more nodes than Google does', () => {
  const network = new Cilium({ encryption: 'wireguard' });
  expect(refusals({}, { network, ...pools({ max: 501 }) })).toEqual(['GKE-ENCRYPT test/network/encryption']);
  expect(planned({}, { network, ...pools({ max: 500 }) }).pools[0]?.max).toBe(500);
  expect(planned({}, { network: new Cilium(), ...pools({ max: 501 }) }).pools[0]?.max).toBe(501);
});

describe('the Gateway API', () => {
  const crds = { capability: 'crd/gateway.networking.k8s.io', exclusive: true } as const;
  const controller = { capability: 'gateway/controller', because: 'b', fix: 'f' } as const;

  test('has one owner, who may be another than GKE [GW-01]', () => {
    const mesh = stranger('mesh', 'waypoint', { provides: () => [crds] });
    const { capabilities, items } = planned({}, { mesh });
    expect(capabilities[crds.capability]).toEqual([{ by: 'waypoint' }]);
    expect(items.some(({ id }) => id === 'gateway-api')).toBe(false);
  });

  test('comes with GKE’s controller, and with no second release of it [GKE-20]', () => {
    const mesh = stranger('mesh', 'waypoint', { provides: () => [crds], needs: () => [controller] });
    expect(problems({}, { mesh })).toMatchObject([
      { code: 'GKE-20', value: 'waypoint', fix: "let 'waypoint' use the one that is there" },
    ]);
  });
});

test('consent is taken where it is asked for', () => {
  const acknowledge = [{ code: 'GKE-PUBLIC', because: 'IAM and a WAF are in front' }];
  expect(refusals({ publicAccess: ['0.0.0.0/0'] }, { acknowledge })).toEqual([]);
  const domain = [{ code: 'GKE-DOMAIN', because: 'we like it' }];
  expect(refusals({}, { acknowledge: domain, addresses: { domain: 'corp.internal' } })).not.toEqual([]);
});
