import { CONTRACT, type Infrastructure, type Provided } from 'tenon/spi';

const anywhere = (name: string, zones: readonly string[], offers: readonly Provided[]): Infrastructure => ({
  contract: CONTRACT,
  socket: 'infrastructure',
  name,
  settings: {},
  sockets: { network: 'open', runtime: 'open', storage: 'open', mesh: 'open', delivery: 'open' },
  zones,
  addresses: { network: '10.0.0.0/16', pods: '10.64.0.0/16', services: '172.20.0.0/16' },
  versions: { asOf: '2026-11-01', source: 'a test', windows: [{ minor: '1.36' }, { minor: '1.35' }] },
  names: {
    cluster: { pattern: '[A-Za-z0-9-]+', maxLength: 63, words: 'letters, digits and hyphens' },
    pool: { pattern: '[a-z0-9-]+', maxLength: 63, words: 'lower-case letters, digits and hyphens' },
  },
  facts: ['cluster/name', 'endpoint/url', 'endpoint/host', 'endpoint/port'],
  provides: () => offers,
  adopt: () => undefined,
  contribute: () => [],
  consumes: ({ kind }) =>
    ['port', 'identity', 'addon', 'kubelet', 'node-file', 'node-package', 'node-command'].includes(kind)
      ? true
      : undefined,
  select: (pool, demands) => ({
    type: pool.machine ?? 'm7i.large',
    arch: pool.arch,
    cpu: pool.cpu ?? 2,
    memoryGiB: pool.memoryGiB ?? 8,
    gpu: 0,
    kvm: false,
    maxPods: demands.some(demand => demand.podAddresses === 'interface-addresses') ? 29 : 110,
    image: 'an-image',
    accepts: ['kubelet', 'node-file', 'node-package', 'node-command'],
  }),
  provision: () => {
    throw new Error('not provisioned in these tests');
  },
});

const everywhere: readonly Provided[] = [
  { capability: 'dns/cluster', value: 'coredns', exclusive: true },
  { capability: 'network/services', value: 'iptables', exclusive: true, supply: 'if-needed' },
];

const anyRuntime: Provided = {
  capability: 'runtime/containers',
  value: 'another',
  exclusive: true,
  supply: 'if-needed',
};

const ownNetwork: readonly Provided[] = [
  { capability: 'network/pods', value: 'routable', exclusive: true, supply: 'if-needed' },
  { capability: 'runtime/containers', value: 'containerd', exclusive: true, supply: 'if-needed' },
];

const service: readonly Provided[] = [{ capability: 'nodes/managed' }, ...everywhere, ...ownNetwork];

/** A managed service whose machines take further network interfaces, as EKS is. */
export const managed = anywhere(
  'managed',
  ['eu-central-1a', 'eu-central-1b'],
  [
    { capability: 'cloud', value: 'aws' },
    { capability: 'addons', value: 'eks' },
    { capability: 'network/interfaces' },
    { capability: 'identity/workload' },
    ...service,
  ],
);

/** A managed service of another cloud, with add-ons of its own. */
export const elsewhere = anywhere('elsewhere', ['fra1'], [{ capability: 'addons', value: 'marketplace' }, ...service]);

/** A managed service as GKE is on its legacy datapath: the network knows the way to nodes' ranges, and kube-proxy is always there. */
export const google = anywhere(
  'google',
  ['europe-west3-a'],
  [
    { capability: 'cloud', value: 'google' },
    { capability: 'nodes/managed' },
    { capability: 'network/node-ranges', value: 'routed' },
    { capability: 'network/pods', value: 'routed', exclusive: true, supply: 'if-needed' },
    { capability: 'network/services', value: 'iptables', exclusive: true },
    { capability: 'dns/cluster', value: 'kube-dns', exclusive: true },
    { capability: 'runtime/containers', value: 'containerd', exclusive: true, supply: 'if-needed' },
  ],
);

/** Machines, of which the user's own are the control plane too. */
export const machines = anywhere('machines', ['rack-1'], [...everywhere, anyRuntime]);

const ranges: Provided = { capability: 'network/node-ranges', value: 'allocated', supply: 'if-needed' };

/** Machines in a cloud, whose control plane gives nodes ranges that the network knows nothing of. */
export const ranged = anywhere('ranged', ['zone-1'], [...everywhere, anyRuntime, ranges]);

/** Machines that share a switch. */
export const rack = anywhere(
  'rack',
  ['rack-1'],
  [...everywhere, anyRuntime, ranges, { capability: 'network/layer-2' }],
);
