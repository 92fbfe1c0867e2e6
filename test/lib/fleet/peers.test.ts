import * as fc from 'fast-check';
import { Fleet } from 'tenon';
import { clusterPeer, sharedWithPeers } from '../../../lib/fleet/peers';
import { addressesOf } from './random-fleets';

const range = fc
  .tuple(fc.integer({ min: 24, max: 28 }), fc.nat(2 ** 10 - 1))
  .map(([prefix, at]) => [at - (at % 2 ** (32 - prefix)), prefix] as const)
  .map(([at, prefix]) => `10.0.${at >>> 8}.${at & 255}/${prefix}`);

const cluster = fc.record({
  network: range,
  pods: range,
  services: range,
  /** Who knows the way to pods. */
  podsAre: fc.constantFrom('routable', 'routed', 'overlay'),
  meshed: fc.boolean(),
  inNetwork: fc.subarray(['pods', 'services'] as const),
});
type RandomCluster = typeof cluster extends fc.Arbitrary<infer T> ? T : never;

const names = ['a', 'b', 'c', 'd'];
const group = fc.uniqueArray(fc.constantFrom(...names, 'office'), { minLength: 2, maxLength: 4 });

const peerOf = (name: string, { podsAre: pods, inNetwork, meshed, ...ranges }: RandomCluster) =>
  clusterPeer(
    { name, path: `app/${name}` },
    { ...ranges, subnets: [], domain: 'cluster.local' },
    { pods, inNetwork, meshed },
  );

/** Every address that a cluster uses, and whether the network outside carries packets for it. */
function used({
  network,
  pods,
  services,
  podsAre,
  inNetwork,
}: RandomCluster): { name: string; routed: boolean; all: number[] }[] {
  return [
    { name: 'network', routed: true, all: addressesOf(network) },
    ...(podsAre === 'routable'
      ? []
      : [{ name: 'pods', routed: podsAre === 'routed' || inNetwork.includes('pods'), all: addressesOf(pods) }]),
    { name: 'services', routed: inNetwork.includes('services'), all: addressesOf(services) },
  ];
}

test('peers of a thousand random fleets are told of what they share, and of nothing else', () => {
  const seen = { error: 0, warning: 0, nothing: 0 };
  fc.assert(
    fc.property(
      fc.tuple(cluster, cluster, cluster, cluster),
      range,
      fc.array(group, { maxLength: 3 }),
      (all, office, peerings) => {
        const numbers = Object.fromEntries(names.map((name, number) => [name, number]));
        const fleet = new Fleet({
          supernet: '10.128.0.0/9',
          regions: { europe: { number: 0, clusters: numbers } },
          networks: { office },
          peerings,
        });
        const planned = new Map(
          all.map((each, index) => [names[index] as string, peerOf(names[index] as string, each)]),
        );
        const outside = {
          name: 'office',
          meshed: false,
          ranges: [{ name: 'network', routed: true, all: addressesOf(office) }],
        };
        for (const [index, own] of all.entries()) {
          const name = names[index] as string;
          const others = [
            ...all.map((each, other) => ({ name: names[other] as string, meshed: each.meshed, ranges: used(each) })),
            outside,
          ];
          const peered = others.filter(
            other => other.name !== name && peerings.some(some => some.includes(name) && some.includes(other.name)),
          );
          const expected = peered.flatMap(other =>
            used(own).flatMap(mine =>
              other.ranges
                .filter(theirs => mine.all.some(address => theirs.all.includes(address)))
                .map(theirs => {
                  const inMesh = own.meshed && other.meshed && mine.name === 'pods' && theirs.name === 'pods';
                  const severity = mine.routed || theirs.routed || inMesh ? 'error' : 'warning';
                  return `${severity} ${mine.name} ${other.name}`;
                }),
            ),
          );
          const said = sharedWithPeers(fleet, peerOf(name, own), planned).map(({ severity, at, because }) => {
            seen[severity as 'error'] += 1;
            return `${severity} ${at.replace('addresses/', '')} ${/of '(?:app\/)?(\w+)'/.exec(because)?.[1]}`;
          });
          if (said.length === 0) seen.nothing += 1;
          expect(said.sort()).toEqual(expected.sort());
        }
      },
    ),
    { numRuns: 1000, seed: 20261122, endOnFailure: true },
  );
  expect(Math.min(seen.error, seen.warning, seen.nothing)).toBeGreaterThan(100);
});
