import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { ClusterError, messages, type Problem } from '../lib/errors';
import { accountClaims, overlappingClaims } from '../lib/plan/shared-ranges';
import type { AddressDefaults, Plan } from '../lib/spi';
import type { ClusterStack } from './cluster-stack';

/** The clusters of one app, whose problems are told together. */
export class Fleet {
  private static readonly all = new WeakMap<object, Fleet>();
  private readonly problems: Problem[] = [];
  private readonly claims: ReturnType<typeof accountClaims> = [];
  private readonly stacks: { readonly path: string; readonly stack: ClusterStack }[] = [];
  private checked = false;

  private constructor(private readonly root: Construct) {}

  /** The fleet of the app that a construct is part of. */
  static of(construct: Construct): Fleet {
    const root = construct.node.root as Construct;
    const fleet = Fleet.all.get(root) ?? new Fleet(root);
    Fleet.all.set(root, fleet);
    return fleet;
  }

  /** Keeps a cluster's problems until the app is synthesized. */
  refuse(problems: readonly Problem[]): void {
    this.checked = false;
    this.problems.push(...problems);
  }

  /** Keeps what a cluster claims for itself, to be compared with the others. */
  accept(path: string, plan: Plan, addresses: AddressDefaults, stacks: readonly ClusterStack[]): void {
    this.checked = false;
    this.claims.push(...accountClaims(path, plan, addresses));
    this.stacks.push(...stacks.map(stack => ({ path, stack })));
  }

  /**
   * Called for every stack before the app writes anything.
   * @throws ClusterError with everything that is wrong with every cluster
   */
  report(): void {
    if (this.checked) return;
    const problems = [
      ...this.problems,
      ...this.namesTakenTwice(),
      ...this.sharedStates(),
      ...overlappingClaims(this.claims),
    ];
    if (problems.length > 0) throw new ClusterError(problems);
    this.checked = true;
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

/** The stack that stands in for a cluster with problems, so that synthesizing the app comes to `report`. */
export const REFUSED = 'refused';
