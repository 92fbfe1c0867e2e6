import { messages, type Draft } from '../errors';
import { cidrRange, parseCidr } from '../plan/cidr';
import type { Cidr } from '../spi';
import type { Misplaced } from './numbers';

const meant = (name: string | undefined) => (name === undefined ? '' : `did you mean '${name}'? else `);

/** What is said of a fleet. */
export const fleetMessages = {
  range: (at: string, cidr: string): Draft[] => {
    const parsed = parseCidr(cidr);
    return typeof parsed === 'string' ? [messages.cidr(at, cidr, parsed)] : [];
  },
  allTaken: (name: string, cidr: Cidr, supernet: Cidr): Draft => ({
    code: 'FLEET-ROOM',
    at: `networks/${name}`,
    value: cidr,
    because: `network '${name}' ${cidr} takes all of the supernet ${supernet}, and leaves no cluster any of it`,
    fix: `give the part of it that '${name}' has, or another 'supernet'`,
  }),
  largeRegion: (region: number, supernet: Cidr): Draft => ({
    code: 'FLEET-ROOM',
    at: 'prefixes/region',
    value: region,
    because: `a region's /${region} does not fit into the supernet ${supernet}`,
    fix: "give a larger 'supernet', or a longer 'prefixes.region'",
  }),
  smallRegion: (region: number, cluster: number): Draft => ({
    code: 'FLEET-ROOM',
    at: 'prefixes/region',
    value: region,
    because: `a cluster's ranges take a /${cluster} together, which does not fit into a region's /${region}`,
    fix: `give ${cluster} or less, or longer prefixes of 'network', 'pods' and 'services'`,
  }),
  regionNumber: (region: Misplaced, supernet: Cidr, prefix: number): Draft => ({
    code: 'FLEET-NUMBER',
    at: `regions/${region.by}/number`,
    value: region.first,
    because: because(region, { what: 'region', in: supernet, prefix }),
    fix: repair(region, "let 'supernet' grow from where it starts, or make a second fleet with a supernet of its own"),
  }),
  clusterNumber: (cluster: Misplaced, region: string, range: Cidr, prefix: number): Draft => ({
    code: 'FLEET-NUMBER',
    at: `regions/${region}/clusters/${cluster.by}`,
    value: cluster.first,
    because: because(cluster, { what: 'cluster', in: range, prefix }),
    fix:
      cluster.count > roomIn(range, prefix)
        ? 'give it longer prefixes'
        : repair(cluster, `number one more region for what '${region}' has no room for, such as '${region}-2'`),
  }),
  twice: (at: string, name: string, where: string): Draft => ({
    code: 'DUPLICATE',
    at,
    value: name,
    because: `'${name}' is also in ${where}`,
    fix: 'give each a name of its own',
  }),
  unknownPeer: (at: string, name: string, closest: string | undefined): Draft => ({
    code: 'FLEET-NAME',
    at,
    value: name,
    because: `the fleet has no cluster and no network '${name}'`,
    fix: `${meant(closest)}add it to a region or to 'networks', or remove it here`,
  }),
  unknownCluster: (at: string, name: string, closest: string | undefined): Draft => ({
    code: 'FLEET-NAME',
    at,
    value: name,
    because: `no region of the fleet has a cluster '${name}'`,
    fix: `${meant(closest)}add it to its region's 'clusters', with a free number`,
  }),
  unknownRegion: (at: string, name: string, closest: string | undefined): Draft => ({
    code: 'FLEET-NAME',
    at,
    value: name,
    because: `the fleet has no region '${name}'`,
    fix: `${meant(closest)}add it to 'regions', with a free number`,
  }),
  peered: (own: Overlapping, other: Overlapping & { readonly of: string }, breaks: boolean): Draft => ({
    code: 'CNI-17',
    at: `addresses/${own.name}`,
    value: own.cidr,
    because: `${own.label} ${own.cidr} overlaps ${other.label} ${other.cidr} of '${other.of}', which it is peered with: ${consequence(breaks)}`,
    fix: own.existing
      ? "use a network that is disjoint, or take one of the two out of 'peerings'"
      : 'leave the range to the fleet, or choose a disjoint one',
  }),
} as const;

const consequence = (breaks: boolean) =>
  breaks
    ? 'packets for one would go to the other, if the two can be connected at all'
    : 'neither is seen outside of its cluster, but no mesh and no flat network can hold both';

interface Overlapping {
  readonly name: string;
  readonly label: string;
  readonly cidr: Cidr;
  readonly existing?: boolean;
}

interface Place {
  readonly what: 'region' | 'cluster';
  readonly in: Cidr;
  readonly prefix: number;
}

function because({ by, first, count, because: reason }: Misplaced, place: Place): string {
  const last = first + count - 1;
  const own = `${place.what} '${by}' has ${count === 1 ? `number ${first}` : `numbers ${first} to ${last}`}`;
  if (reason === 'uneven') return `${own}, and must begin at a multiple of ${count}`;
  if (reason !== 'beyond')
    return reason.cidr === undefined
      ? `${own}, which '${reason.takenBy}' has already`
      : `${own}, where ${reason.cidr} of network '${reason.takenBy}' is`;
  const room = roomIn(place.in, place.prefix);
  return `${own}, and ${place.in} has room for ${room} of /${place.prefix}, numbers 0 to ${room - 1}`;
}

const repair = ({ free }: Misplaced, otherwise: string) =>
  free === undefined ? otherwise : `give it ${free}, which is free`;

const roomIn = (range: Cidr, prefix: number) => 2 ** (prefix - cidrRange(range).prefix);
