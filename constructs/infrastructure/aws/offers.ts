import type { Provided } from '../../../lib/spi';
import type { EksProps } from './props';
import { driverOffers } from './storage';

/** What an EKS cluster has: always, or through an add-on if nothing else supplies it. */
export function offers({ autoMode = false, os, addons }: EksProps): readonly Provided[] {
  // Auto Mode brings its own on every machine, and lets nothing stand in for it.
  const supply = autoMode ? 'always' : 'if-needed';
  return [
    { capability: 'cloud', value: 'aws' },
    { capability: 'addons', value: 'eks' },
    { capability: 'identity/workload', value: 'pod-identity' },
    { capability: 'nodes/managed' },
    ...(autoMode ? [{ capability: 'nodes/autoscaling' } as const] : [{ capability: 'network/interfaces' } as const]),
    // Images of Bottlerocket, which Auto Mode uses too, hold NVIDIA's device plugin; those of Amazon Linux do not.
    ...(autoMode || os === 'bottlerocket' ? [{ capability: 'devices/gpu', value: 'nvidia' } as const] : []),
    { capability: 'runtime/containers', value: 'containerd', exclusive: true, supply: 'if-needed' },
    { capability: 'network/pods', value: 'routable', exclusive: true, supply },
    { capability: 'network/services', value: 'iptables', exclusive: true, supply },
    { capability: 'dns/cluster', value: 'coredns', exclusive: true, supply },
    ...(!autoMode && enforcesPolicies(addons) ? [{ capability: 'network/policy', supply: 'if-needed' } as const] : []),
    ...driverOffers(autoMode),
  ];
}

/** Whether the user has the VPC CNI enforce network policies. @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html */
export function enforcesPolicies(addons: EksProps['addons']): boolean {
  // The add-on takes text; truth itself is what people write.
  return String(addons?.['vpc-cni']?.configuration?.enableNetworkPolicy) === 'true';
}
