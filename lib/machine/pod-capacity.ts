import type { PoolDemand } from '../spi';
import type { MachineType } from './catalogue';

/** Where pods' addresses come from. */
export type PodAddresses = NonNullable<PoolDemand['podAddresses']>;

/** What bounds the pods of a machine besides its type. */
export interface PodCapacityOptions {
  /** Interfaces whose addresses pods do not get. @default 0 */
  readonly reservedInterfaces?: number;
  /** The kubelet's limit, whatever addresses there are. @default - 110 for ranges of nodes, else as `recommendedPods` */
  readonly limit?: number;
  /** Addresses of the range that each node has to itself. @default - enough for the limit */
  readonly nodeRange?: number;
}

/** The kubelet's own default. @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
const KUBELET_PODS = 110;

const LARGE_NODE_PODS = 250;

/** Addresses of the prefix (/28) that a slot of an interface takes instead of an address. */
const PREFIX_ADDRESSES = 16;

/** Pods that every node runs in its own network: the pod network's agent and the Services' proxy. */
const HOST_NETWORK_PODS = 2;

/** A node range's own and its broadcast address. */
const RANGE_OVERHEAD = 2;

/**
 * How many pods a machine's kubelet should admit. An interface's own address is no pod's, so `interfaces × (addresses - 1)` remain, or
 * 16 times as many where the interfaces take prefixes; pods in the node's own network need none. A cloud whose pods have no interface
 * addresses has no such bound.
 */
export function maxPods(machine: MachineType, addresses: PodAddresses, options: PodCapacityOptions = {}): number {
  const { limit = addresses === 'node-range' ? KUBELET_PODS : recommendedPods(machine), nodeRange } = options;
  if (addresses === 'node-range') return Math.min(limit, Math.max(0, (nodeRange ?? Infinity) - RANGE_OVERHEAD));
  return Math.min(limit, interfacePods(machine, addresses, options.reservedInterfaces ?? 0));
}

/**
 * What a node is known to bear: Kubernetes' own threshold, and more where there are more than 30 processors. Services that manage nodes
 * allow no more than this.
 * @see https://github.com/kubernetes/community/blob/master/sig-scalability/configs-and-limits/thresholds.md
 */
export function recommendedPods({ cpu }: Pick<MachineType, 'cpu'>): number {
  return cpu > 30 ? LARGE_NODE_PODS : KUBELET_PODS;
}

function interfacePods({ interfaces }: MachineType, addresses: PodAddresses, reserved: number): number {
  if (!interfaces) return Infinity;
  const usable = Math.max(0, interfaces.count - reserved);
  if (usable === 0) return 0;
  const perSlot = addresses === 'interface-prefixes' && interfaces.prefixes ? PREFIX_ADDRESSES : 1;
  return usable * (interfaces.addresses - 1) * perSlot + HOST_NETWORK_PODS;
}
