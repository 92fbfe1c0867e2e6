import { settingsOf } from '../../lib/shape';
import type { Cidr, Decisions, Platform } from '../../lib/spi';
import type { CalicoPool, CalicoProps, Encapsulation } from './calico-props';

/** What is asked of the place that Calico lands in. */
type Place = Pick<Platform, 'has' | 'value'>;

/** How packets travel where a pool does not say. */
function encapsulationOn({ encapsulation, ipam }: CalicoProps, place: Place): Encapsulation {
  if (encapsulation) return encapsulation;
  // Calico wraps packets in UDP only where it divides the addresses itself.
  if (ipam === 'host-local') return place.value('network/node-ranges') === 'routed' ? 'None' : 'IPIP';
  return 'VXLAN';
}

/** Every way in which packets travel here. */
export function encapsulationsOn(props: CalicoProps, place: Place): readonly Encapsulation[] {
  if (props.policyOnly) return [];
  const usual = encapsulationOn(props, place);
  return (props.pools ?? [{}]).map(({ encapsulation = usual }: Partial<CalicoPool>) => encapsulation);
}

/** A pool with nothing left open but its name. */
export type FullPool = Required<Omit<CalicoPool, 'name'>> & Pick<CalicoPool, 'name'>;

/** The pools that pods get their addresses from; none where another network gives them. */
export function poolsOn(props: CalicoProps, place: Place, pods: Cidr): readonly FullPool[] {
  if (props.policyOnly) return [];
  const usual = {
    encapsulation: encapsulationOn(props, place),
    natOutgoing: true,
    blockSize: 26,
    nodeSelector: 'all()',
  };
  return (props.pools ?? [{ cidr: pods }]).map(pool => {
    const given: Partial<CalicoPool> = settingsOf(pool);
    return { ...usual, ...given, cidr: pool.cidr };
  });
}

/** Whether the nodes' network, and so its firewalls, see packets with pods' addresses. */
export function isSeen(props: CalicoProps, place: Place): boolean {
  return encapsulationsOn(props, place).some(each => each === 'None' || each.endsWith('CrossSubnet'));
}

/** Whether the nodes' network carries pods' packets as they are, everywhere. */
export function isRouted(props: CalicoProps, place: Place): boolean {
  return encapsulationsOn(props, place).every(each => each === 'None');
}

/** Without BGP nobody tells nodes the way, but Calico's agents for VXLAN, and a nodes' network that gave them their ranges. */
export function needsBgp({ ipam, ...props }: CalicoProps, place: Place): boolean {
  const knows = ipam === 'host-local' && place.value('network/node-ranges') === 'routed';
  return encapsulationsOn({ ...props, ipam }, place).some(
    each => each.startsWith('IPIP') || (each === 'None' && !knows),
  );
}

/** Whether nodes speak BGP. */
export function speaksBgp(props: CalicoProps, place: Place): boolean {
  return props.bgp ?? needsBgp(props, place);
}

/** Whether AWS has to let through packets that are not from or for a machine's own address. */
export function needsForeignPackets(props: CalicoProps, place: Place): boolean {
  return place.value('cloud') === 'aws' && isSeen(props, place);
}

/** What agents program. */
export function dataplaneOn({ dataplane }: CalicoProps, place: Place): NonNullable<CalicoProps['dataplane']> {
  return dataplane ?? (place.value('network/services') === 'nftables' ? 'nftables' : 'iptables');
}

/** Whether the service's control plane is on machines without Calico, so that it reaches nodes and not their pods. */
export function isEks(place: Place): boolean {
  return place.value('addons') === 'eks';
}

/** Whether the nodes depend on it: for their network or their Services. */
export function comesBeforeNodes({ policyOnly, dataplane }: CalicoProps): boolean {
  return !policyOnly || dataplane === 'bpf';
}

/** How many machines there are at least. */
export function fewestNodes({ pools }: Pick<Decisions, 'pools'>): number {
  return pools.reduce((sum, pool) => sum + pool.min, 0);
}
