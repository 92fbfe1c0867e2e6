import { minorNumber } from '../../../lib/plan/version';
import type { Data, ItemOf, Minor, Provided } from '../../../lib/spi';

/** StorageClasses that the service keeps in every cluster. */
const OWN_CLASSES = [
  'do-block-storage',
  'do-block-storage-retain',
  'do-block-storage-xfs',
  'do-block-storage-xfs-retain',
];

/** From this minor on, clusters with pods in the VPC have the Gateway API. */
const GATEWAY_SINCE = 33;

/** Whether the service installs and upgrades the Gateway API. @see https://docs.digitalocean.com/products/kubernetes/how-to/use-gateway-api/ */
export function hasGateway(kubernetes: Minor): boolean {
  return (minorNumber(kubernetes) ?? 0) >= GATEWAY_SINCE;
}

/** What every cluster of the service has. */
export function provided(kubernetes: Minor): readonly Provided[] {
  return [
    { capability: 'cloud', value: 'digitalocean' },
    { capability: 'nodes/managed' },
    { capability: 'nodes/autoscaling' },
    { capability: 'runtime/containers', value: 'containerd', exclusive: true, supply: 'if-needed' },
    ...podNetwork('if-needed'),
    { capability: 'network/policy' },
    { capability: 'network/policy-l7' },
    { capability: 'dns/cluster', value: 'coredns', exclusive: true },
    { capability: 'driver/dobs.csi.digitalocean.com', exclusive: true },
    { capability: 'crd/snapshot.storage.k8s.io', exclusive: true },
    ...OWN_CLASSES.map((name): Provided => ({ capability: `storage-class/${name}`, exclusive: true })),
    ...(hasGateway(kubernetes) ? GATEWAY : []),
  ];
}

/** Pods have a range of their own, to which the VPC knows the way, and Services are translated without kube-proxy. */
export function podNetwork(supply: 'always' | 'if-needed'): readonly Provided[] {
  return [
    { capability: 'network/pods', value: 'routed', exclusive: true, supply },
    { capability: 'network/services', value: 'ebpf', exclusive: true, supply },
  ];
}

const GATEWAY: readonly Provided[] = [
  { capability: 'crd/gateway.networking.k8s.io', exclusive: true },
  { capability: 'gateway/controller', value: 'cilium' },
];

/** What application teams may rely on in every cluster of the service. */
export function offers(by: string, kubernetes: Minor): readonly ItemOf<'offer'>[] {
  const offer = (type: string, name: string, because: string, details?: { [key: string]: Data }): ItemOf<'offer'> => ({
    kind: 'offer',
    id: type,
    by,
    because,
    stage: 'control-plane',
    spec: { type, name, ...(details && { details }) },
  });
  const kinds = ['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'];
  return [
    offer('network-policy', 'cilium', 'the service runs Cilium in every cluster', { kinds, http: true }),
    ...(hasGateway(kubernetes)
      ? [offer('gateway-class', 'cilium', 'the service turns Gateways into load balancers')]
      : []),
  ];
}
