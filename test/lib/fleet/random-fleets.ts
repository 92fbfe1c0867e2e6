import * as fc from 'fast-check';
import type { ClusterPrefixes, FleetCluster, FleetProps, FleetRegion } from 'tenon';

/** Small enough to look at each of its addresses. */
export const SUPERNET = '10.0.0.0/16';

/** A fleet in which all is told. */
export interface RandomFleet extends FleetProps {
  readonly prefixes: Required<ClusterPrefixes> & { readonly region: number };
  readonly networks: { readonly [name: string]: string };
}

const size = fc.integer({ min: 24, max: 28 });
const sizes = fc.record({ network: size, pods: size, services: size });

/** Some of the numbers below `room`, in any order; now and then one twice, or one too many. */
const numbers = (room: number, most: number) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        Array.from({ length: room }, (_, number) => number),
        { maxLength: Math.min(most, room) },
      ),
      fc.nat(19),
    )
    .map(([some, fault]) => [...some, ...(fault === 0 ? some.slice(0, 1) : fault === 1 ? [room] : [])]);

const cluster = (number: number): fc.Arbitrary<number | FleetCluster> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(number) },
    { weight: 1, arbitrary: sizes.map(prefixes => ({ number, prefixes })) },
  );

const clusters = (room: number) => numbers(room, 8).chain(all => fc.tuple(...all.map(cluster)));

const network = fc
  .tuple(fc.integer({ min: 22, max: 30 }), fc.nat(2 ** 16 - 1))
  .map(([prefix, within]) => rangeAt(within - (within % 2 ** (32 - prefix)), prefix));

/** Fleets of a few regions and clusters: some are sound, and others want what cannot be. */
export const randomFleets: fc.Arbitrary<RandomFleet> = fc
  .record({ sizes, region: fc.integer({ min: 17, max: 20 }), networks: fc.array(network, { maxLength: 1 }) })
  .chain(({ sizes, region, networks }) => {
    const room = 2 ** (32 - region) / powerOfTwo(sizes);
    const someRegions = numbers(2 ** (region - 16), 4).chain(all =>
      fc.tuple(...all.map(number => clusters(room).map(clusters => ({ number, clusters })))),
    );
    return someRegions.map((regions): RandomFleet => ({
      supernet: SUPERNET,
      prefixes: { ...sizes, region },
      networks: Object.fromEntries(networks.map((range, index) => [`network-${index}`, range])),
      regions: Object.fromEntries(regions.map((each, index) => [`region-${index}`, named(each, index)])),
    }));
  });

function named(
  { number, clusters }: { number: number; clusters: readonly (number | FleetCluster)[] },
  region: number,
): FleetRegion {
  return { number, clusters: Object.fromEntries(clusters.map((each, index) => [`c-${region}-${index}`, each])) };
}

/** A range by where it begins in the supernet. */
function rangeAt(offset: number, prefix: number): string {
  return `10.0.${offset >>> 8}.${offset & 255}/${prefix}`;
}

/** The addresses of a range, counted from the supernet's first. */
export function addressesOf(range: string): number[] {
  const [first = 0, second = 0, third = 0, fourth = 0, prefix = 0] = range.split(/[./]/).map(Number);
  const start = (first - 10) * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + fourth;
  return Array.from({ length: 2 ** (32 - prefix) }, (_, index) => start + index);
}

/**
 * Who has which address, by going through all of them; nothing if there is one that two want, or that does not exist. A cluster has the
 * whole of its numbers, also where its ranges leave some of it free.
 */
export function bruteForce(fleet: RandomFleet): Map<number, string> | undefined {
  const owners = new Map<number, string>();
  const regions = new Set<number>();
  for (const range of Object.values(fleet.networks)) for (const each of addressesOf(range)) owners.set(each, 'network');
  for (const { number, clusters } of Object.values(fleet.regions)) {
    const room = 2 ** (32 - fleet.prefixes.region);
    if (regions.has(number) || (number + 1) * room > 2 ** 16) return undefined;
    regions.add(number);
    for (const [name, given] of Object.entries(clusters)) {
      const { number: own, prefixes = {} } = typeof given === 'number' ? { number: given } : given;
      const unit = powerOfTwo(fleet.prefixes);
      const size = Math.max(unit, powerOfTwo({ ...fleet.prefixes, ...prefixes }));
      const start = own * unit;
      if (start + size > room || start % size !== 0) return undefined;
      for (let address = number * room + start; address < number * room + start + size; address++) {
        if (owners.has(address)) return undefined;
        owners.set(address, name);
      }
    }
  }
  return owners;
}

/** The least that holds all ranges and can be one itself. */
function powerOfTwo({ network = 0, pods = 0, services = 0 }: ClusterPrefixes): number {
  let size = 1;
  while (size < 2 ** (32 - network) + 2 ** (32 - pods) + 2 ** (32 - services)) size *= 2;
  return size;
}
