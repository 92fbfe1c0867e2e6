import type { GkeProps } from 'tenon/google';
import { gke } from './planned';

const network: GkeProps['network'] = {
  network: 'shared',
  subnetwork: 'nodes',
  cidr: '10.10.0.0/20',
  pods: { name: 'pods', cidr: '10.20.0.0/16' },
  services: { name: 'services', cidr: '10.30.0.0/20' },
  controlPlane: '10.40.0.0/28',
};
const key = (location: string) => `projects/p/locations/${location}/keyRings/r/cryptoKeys/k`;
const exclusion = { name: 'sale', start: '2026-12-01T00:00:00Z', end: '2026-12-20T00:00:00Z' };
const window = { start: '2026-01-03T22:00:00Z', end: '2026-01-04T04:00:00Z', recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' };

const paths = (props: object) =>
  gke(props as Partial<GkeProps>).findings.map(({ at }) => at?.replace('infrastructure/', ''));

test('finds no fault with everything at once', () => {
  const props: Partial<GkeProps> = {
    zones: ['europe-west3-a', 'europe-west3-b'],
    controlPlane: 'zonal',
    nat: { addresses: 2, minPortsPerVm: 1024, log: 'ALL' },
    flowLogs: { sampling: 0.1, interval: 'INTERVAL_1_MIN' },
    privateAccess: ['10.99.0.0/16'],
    dnsEndpoint: true,
    datapath: 'dataplane-v2',
    fqdnNetworkPolicy: true,
    clusterwideNetworkPolicy: true,
    intranodeVisibility: true,
    secretsKey: key('europe-west3'),
    diskKey: key('global'),
    releaseChannel: 'stable',
    version: '1.36.3-gke.1640000',
    maintenance: {
      window,
      exclusions: [exclusion, { ...exclusion, name: 'long', end: '2027-03-01T00:00:00Z', scope: 'minor-upgrades' }],
    },
    logs: ['system', 'scheduler'],
    managedPrometheus: false,
    nodes: { image: 'UBUNTU_CONTAINERD', diskType: 'pd-ssd', secureBoot: false, tags: ['a-b'], localSsds: 2 },
    pools: {
      general: {
        sysctls: { 'net.core.somaxconn': '4096', 'fs.inotify.max_user_watches': '1', 'kernel.yama.ptrace_scope': '1' },
        hugepages: { '2Mi': 512, '1Gi': 1 },
        upgrade: { strategy: 'blue-green', batch: 0.5, batchSoakSeconds: 0, soakSeconds: 604_800 },
      },
    },
    nodeRoles: ['roles/storage.objectViewer'],
    deletionProtection: true,
    enableServices: false,
    machines: [{ type: 'c5-standard-8', arch: 'amd64', cpu: 8, memoryGiB: 32 }],
    versions: [{ minor: '1.37', standardUntil: '2027-12-01' }],
  };
  expect(gke(props).findings).toEqual([]);
  expect(gke({ network }).findings).toEqual([]);
});

test.each<[object, string]>([
  [{ project: 'Acme Platform' }, 'project'],
  [{ region: 'frankfurt' }, 'region'],
  [{ zones: 0 }, 'zones'],
  [{ zones: 5 }, 'zones'],
  [{ zones: [] }, 'zones'],
  [{ controlPlane: 'double' }, 'controlPlane'],
  [{ network: { ...network, pods: '10.20.0.0/16' } }, 'network/pods'],
  [{ nat: { minPortsPerVm: 100 } }, 'nat/minPortsPerVm'],
  [{ flowLogs: { sampling: 0 } }, 'flowLogs/sampling'],
  [{ publicAccess: ['203.0.113.7'] }, 'publicAccess/0'],
  [{ secretsKey: 'my-key' }, 'secretsKey'],
  [{ releaseChannel: 'beta' }, 'releaseChannel'],
  [{ version: '1.36' }, 'version'],
  [{ maintenance: { daily: '25:00' } }, 'maintenance/daily'],
  [{ maintenance: { window: { ...window, start: '2026-02-30' } } }, 'maintenance/window/start'],
  [{ maintenance: { window: { ...window, recurrence: 'FREQ=HOURLY' } } }, 'maintenance/window/recurrence'],
  [{ maintenance: { exclusions: [{ ...exclusion, end: 'Christmas' }] } }, 'maintenance/exclusions/sale/end'],
  [{ nodes: { diskType: 'fast' } }, 'nodes/diskType'],
  [{ nodes: { sysctls: { 'net.core.somaxconn': 4096 } } }, 'nodes/sysctls/net.core.somaxconn'],
  [{ nodes: { localSsds: 25 } }, 'nodes/localSsds'],
  [{ nodes: { tags: ['Allow All'] } }, 'nodes/tags/0'],
  [{ nodes: { upgrade: { strategy: 'surge', batch: 1 } } }, 'nodes/upgrade'],
  [{ nodes: { upgrade: { strategy: 'blue-green', soakSeconds: 604_801 } } }, 'nodes/upgrade/soakSeconds'],
  [{ pools: { general: { taints: [] } } }, 'pools/general/taints'],
  [{ nodeRoles: ['storage.objectViewer'] }, 'nodeRoles/0'],
  [{ machines: [{ type: 'C5 8', arch: 'amd64', cpu: 8, memoryGiB: 32 }] }, 'machines/0/type'],
  [{ versions: [{ minor: '36' }] }, 'versions/0/minor'],
  [{ autopilot: true }, 'autopilot'],
])('finds the form of %j wrong', (props, path) => {
  expect(paths(props)).toEqual([path]);
});

test.each<[string, Partial<GkeProps>, string[]]>([
  ['private ranges that are to come over the internet', { publicAccess: ['192.168.1.0/24'] }, ['publicAccess/0']],
  ['more zones than there are', { zones: 4 }, ['zones']],
  ['a zone twice', { zones: ['europe-west3-a', 'europe-west3-a'] }, ['zones']],
  ['a zone of another region', { zones: ['europe-west1-b'] }, ['zones']],
  ['a way out of a network that exists', { network, nat: {}, flowLogs: {} }, ['nat', 'flowLogs']],
  ['ranges that overlap', { network: { ...network, controlPlane: '10.20.0.0/28' } }, ['network/controlPlane']],
  [
    'pods in the range of nodes',
    { network: { ...network, pods: { name: 'a', cidr: '10.10.8.0/21' } } },
    ['network/pods/cidr'],
  ],
  [
    'a control plane in another range than a /28',
    { network: { ...network, controlPlane: '10.40.0.0/27' } },
    ['network/controlPlane'],
  ],
  [
    'one secondary range for two',
    { network: { ...network, services: { ...network.services, name: 'pods' } } },
    ['network/services/name'],
  ],
  ['a key that is elsewhere', { secretsKey: key('us-east1') }, ['secretsKey']],
  ['two windows', { maintenance: { daily: '03:00', window } }, ['maintenance/daily']],
  [
    'a window that Google finds too short',
    { maintenance: { window: { ...window, end: '2026-01-04T01:00:00Z', recurrence: 'FREQ=DAILY' } } },
    ['maintenance/window/end'],
  ],
  ...['FREQ=WEEKLY;BYDAY=SA', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU', 'FREQ=DAILY;INTERVAL=5'].map(
    recurrence =>
      [
        `a window that comes too rarely: ${recurrence}`,
        { maintenance: { window: { ...window, recurrence } } },
        ['maintenance/window/recurrence'],
      ] as [string, Partial<GkeProps>, string[]],
  ),
  [
    'a window that ends before it starts',
    { maintenance: { window: { ...window, end: window.start } } },
    ['maintenance/window/end'],
  ],
  [
    'an exclusion that ends before it starts',
    { maintenance: { exclusions: [{ ...exclusion, end: exclusion.start }] } },
    ['maintenance/exclusions/sale/end'],
  ],
  [
    'an exclusion of everything for months',
    { maintenance: { exclusions: [{ ...exclusion, end: '2027-01-02T00:00:00Z' }] } },
    ['maintenance/exclusions/sale/end'],
  ],
  ['one exclusion twice', { maintenance: { exclusions: [exclusion, exclusion] } }, ['maintenance/exclusions']],
  [
    'four exclusions of everything',
    { maintenance: { exclusions: ['a', 'b', 'c', 'd'].map(name => ({ ...exclusion, name })) } },
    ['maintenance/exclusions'],
  ],
  ['kernel parameters that GKE keeps', { nodes: { sysctls: { 'net.ipv4.ip_forward': '1' } } }, ['nodes/sysctls']],
])('finds fault with %s', (_, props, found) => {
  expect(paths(props)).toEqual(found);
});

test('names the kernel parameter that was meant', () => {
  const [finding] = gke({ pools: { general: { sysctls: { 'net.core.somaxcon': '1' } } } }).findings;
  expect(finding).toMatchObject({
    at: 'infrastructure/pools/general/sysctls',
    fix: "did you mean 'net.core.somaxconn'?",
  });
});
