import * as v from '../schema';
import type { Cidr } from '../spi';

/**
 * The address plan of many clusters. A cluster's ranges follow from the numbers of its region and its own, and from nothing else: to add
 * or remove a cluster moves no other.
 */
export interface FleetProps {
  /** The range that all others come out of. It may grow, as long as it starts where it did. */
  readonly supernet: Cidr;
  /** Regions by name, such as `eu-central-1`. Each has one range, and so one route, for all of its clusters. */
  readonly regions: { readonly [region: string]: FleetRegion };
  /** How large ranges are; a change moves every cluster. @default { region: 12, network: 18, pods: 17, services: 20 } */
  readonly prefixes?: FleetPrefixes;
  /** Networks that exist already, by name, such as an office's: no cluster gets addresses of theirs. @default {} */
  readonly networks?: { readonly [name: string]: Cidr };
  /**
   * Groups of clusters, and of `networks`, that are connected each with each. Nothing is connected by this; what could never talk to each
   * other is refused. @default []
   */
  readonly peerings?: readonly (readonly string[])[];
}

/** A part of the supernet. */
export interface FleetRegion {
  /** Which part, counted from 0. No other region has it, and it is kept for good. */
  readonly number: number;
  /** Which part of the region each cluster has, counted from 0. A removed cluster's is free again. */
  readonly clusters: { readonly [cluster: string]: number | FleetCluster };
}

/** A cluster that is larger or smaller than others. */
export interface FleetCluster {
  /** Its first number: one that is larger has the numbers after it as well, and a multiple of as many. */
  readonly number: number;
  /** @default - those of the fleet */
  readonly prefixes?: ClusterPrefixes;
}

/** Prefix lengths of one cluster's ranges, 8 to 28. */
export interface ClusterPrefixes {
  /** The nodes' network. @default 18 */
  readonly network?: number;
  /** Pods. Idle where pods have addresses of the nodes' network. @default 17 */
  readonly pods?: number;
  /** Services' virtual addresses. @default 20 */
  readonly services?: number;
}

/** Prefix lengths of a fleet's ranges. */
export interface FleetPrefixes extends ClusterPrefixes {
  /** A region's range. @default 12 */
  readonly region?: number;
}

/** What prefix lengths are unless said otherwise: 16 regions of 16 clusters in a /8. */
export const DEFAULT_PREFIXES = { region: 12, network: 18, pods: 17, services: 20 } as const;

const number = v.pipe(v.number(), v.integer(), v.minValue(0, 'a number from 0 on'));
const prefix = (least: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(28)));
const text = v.pipe(v.string(), v.minLength(1));
const ofCluster = { network: prefix(8), pods: prefix(8), services: prefix(8) };
const cluster = v.strictObject({ number, prefixes: v.optional(v.strictObject(ofCluster)) });
const clusters = byName(
  v.record(text, v.union([number, cluster])),
  "numbers by clusters' names, such as { a: 0, b: 1 }",
);
const region = byName(
  v.strictObject({ number, clusters }),
  'an object such as { number: 0, clusters: { a: 0, b: 1 } }',
);

/** A list is an object too, and its numbers are nobody's names. */
function byName<S extends v.GenericSchema>(schema: S, words: string) {
  const list = v.custom<never>(() => false, words);
  return v.lazy(given => (Array.isArray(given) ? list : schema));
}

/** The shape of `FleetProps`, for callers without types. @internal */
export const fleetProps = v.strictObject({
  supernet: text,
  regions: byName(v.record(text, region), 'regions by name, each such as { number: 0, clusters: { a: 0, b: 1 } }'),
  prefixes: v.optional(v.strictObject({ region: prefix(1), ...ofCluster })),
  networks: v.optional(v.record(text, text)),
  peerings: v.optional(v.array(v.pipe(v.array(text), v.minLength(2, 'groups of two names or more')))),
});
