import * as fc from 'fast-check';
import { Fleet, type FleetProps, type FleetRegion } from 'tenon';
import { addressesOf, bruteForce, randomFleets, SUPERNET, type RandomFleet } from './random-fleets';

const RUNS = { numRuns: 1000, seed: 20261122, endOnFailure: true };
const sound = randomFleets.filter(props => bruteForce(props) !== undefined);

describe('a thousand random fleets', () => {
  test('are refused where looking at each address finds one that two want, and no others', () => {
    const seen = { sound: 0, refused: 0 };
    fc.assert(
      fc.property(randomFleets, props => {
        const expected = bruteForce(props) !== undefined;
        seen[expected ? 'sound' : 'refused'] += 1;
        expect(new Fleet(props).problems.length === 0).toBe(expected);
      }),
      RUNS,
    );
    expect(seen.sound).toBeGreaterThan(300);
    expect(seen.refused).toBeGreaterThan(300);
  });

  test('give each cluster addresses that nobody else has, inside of its numbers, its region and the supernet', () => {
    let clusters = 0;
    fc.assert(
      fc.property(sound, props => {
        const fleet = new Fleet(props);
        const owners = bruteForce(props);
        const given = new Set<number>();
        for (const [region, { clusters: names }] of Object.entries(props.regions)) {
          const inRegion = addressesOf(fleet.summary(region));
          const isInside = (each: number) => each >= (inRegion[0] as number) && each <= (inRegion.at(-1) as number);
          for (const name of Object.keys(names)) {
            const own = Object.values(fleet.addresses(name)).flatMap(addressesOf);
            expect(own.filter(each => given.has(each) || owners?.get(each) !== name || !isInside(each))).toEqual([]);
            for (const each of own) given.add(each);
            clusters += 1;
          }
        }
        expect([...given].filter(each => each < 0 || each >= 2 ** 16)).toEqual([]);
      }),
      RUNS,
    );
    expect(clusters).toBeGreaterThan(2000);
  });

  test('keep every address while clusters and regions come and go in any order', () => {
    let steps = 0;
    fc.assert(
      fc.property(sound, fc.infiniteStream(fc.nat()), (props, choices) => {
        const whole = new Fleet(props);
        let present: string[] = [];
        for (let step = 0; step < 12; step++) {
          present = toggled(present, pick([...whole.clusters.keys()], choices.next().value));
          const fleet = new Fleet(only(props, present));
          expect(fleet.problems).toEqual([]);
          expect([...fleet.clusters.keys()].sort()).toEqual([...present].sort());
          for (const name of present) expect(fleet.addresses(name)).toEqual(whole.addresses(name));
          steps += 1;
        }
      }),
      RUNS,
    );
    expect(steps).toBe(12_000);
  });

  test('keep every address while the supernet grows from where it starts, and when only order changes', () => {
    fc.assert(
      fc.property(sound, fc.integer({ min: 8, max: 16 }), (props, prefix) => {
        const before = Object.fromEntries(new Fleet(props).clusters);
        const grown = { ...props, supernet: SUPERNET.replace('/16', `/${prefix}`) };
        expect(Object.fromEntries(new Fleet(grown).clusters)).toEqual(before);
        const names = Object.values(props.regions).flatMap(({ clusters }) => Object.keys(clusters));
        expect(Object.fromEntries(new Fleet(only(props, names.reverse())).clusters)).toEqual(before);
      }),
      RUNS,
    );
  });

  test('are sound once each does as it is told, if there is room for it', () => {
    const seen = { mended: 0, full: 0 };
    fc.assert(
      fc.property(randomFleets, props => {
        let mended: FleetProps = props;
        // Clusters of a region without a range are told of once it has one.
        for (let round = 0; round < 2 && new Fleet(mended).problems.every(isRepairable); round++)
          mended = repaired(mended);
        const { problems } = new Fleet(mended);
        if (new Fleet(props).problems.length > 0) seen[problems.length === 0 ? 'mended' : 'full'] += 1;
        expect(problems.filter(isRepairable).length === problems.length).toBe(problems.length === 0);
      }),
      RUNS,
    );
    expect(seen.mended).toBeGreaterThan(100);
    expect(seen.full).toBeGreaterThan(10);
  });
});

test('a fleet of 32,000 clusters takes no more time for each than one of 2,000', () => {
  const time = (count: number) => {
    const props = large(count);
    const times = [1, 2, 3, 4, 5].map(() => {
      const start = performance.now();
      expect(new Fleet(props).clusters.size).toBe(count);
      return performance.now() - start;
    });
    return Math.min(...times) / count;
  };
  // What grows with the square would take sixteen times as long for each.
  expect(time(32_000) / time(2000)).toBeLessThan(4);
});

function large(count: number): FleetProps {
  const region = (number: number): FleetRegion => ({
    number,
    clusters: Object.fromEntries(
      Array.from({ length: count / 16 }, (_, index) => [`cluster-${number}-${index}`, index]),
    ),
  });
  const regions = Array.from({ length: 16 }, (_, number) => [`region-${number}`, region(number)]);
  return {
    supernet: '10.0.0.0/8',
    prefixes: { region: 12, network: 26, pods: 25, services: 28 },
    regions: Object.fromEntries(regions) as { [name: string]: FleetRegion },
    peerings: [['cluster-0-0', 'cluster-1-0']],
  };
}

function pick<T>(all: readonly T[], choice: number): T | undefined {
  return all[choice % Math.max(1, all.length)];
}

function toggled(names: string[], name: string | undefined): string[] {
  if (name === undefined) return names;
  return names.includes(name) ? names.filter(each => each !== name) : [name, ...names];
}

/** The fleet with some of its clusters, in their order, and the regions that they are in. */
function only(props: RandomFleet, names: readonly string[]): RandomFleet {
  const regions: { [region: string]: { number: number; clusters: { [cluster: string]: number } } } = {};
  for (const name of names) {
    const [key, { number, clusters }] = Object.entries(props.regions).find(([, region]) => name in region.clusters) as [
      string,
      FleetRegion,
    ];
    (regions[key] ??= { number, clusters: {} }).clusters[name] = clusters[name] as number;
  }
  return { ...props, regions };
}

function isRepairable({ fix }: { fix: string }): boolean {
  return fix.endsWith('which is free');
}

/** The fleet with the number that each problem names. */
function repaired(props: FleetProps): FleetProps {
  const regions = structuredClone(props.regions) as {
    [name: string]: { number: number; clusters: { [name: string]: unknown } };
  };
  for (const { path, fix } of new Fleet(props).problems) {
    const [, , region = '', , cluster] = path.split('/');
    const number = Number(/give it (\d+)/.exec(fix)?.[1]);
    const home = regions[region] as (typeof regions)[string];
    if (cluster === undefined) home.number = number;
    else {
      const given = home.clusters[cluster];
      home.clusters[cluster] = typeof given === 'object' ? { ...given, number } : number;
    }
  }
  return { ...props, regions: regions as FleetProps['regions'] };
}
