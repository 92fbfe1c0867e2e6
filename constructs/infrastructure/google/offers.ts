import type { Provided } from '../../../lib/spi';
import type { GkeProps } from './props';
import { driverOffers } from './storage';

/** The class of Gateways that GKE's own controller makes global load balancers of. */
export const GATEWAY_CLASS = 'gke-l7-global-external-managed';

/** What a GKE cluster has: always, or if nothing else supplies it. */
export function offers({ datapath }: GkeProps): readonly Provided[] {
  return [
    { capability: 'cloud', value: 'google' },
    { capability: 'identity/workload', value: 'workload-identity' },
    { capability: 'nodes/managed' },
    { capability: 'nodes/autoscaling' },
    { capability: 'devices/gpu', value: 'nvidia' },
    { capability: 'runtime/containers', value: 'containerd', exclusive: true, supply: 'if-needed' },
    ...(datapath === 'legacy' ? LEGACY : DATAPLANE_V2),
    { capability: 'network/pods', value: 'routed', exclusive: true, supply: 'if-needed' },
    { capability: 'network/node-ranges', value: 'routed' },
    { capability: 'dns/cluster', value: 'kube-dns', exclusive: true },
    ...driverOffers(),
    { capability: 'crd/gateway.networking.k8s.io', exclusive: true, supply: 'if-needed' },
    { capability: 'gateway/controller', value: GATEWAY_CLASS, supply: 'if-needed' },
  ];
}

/** kube-proxy is on every node, and nothing can leave it out. */
const LEGACY: readonly Provided[] = [{ capability: 'network/services', value: 'iptables', exclusive: true }];

/** Calico as GKE runs it may come in its place, and enforces policies as well. */
const DATAPLANE_V2: readonly Provided[] = [
  { capability: 'network/services', value: 'ebpf', exclusive: true, supply: 'if-needed' },
  { capability: 'network/policy' },
];
