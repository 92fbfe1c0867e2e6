import type { Draft } from '../errors';
import { cidrAt, cidrRange, subrange, type Range } from '../plan/cidr';
import type { Addresses, Cidr } from '../spi';
import { fleetMessages as messages } from './messages';
import { place, type Span } from './numbers';
import { DEFAULT_PREFIXES, type FleetProps, type FleetRegion } from './props';

/** The ranges that one cluster is given. */
export type ClusterRanges = Pick<Addresses, 'network' | 'pods' | 'services'>;

/** Everything that a fleet gives, by name, and what is wrong with its numbers. */
export interface Allotment {
  readonly regions: ReadonlyMap<string, Cidr>;
  readonly clusters: ReadonlyMap<string, ClusterRanges>;
  readonly problems: readonly Draft[];
}

/** Turns numbers into ranges. What is wrong with one region or cluster keeps no other from its own. */
export function allot(props: FleetProps): Allotment {
  const prefixes = filled(DEFAULT_PREFIXES, props.prefixes);
  const unit = prefixOf(prefixes);
  const unfit = checkRanges(props);
  const cramped = unfit.length > 0 ? unfit : checkRoom(props.supernet, prefixes.region, unit);
  if (cramped.length > 0) return { regions: new Map(), clusters: new Map(), problems: cramped };
  const wanted = Object.entries(props.regions).map(([by, { number }]) => ({ by, first: number, count: 1 }));
  const { placed, misplaced } = place(wanted, 2 ** (prefixes.region - cidrRange(props.supernet).prefix));
  const regions = placed.map(({ by, first }) => [by, subrange(props.supernet, prefixes.region, first)] as const);
  const networks = Object.entries(props.networks ?? {}).map(([name, cidr]) => [name, cidrRange(cidr)] as const);
  const parts = regions.map(([name, range]) =>
    allotRegion({ name, range: cidrRange(range), clusters: clustersOf(props, name), unit, prefixes, networks }),
  );
  return {
    regions: new Map(regions),
    clusters: new Map(parts.flatMap(({ clusters }) => clusters)),
    problems: [
      ...misplaced.map(each => messages.regionNumber(each, props.supernet, prefixes.region)),
      ...parts.flatMap(({ problems }) => problems),
    ],
  };
}

const clustersOf = ({ regions }: FleetProps, name: string) => (regions[name] as FleetRegion).clusters;

function checkRanges({ supernet, networks = {} }: FleetProps): Draft[] {
  const others = Object.entries(networks).map(([name, cidr]) => [`networks/${name}`, cidr] as const);
  const malformed = [['supernet', supernet] as const, ...others].flatMap(([at, cidr]) => messages.range(at, cidr));
  if (malformed.length > 0) return malformed;
  const { first, last } = cidrRange(supernet);
  return Object.entries(networks)
    .filter(([, cidr]) => cidrRange(cidr).first <= first && last <= cidrRange(cidr).last)
    .map(([name, cidr]) => messages.allTaken(name, cidr, supernet));
}

function checkRoom(supernet: Cidr, region: number, unit: number): Draft[] {
  return [
    ...(region < cidrRange(supernet).prefix ? [messages.largeRegion(region, supernet)] : []),
    ...(unit < region ? [messages.smallRegion(region, unit)] : []),
  ];
}

interface RegionRequest {
  readonly name: string;
  readonly range: Range;
  readonly clusters: FleetRegion['clusters'];
  /** The prefix length of what one number stands for. */
  readonly unit: number;
  readonly prefixes: Sizes;
  readonly networks: readonly (readonly [name: string, range: Range])[];
}

function allotRegion({ name, range, clusters, unit, prefixes, networks }: RegionRequest) {
  const sizes = new Map<string, Sizes>();
  const wanted = Object.entries(clusters).map(([by, given]): Span => {
    const { number, prefixes: own } = typeof given === 'number' ? { number: given } : given;
    const size = own ? filled(prefixes, own) : prefixes;
    sizes.set(by, size);
    return { by, first: number, count: 2 ** Math.max(0, unit - prefixOf(size)) };
  });
  const taken = networks.flatMap(([by, network]) => numbersOf(by, network, range, unit));
  const { placed, misplaced } = place(wanted, 2 ** (unit - range.prefix), taken);
  return {
    clusters: placed.map(
      ({ by, first }) => [by, divide(range.first + first * sizeOf(unit), sizes.get(by) as Sizes)] as const,
    ),
    problems: misplaced.map(each => messages.clusterNumber(each, name, range.cidr, unit)),
  };
}

/** The numbers of a region's units that a network lies in. */
function numbersOf(by: string, network: Range, region: Range, unit: number): Span[] {
  if (network.last < region.first || region.last < network.first) return [];
  const size = sizeOf(unit);
  const first = Math.floor((Math.max(network.first, region.first) - region.first) / size);
  const last = Math.floor((Math.min(network.last, region.last) - region.first) / size);
  return [{ by, first, count: last - first + 1, cidr: network.cidr }];
}

/** Prefix lengths of a cluster's ranges. */
type Sizes = { readonly [R in (typeof RANGES)[number]]: number };

const RANGES = ['network', 'pods', 'services'] as const;

/** The prefix length of the smallest range that holds all of a cluster's. */
function prefixOf(prefixes: Sizes): number {
  const size = RANGES.reduce((sum, name) => sum + sizeOf(prefixes[name]), 0);
  return Math.clz32(size - 1);
}

/** The largest range comes first, so that each begins where one of its size may. */
function divide(start: number, prefixes: Sizes): ClusterRanges {
  const ranges = { network: '', pods: '', services: '' };
  let next = start;
  for (const name of RANGES.toSorted((one, other) => prefixes[one] - prefixes[other])) {
    ranges[name] = cidrAt(next, prefixes[name]);
    next += sizeOf(prefixes[name]);
  }
  return ranges;
}

const sizeOf = (prefix: number) => 2 ** (32 - prefix);

/** Defaults with what is given in their place; `undefined` is not given. */
function filled<T extends { readonly [name: string]: number }>(defaults: T, given: object = {}): T {
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}
