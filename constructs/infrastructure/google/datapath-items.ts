import type { Data, ItemOf, Provided } from '../../../lib/spi';
import type { GkeProps } from './props';

/** Dataplane V2, as the add-on of GKE that stands for it, and word of the policies that it enforces. */
export function dataplaneItems(
  by: string,
  { fqdnNetworkPolicy = false, clusterwideNetworkPolicy = false }: GkeProps,
  configuration: { readonly [key: string]: Data },
): readonly (ItemOf<'addon'> | ItemOf<'offer'>)[] {
  const kinds = [
    'NetworkPolicy',
    ...(clusterwideNetworkPolicy ? ['CiliumClusterwideNetworkPolicy'] : []),
    ...(fqdnNetworkPolicy ? ['FQDNNetworkPolicy'] : []),
  ];
  return [
    {
      kind: 'addon',
      id: 'dataplane-v2',
      by,
      because: 'it moves packets between pods, translates Services and enforces policies',
      stage: 'control-plane',
      spec: { name: 'dataplane-v2', ...(Object.keys(configuration).length > 0 && { configuration }) },
    },
    policyOffer(by, 'dataplane-v2', kinds),
  ];
}

/** Word for application teams of the policies that are enforced. */
export function policyOffer(by: string, name: string, kinds: readonly string[]): ItemOf<'offer'> {
  return {
    kind: 'offer',
    id: 'network-policy',
    by,
    because: 'GKE enforces network policies in every namespace',
    stage: 'control-plane',
    spec: { type: 'network-policy', name, details: { kinds, http: false } },
  };
}

/** Pods have the addresses of their nodes' alias ranges, which the VPC knows the way to. */
export function podNetwork(services: 'ebpf' | 'iptables'): readonly Provided[] {
  return [
    { capability: 'network/pods', value: 'routed', exclusive: true },
    { capability: 'network/services', value: services, exclusive: true },
  ];
}
