import type { Infrastructure, Item, Plugin, Provided, Socket } from 'tenon/spi';
import { CONTRACT } from 'tenon/spi';

const always = (capability: Provided['capability'], rest: Partial<Provided> = {}): Provided => ({
  capability,
  ...rest,
});

/** An infrastructure on paper: every socket open, one size of machine. */
export function paper(changes: Partial<Infrastructure> = {}): Infrastructure {
  return {
    contract: CONTRACT,
    socket: 'infrastructure',
    name: 'paper',
    settings: {},
    sockets: { network: 'open', runtime: 'open', storage: 'open', delivery: 'open', mesh: 'closed' },
    zones: ['a', 'b'],
    addresses: { network: '10.0.0.0/16', pods: '10.1.0.0/16', services: '10.2.0.0/16' },
    versions: {
      asOf: '2026-11-22',
      source: 'https://paper.example/versions',
      windows: [
        { minor: '1.33', standardUntil: '2026-01-01' },
        { minor: '1.34', standardUntil: '2026-06-01', extendedUntil: '2027-06-01' },
        { minor: '1.35', standardUntil: '2027-01-01' },
        { minor: '1.36' },
      ],
    },
    names: {
      cluster: { pattern: '[a-z][a-z0-9-]*', maxLength: 20, words: 'lower-case letters, digits and hyphens' },
      pool: { pattern: '[a-z][a-z0-9-]*', maxLength: 10, words: 'lower-case letters, digits and hyphens' },
    },
    facts: ['endpoint/host'],
    provides: () => [
      always('network/pods', { exclusive: true, supply: 'if-needed', value: 'routable' }),
      always('network/services', { exclusive: true, supply: 'if-needed' }),
      always('dns/cluster', { supply: 'if-needed' }),
      always('runtime/containers', { supply: 'if-needed' }),
    ],
    contribute: decisions =>
      decisions.suppliers('network/pods').includes('paper') ? [item('addon', 'own-network')] : [],
    adopt: () => undefined,
    select: pool =>
      (pool.cpu ?? 0) > 64
        ? {
            because: `pool '${pool.name}' asks for ${pool.cpu} cpu, and the largest machine has 64`,
            fix: 'ask for less',
          }
        : {
            type: 'sheet',
            arch: 'amd64',
            cpu: 4,
            memoryGiB: 16,
            gpu: 0,
            kvm: false,
            maxPods: 110,
            image: 'none',
            accepts: [],
          },
    consumes: each => (each.kind === 'addon' || each.kind === 'port' ? true : undefined),
    provision: () => {
      throw new Error('paper is not built');
    },
    ...changes,
  };
}

/** A plugin with nothing in it. */
export function plugin<S extends Socket>(socket: S, name: string, changes: Partial<Plugin<S>> = {}): Plugin<S> {
  return { contract: CONTRACT, socket, name, settings: {}, provides: () => [], contribute: () => [], ...changes };
}

export function item(kind: 'addon' | 'object' | 'helm-release', id: string, changes: Partial<Item> = {}): Item {
  const specs = {
    addon: { name: id },
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id, namespace: 'default' } },
    'helm-release': {
      chart: id,
      repository: 'https://charts.example',
      version: '1.0.0',
      namespace: 'default',
      values: {},
    },
  };
  return {
    kind,
    id,
    by: 'test',
    because: 'the test needs it',
    stage: 'platform',
    spec: specs[kind],
    ...changes,
  } as Item;
}
