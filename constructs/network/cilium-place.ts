import type { Decisions, Platform } from '../../lib/spi';
import type { CiliumProps, Ipam } from './cilium-props';

/** Where Cilium lands: the platform, and later the decisions, which answer the same questions. */
type Place = Pick<Platform, 'has' | 'value'>;

/** Who gives pods their addresses on a platform. */
export function ipamOn(props: CiliumProps, place: Place): Ipam {
  if (props.ipam) return props.ipam;
  if (place.has('network/interfaces')) return 'eni';
  return hasRoutedRanges(place) ? 'kubernetes' : 'cluster-pool';
}

/** Whether the nodes' network knows the way to the ranges that nodes have. */
export function hasRoutedRanges(place: Place): boolean {
  return place.value('network/node-ranges') === 'routed';
}

/** The value of `network/pods`, or `undefined` where another plugin supplies it. */
export function podsOn(props: CiliumProps, place: Place): 'routable' | 'routed' | 'overlay' | undefined {
  const ipam = ipamOn(props, place);
  if (ipam === 'eni') return 'routable';
  if (ipam === 'chained') return undefined;
  return ipam === 'kubernetes' && hasRoutedRanges(place) ? 'routed' : 'overlay';
}

/** Whether packets between nodes are wrapped. */
export function tunnelsOn(props: CiliumProps, place: Place): boolean {
  return podsOn(props, place) === 'overlay' && props.routingMode !== 'native';
}

/** Whether Google runs the nodes, whose CNI plugins, kubelet and bridge are where others do not have them. */
export function isOnGke(place: Place): boolean {
  return place.value('cloud') === 'google' && place.has('nodes/managed');
}

/** Whether Cilium stands in for kube-proxy. */
export function replacesKubeProxy(props: CiliumProps, platform: Pick<Platform, 'always'>): boolean {
  return props.replaceKubeProxy ?? (props.ipam !== 'chained' && !platform.always('network/services'));
}

/** Whether it turned out to. */
export function servesServices(decisions: Pick<Decisions, 'suppliers'>): boolean {
  return decisions.suppliers('network/services').includes('cilium');
}
