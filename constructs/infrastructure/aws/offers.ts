import type { Provided } from '../../../lib/spi';
import { driverOffers } from './storage';

/** What an EKS cluster has: always, or through an add-on if nothing else supplies it. */
export function offers(autoMode: boolean): readonly Provided[] {
  // Auto Mode brings its own on every machine, and lets nothing stand in for it.
  const supply = autoMode ? 'always' : 'if-needed';
  return [
    { capability: 'cloud', value: 'aws' },
    { capability: 'addons', value: 'eks' },
    { capability: 'identity/workload', value: 'pod-identity' },
    { capability: 'nodes/managed' },
    ...(autoMode ? [] : [{ capability: 'network/interfaces' } as const]),
    { capability: 'runtime/containers', value: 'containerd', exclusive: true, supply: 'if-needed' },
    { capability: 'network/pods', value: 'routable', exclusive: true, supply },
    { capability: 'network/services', value: 'iptables', exclusive: true, supply },
    { capability: 'dns/cluster', value: 'coredns', exclusive: true, supply },
    ...driverOffers(autoMode),
  ];
}
