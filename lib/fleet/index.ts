import { ClusterError, closestTo, messages, type Draft, type Problem } from '../errors';
import { terraformValuePaths } from '../plan/terraform-values';
import { shapeFindings } from '../shape';
import type { Cidr } from '../spi';
import { allot, type ClusterRanges } from './allot';
import { fleetMessages } from './messages';
import { checkNames } from './names';
import { fleetProps, type FleetProps } from './props';

/**
 * The addresses of many clusters: out of one range, apart from each other, and the same for as long as a cluster keeps its number.
 *
 * A cluster of the fleet takes its ranges by its name: `new Cluster(app, 'shop', { fleet, … })`. What is wrong with the fleet is kept in
 * `problems`, and told with the problems of its clusters.
 *
 * @example new Fleet({ supernet: '10.0.0.0/8', regions: { europe: { number: 0, clusters: { shop: 0, search: 1 } } } })
 */
export class Fleet {
  /** What is wrong with it; empty if its clusters can be built. */
  readonly problems: readonly Problem[];
  /** Each region's range by its name. */
  readonly regions: ReadonlyMap<string, Cidr>;
  /** Each cluster's ranges by its name. */
  readonly clusters: ReadonlyMap<string, ClusterRanges>;
  /** Ranges of networks that exist besides its clusters', by name. */
  readonly networks: ReadonlyMap<string, Cidr>;
  private readonly peerings: ReadonlyMap<string, readonly (readonly string[])[]>;
  private readonly own: FleetProps['regions'];

  constructor(props: FleetProps) {
    const wrong = checkShape(props);
    const sound = wrong.length > 0 ? NOTHING : props;
    const { regions, clusters, problems } = allot(sound);
    this.problems = [...wrong, ...problems, ...checkNames(sound)].map(placed);
    this.regions = regions;
    this.clusters = clusters;
    this.networks = new Map(Object.entries(sound.networks ?? {}));
    this.peerings = groupsByName(sound.peerings ?? []);
    this.own = sound.regions;
  }

  /** A cluster's ranges. @throws ClusterError if the fleet has problems, or no such cluster */
  addresses(cluster: string): ClusterRanges {
    return this.sound(this.clusters.get(cluster), () =>
      fleetMessages.unknownCluster('', cluster, closestTo(cluster, [...this.clusters.keys()])),
    );
  }

  /**
   * A region's range, which holds those of all its clusters: the one route that others need to it.
   *
   * @throws ClusterError if the fleet has problems, or no such region
   */
  summary(region: string): Cidr {
    return this.sound(this.regions.get(region), () =>
      fleetMessages.unknownRegion('', region, closestTo(region, [...this.regions.keys()])),
    );
  }

  /** The clusters and networks that a cluster's network is connected with, sorted. */
  peersOf(cluster: string): readonly string[] {
    const names = new Set(this.peerings.get(cluster)?.flat());
    names.delete(cluster);
    return [...names].sort();
  }

  /** Where it is said how large a cluster's ranges are. @internal */
  prefixesOf(cluster: string): string {
    const region = Object.entries(this.own).find(([, { clusters }]) => typeof clusters[cluster] === 'object');
    return region ? `${ROOT}/regions/${region[0]}/clusters/${cluster}/prefixes` : `${ROOT}/prefixes`;
  }

  private sound<T>(found: T | undefined, unknown: () => Draft): T {
    if (this.problems.length > 0) throw new ClusterError(this.problems);
    if (found === undefined) throw new ClusterError([placed(unknown())]);
    return found;
  }
}

/** Stands in for props of another shape. */
const NOTHING: FleetProps = { supernet: '0.0.0.0/0', regions: {} };

function checkShape(props: FleetProps): Draft[] {
  const values = terraformValuePaths(props).map(messages.terraformValue);
  if (values.length > 0) return values;
  return shapeFindings(fleetProps, props, ROOT).map(({ at = '', ...rest }) => ({
    code: 'PROPS',
    ...rest,
    at: below(at),
  }));
}

/** Where problems of a fleet are told of. */
const ROOT = 'fleet';
const below = (path: string) => path.slice(ROOT.length + 1);

function groupsByName(peerings: readonly (readonly string[])[]): ReadonlyMap<string, (readonly string[])[]> {
  const groups = new Map<string, (readonly string[])[]>();
  for (const group of peerings) {
    for (const name of new Set(group)) {
      const known = groups.get(name);
      if (known) known.push(group);
      else groups.set(name, [group]);
    }
  }
  return groups;
}

const placed = ({ at, ...draft }: Draft): Problem => ({ ...draft, path: at ? `${ROOT}/${at}` : ROOT });
