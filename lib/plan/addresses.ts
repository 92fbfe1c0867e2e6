import { closestTo, messages, type Draft } from '../errors';
import type { ClusterRanges } from '../fleet/allot';
import { fleetMessages } from '../fleet/messages';
import { isDnsName } from '../objects';
import type { Addresses, Cidr, Infrastructure, Pool } from '../spi';
import { overlaps, parseCidr, size } from './cidr';
import type { AddressProps, ClusterSpec } from './props';
import type { Supply } from './supply';

/** The cluster's ranges, and what is wrong with them. */
export function planAddresses(
  name: string,
  spec: ClusterSpec,
  infrastructure: Infrastructure,
  supply: Supply,
): { addresses: Addresses; problems: Draft[] } {
  const defaults = { ...infrastructure.addresses, ...fromFleet(name, spec, infrastructure) };
  const ranges = {
    network: spec.addresses?.network ?? defaults.network,
    pods: spec.addresses?.pods ?? defaults.pods,
    services: spec.addresses?.services ?? defaults.services,
  };
  const domain = spec.addresses?.domain ?? defaults.domain ?? 'cluster.local';
  const malformed = malformedRanges(ranges);
  if (malformed.length > 0) {
    // Rules go on with what they can reckon with.
    const { network, pods, services } = defaults;
    return { addresses: { network, pods, services, domain, subnets: [] }, problems: malformed };
  }
  // A default that no pod uses is in nobody's way.
  const idle = spec.addresses?.pods === undefined && arePodsInNetwork(supply);
  const problems = [
    ...overlapsIn(ranges, idle ? ['pods'] : []),
    ...checkExisting(spec, infrastructure),
    ...checkFleet(name, spec),
    ...(isDnsName(domain) ? [] : [messages.domain(domain)]),
  ];
  if (problems.length > 0) return { addresses: { ...ranges, domain, subnets: [] }, problems };
  const subnets = infrastructure.subnets?.(ranges.network, infrastructure.zones) ?? [];
  if ('because' in subnets) {
    const problem = { code: 'ADDRESSES', at: 'addresses/network', value: ranges.network, ...subnets };
    return { addresses: { ...ranges, domain, subnets: [] }, problems: [problem] };
  }
  return { addresses: { ...ranges, domain, subnets }, problems };
}

/** What the fleet gives: everything but what exists already. */
function fromFleet(name: string, { fleet }: ClusterSpec, { addresses }: Infrastructure): Partial<ClusterRanges> {
  const existing = addresses.existing ? (['network', ...(addresses.inNetwork ?? [])] as const) : [];
  const kept = Object.fromEntries(existing.map(range => [range, addresses[range]]));
  return { ...fleet?.clusters.get(name), ...kept };
}

/** A fleet that has problems says so itself. */
function checkFleet(name: string, { fleet }: ClusterSpec): Draft[] {
  if (!fleet || fleet.problems.length > 0 || fleet.clusters.has(name)) return [];
  return [fleetMessages.unknownCluster('fleet', name, closestTo(name, [...fleet.clusters.keys()]))];
}

/** Ranges that are none; who leaves one out may also say that it is undefined. */
export function malformedRanges({ domain: _, ...ranges }: AddressProps): Draft[] {
  return Object.entries(ranges).flatMap(([name, cidr]: [string, Cidr | undefined]) => {
    if (cidr === undefined) return [];
    const parsed = parseCidr(cidr);
    return typeof parsed === 'string' ? [messages.cidr(`addresses/${name}`, cidr, parsed)] : [];
  });
}

function overlapsIn(ranges: ClusterRanges, idle: readonly (keyof ClusterRanges)[]): Draft[] {
  const pairs = [
    ['pods', 'services', 'CNI-13'],
    ['pods', 'network', 'CNI-14'],
    ['services', 'network', 'CNI-14'],
  ] as const;
  return pairs
    .filter(([one]) => !idle.includes(one))
    .filter(([one, other]) => overlaps(ranges[one], ranges[other]))
    .map(([one, other, code]) => messages.overlap(code, one, ranges[one], other, ranges[other]));
}

function checkExisting(spec: ClusterSpec, infrastructure: Infrastructure): Draft[] {
  const given = spec.addresses?.network;
  return given !== undefined && infrastructure.addresses.existing
    ? [messages.existingNetwork(given, infrastructure.name)]
    : [];
}

/** Whether the private subnets hold every node, and every pod where pods live there too. */
export function checkCapacity(
  addresses: Addresses,
  pools: readonly Pool[],
  supply: Supply,
): { errors: Draft[]; warnings: Draft[] } {
  const room = addresses.subnets
    .filter(subnet => subnet.tier === 'private')
    .reduce((sum, { cidr }) => sum + size(cidr), 0);
  if (room === 0) return { errors: [], warnings: [] };
  const nodes = pools.reduce((sum, pool) => sum + pool.max, 0);
  const pods = pools.reduce((sum, pool) => sum + pool.max * pool.answer.maxPods, 0);
  const routable = arePodsInNetwork(supply);
  return {
    errors: nodes > room ? [messages.nodeCapacity(nodes, room, addresses.network)] : [],
    warnings: routable && nodes <= room && pods > room ? [messages.podCapacity(pods, room, addresses.network)] : [],
  };
}

/** A range for pods that the user gave and nothing uses. */
export function idlePods(spec: ClusterSpec, supply: Supply): Draft[] {
  const given = spec.addresses?.pods;
  return given !== undefined && arePodsInNetwork(supply) ? [messages.idlePods(given)] : [];
}

/** Whether pods have addresses of the nodes' network, and none of the range for pods. */
function arePodsInNetwork(supply: Supply): boolean {
  return supply.get('network/pods')?.[0]?.value === 'routable';
}
