import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { ClusterError, line, messages, type Problem } from '../lib/errors';
import type { Fleet } from '../lib/fleet';
import { clusterPeer, type Peer } from '../lib/fleet/peers';
import type { ClusterSpec } from '../lib/plan/props';
import { accountClaims, overlappingClaims } from '../lib/plan/shared-ranges';
import type { AddressDefaults, Plan } from '../lib/spi';
import type { ClusterStack } from './cluster-stack';

/** The clusters of one app, whose problems are told together. */
export class AppClusters {
  private static readonly all = new WeakMap<object, AppClusters>();
  private readonly problems: Problem[] = [];
  private readonly claims: ReturnType<typeof accountClaims> = [];
  private readonly neighbours = new Map<Fleet, Map<string, Peer>>();
  private readonly stacks: { readonly path: string; readonly stack: ClusterStack }[] = [];
  private checked = false;

  private constructor(private readonly root: Construct) {}

  /** Those of the app that a construct is part of. */
  static of(construct: Construct): AppClusters {
    const root = construct.node.root as Construct;
    const clusters = AppClusters.all.get(root) ?? new AppClusters(root);
    AppClusters.all.set(root, clusters);
    return clusters;
  }

  /** The clusters of a fleet that are planned already, by name. */
  neighboursIn(fleet: Fleet | undefined): ReadonlyMap<string, Peer> {
    return (fleet && this.neighbours.get(fleet)) ?? new Map();
  }

  /** Keeps a cluster's problems until the app is synthesized. */
  refuse(problems: readonly Problem[]): void {
    this.checked = false;
    this.problems.push(...problems);
  }

  /** Keeps what a cluster claims for itself, to be compared with the others. */
  accept(path: string, plan: Plan, { infrastructure, fleet }: ClusterSpec, stacks: readonly ClusterStack[]): void {
    this.checked = false;
    this.claims.push(...accountClaims(path, plan, infrastructure.addresses));
    this.stacks.push(...stacks.map(stack => ({ path, stack })));
    if (fleet) this.neighbourhood(fleet).set(plan.cluster.name, peerOf(path, plan, infrastructure.addresses));
  }

  private neighbourhood(fleet: Fleet): Map<string, Peer> {
    const known = this.neighbours.get(fleet) ?? new Map<string, Peer>();
    this.neighbours.set(fleet, known);
    return known;
  }

  /**
   * Called for every stack before the app writes anything.
   * @throws ClusterError with everything that is wrong with every cluster
   */
  report(): void {
    if (this.checked) return;
    const problems = [
      ...this.toldOnce(),
      ...this.namesTakenTwice(),
      ...this.sharedStates(),
      ...overlappingClaims(this.claims),
    ];
    if (problems.length > 0) throw new ClusterError(problems);
    this.checked = true;
  }

  /** What is wrong with a fleet is a problem of each of its clusters. */
  private toldOnce(): Problem[] {
    return [...new Map(this.problems.map(problem => [line(problem), problem])).values()];
  }

  /** Of two stacks with one state, the second would destroy what the first has made. */
  private sharedStates(): Problem[] {
    const seen = new Map<string, string>();
    return this.stacks.flatMap(({ path, stack }) => {
      const place = stack.statePlace;
      const twin = seen.get(place);
      seen.set(place, stack.node.id);
      if (twin === undefined) return [];
      const { at, ...draft } = messages.sharedState(twin, stack.node.id);
      return [{ ...draft, path: `${path}/${at}` }];
    });
  }

  /** cdktf keys its output by the stack's id alone: of two with one id, the second would overwrite the first. */
  private namesTakenTwice(): Problem[] {
    const seen = new Set<string>();
    const stacks = this.root.node.findAll().filter(TerraformStack.isStack);
    return stacks.flatMap(({ node }) => {
      const twin = seen.has(node.id) && node.id !== REFUSED;
      seen.add(node.id);
      return twin ? [{ ...messages.duplicateCluster(node.id), path: node.path }] : [];
    });
  }
}

function peerOf(path: string, { cluster, addresses, capabilities }: Plan, { inNetwork }: AddressDefaults): Peer {
  const pods = capabilities['network/pods']?.[0]?.value;
  const meshed = 'network/cluster-mesh' in capabilities;
  return clusterPeer({ name: cluster.name, path }, addresses, { pods, inNetwork, meshed });
}

/** The stack that stands in for a cluster with problems, so that synthesizing the app comes to `report`. */
export const REFUSED = 'refused';
