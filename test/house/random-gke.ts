import * as fc from 'fast-check';
import { Gke } from 'tenon/google';
import { flag, listOf, mostly, record, some } from './random-props';

const key = mostly(some('projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k'), 'my-key');

const existing = record({
  network: some('shared', 'projects/acme-hub/global/networks/shared', '${google_compute_network.hub.self_link}'),
  subnetwork: some('nodes'),
  cidr: some('10.10.0.0/20'),
  pods: fc.record({ name: some('pods'), cidr: mostly(some('10.20.0.0/16'), '10.10.8.0/21') }),
  services: fc.record({ name: mostly(some('services'), 'pods'), cidr: some('10.30.0.0/20') }),
  controlPlane: mostly(some('10.40.0.0/28'), '10.40.0.0/27', '10.20.0.0/28'),
});

const upgrade = fc.oneof(
  fc.constant({ strategy: 'surge' }),
  record(
    { strategy: some('blue-green') },
    { batch: mostly(some(0.1, 1), 2), batchSoakSeconds: fc.nat(90), soakSeconds: mostly(some(0, 3600), 700_000) },
  ),
);

const sysctls = mostly(some({ 'net.core.somaxconn': '4096' }, { 'vm.max_map_count': '262144' }, {}), {
  'net.ipv4.ip_forward': '1',
});

const nodes = record(
  {},
  {
    image: some('COS_CONTAINERD', 'UBUNTU_CONTAINERD'),
    diskType: mostly(some('pd-ssd', 'hyperdisk-balanced'), 'fast'),
    secureBoot: flag,
    sysctls,
    hugepages: record({}, { '2Mi': mostly(some(1, 512), 100_000), '1Gi': mostly(some(1), 64) }),
    nestedVirtualization: flag,
    localSsds: mostly(fc.nat(2), 25),
    tags: listOf(mostly(some('a-b', 'c'), 'A')),
    upgrade,
  },
);

const exclusion = record(
  { name: some('a', 'b'), start: some('2026-12-01T00:00:00Z'), end: mostly(some('2026-12-20T00:00:00Z'), 'soon') },
  { scope: some('all', 'minor-upgrades', 'minor-and-node-upgrades') },
);

const maintenance = record(
  {},
  {
    daily: mostly(some('03:00'), '24:00'),
    window: fc.record({
      start: some('2026-01-03T22:00:00Z'),
      end: some('2026-01-04T04:00:00Z', '2026-01-05T00:00:00Z'),
      recurrence: mostly(some('FREQ=WEEKLY;BYDAY=SA', 'FREQ=DAILY'), 'weekly'),
    }),
    exclusions: listOf(exclusion, 4),
  },
);

const zones = fc.oneof(
  mostly(fc.integer({ min: 1, max: 3 }), 4),
  some(['europe-west3-a'], ['europe-west3-b', 'europe-west3-c'], ['us-central1-a'], ['europe-west3-z']),
);

const machine = record({
  type: mostly(some('n9-standard-4'), 'N9'),
  arch: some('amd64'),
  cpu: some(4),
  memoryGiB: some(16),
});

/** GKE as it may be asked for, by each of its props. */
export const gke = record(
  {
    project: mostly(some('acme-platform', '${var.project}'), 'Acme'),
    region: mostly(some('europe-west3', 'europe-west3', 'us-central1', 'asia-southeast3'), 'mars-west1'),
  },
  {
    zones,
    controlPlane: some('regional', 'zonal'),
    network: existing,
    nat: record(
      {},
      { addresses: fc.nat(3), minPortsPerVm: mostly(some(32, 64), 100), log: mostly(some('ALL', 'NONE'), 'SOME') },
    ),
    flowLogs: record({}, { sampling: mostly(some(0.1, 1), 0), interval: some('INTERVAL_1_MIN') }),
    publicAccess: listOf(mostly(some('203.0.113.0/24'), '0.0.0.0/0', '10.0.0.0/8', '198.51.100.7')),
    privateAccess: listOf(some('192.168.0.0/24', '172.20.0.0/16')),
    dnsEndpoint: flag,
    datapath: some('dataplane-v2', 'legacy'),
    fqdnNetworkPolicy: flag,
    clusterwideNetworkPolicy: flag,
    intranodeVisibility: flag,
    secretsKey: key,
    diskKey: key,
    releaseChannel: some('rapid', 'regular', 'stable', 'extended', 'none'),
    version: mostly(some('1.36.3-gke.1640000'), '1.35.7-gke.1222000', '1.36'),
    maintenance,
    logs: fc.uniqueArray(some('system', 'workloads', 'api-server', 'controller-manager', 'scheduler')),
    managedPrometheus: flag,
    nodes,
    pools: fc.tuple(mostly(some('plain'), 'other'), nodes).map(([pool, each]) => ({ [String(pool)]: each })),
    nodeRoles: listOf(mostly(some('roles/storage.objectViewer', 'projects/p/roles/own'), 'storage.objectViewer')),
    deletionProtection: flag,
    enableServices: flag,
    machines: listOf(machine),
    versions: listOf(record({ minor: mostly(some('1.37'), '37') }, { standardUntil: some('2027-12-01') })),
  },
).map(props => new Gke(props as never));
