import type { Judged } from '../plan/verdict';
import { cidrRange, type Range } from '../plan/cidr';
import type { AddressDefaults, Addresses, Cidr, Data } from '../spi';
import type { Fleet } from './index';
import { fleetMessages as messages } from './messages';

/** What a cluster or network has that its peers must not have. */
export interface Peer {
  /** What the fleet calls it. */
  readonly name: string;
  /** Where it is told of: in the construct tree, if it is a cluster. */
  readonly path: string;
  /** Whether its pods reach those of clusters that are, too, by their addresses. @default false */
  readonly meshed?: boolean;
  readonly ranges: readonly PeerRange[];
}

interface PeerRange extends Range {
  readonly name: string;
  /** The name as its peers are told of it. */
  readonly label: string;
  /** Whether the network between peers carries packets for it: a cluster keeps its other ranges to itself. */
  readonly routed: boolean;
  /** Whether it is part of a network that is there already, and nobody's to choose. @default false */
  readonly existing?: boolean;
}

/** What says which ranges of a cluster a network outside of it carries packets for. */
export interface Reach {
  /** The value of the cluster's capability `network/pods`. */
  readonly pods: Data | undefined;
  readonly inNetwork: AddressDefaults['inNetwork'];
  readonly existing?: AddressDefaults['existing'];
  /** Whether the cluster has the capability `network/cluster-mesh`. */
  readonly meshed: boolean;
}

/** A cluster as its peers see it. */
export function clusterPeer(
  { name, path }: Omit<Peer, 'ranges'>,
  addresses: Addresses,
  { pods, inNetwork = [], existing = false, meshed }: Reach,
): Peer {
  const range = (of: 'network' | 'pods' | 'services', routed: boolean): PeerRange => ({
    ...cidrRange(addresses[of]),
    name: of,
    label: `addresses.${of}`,
    routed,
    existing: existing && (of === 'network' || inNetwork.includes(of)),
  });
  // Pods with addresses of the nodes' network have none of the range for pods.
  const own = pods === 'routable' ? [] : [range('pods', pods === 'routed' || inNetwork.includes('pods'))];
  return {
    name,
    path,
    meshed,
    ranges: [range('network', true), ...own, range('services', inNetwork.includes('services'))],
  };
}

/** A network that exists besides the clusters. */
function networkPeer(name: string, cidr: Cidr): Peer {
  return { name, path: name, ranges: [{ ...cidrRange(cidr), name, label: 'range', routed: true }] };
}

/** The code of ranges that peers have in common. */
export const PEERED = 'CNI-17';

/**
 * Ranges that a cluster of a fleet has in common with its peers: an error where packets would go astray, else a warning.
 *
 * @param planned clusters of the fleet that are planned already, by name
 */
export function sharedWithPeers(
  fleet: Fleet | undefined,
  own: Peer,
  planned: ReadonlyMap<string, Peer> = new Map(),
): Judged[] {
  const peers = (fleet?.peersOf(own.name) ?? []).flatMap(name => {
    const network = fleet?.networks.get(name);
    return network === undefined ? (planned.get(name) ?? []) : networkPeer(name, network);
  });
  return peers.flatMap(peer => shared(own, peer));
}

function shared(own: Peer, peer: Peer): Judged[] {
  return own.ranges.flatMap(one =>
    peer.ranges
      .filter(other => one.first <= other.last && other.first <= one.last)
      .map((other): Judged => {
        const mesh = own.meshed && peer.meshed && one.name === 'pods' && other.name === 'pods';
        const breaks = one.routed || other.routed || mesh === true;
        const draft = messages.peered(one, { ...other, of: peer.path }, breaks);
        return { severity: breaks ? 'error' : 'warning', ...draft };
      }),
  );
}
