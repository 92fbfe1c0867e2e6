import type { Plan } from '../spi';
import type { Effects } from './causes';
import { decisionChanges } from './decisions';
import { grantChanges } from './grants';
import { itemChanges, offerChanges } from './items';
import type { ProviderReview } from './knowledge';
import { guardChanges, lossChanges } from './losses';
import type { Change, ClusterReview, ClusterSketch, Fate } from './model';
import { poolChanges, sizeOf } from './pools';
import { openingsOf, reachChanges } from './reach';
import { cloudOf, stacksOf, type Side } from './sides';

/** Two sides and what Terraform will do between them. */
export interface Comparison {
  readonly base: Side;
  readonly head: Side;
  readonly effects: Effects;
  readonly providers: readonly ProviderReview[];
}

/** What changes of one cluster that is on one side at least. */
export function clusterReview(comparison: Comparison, base: Plan | undefined, head: Plan | undefined): ClusterReview {
  const changes = base && head ? kept(comparison, base, head) : head ? added(comparison, head) : removed(base as Plan);
  const fate: Fate = base && head ? (changes.length > 0 ? 'changed' : 'same') : head ? 'added' : 'removed';
  const { name } = ((head ?? base) as Plan).cluster;
  return { name, fate, ...(base && { base: sketch(base) }), ...(head && { head: sketch(head) }), changes };
}

function sketch(plan: Plan): ClusterSketch {
  const infrastructure = plan.plugins.find(({ socket }) => socket === 'infrastructure')?.name ?? 'nothing';
  const others = plan.plugins.filter(({ socket }) => socket !== 'infrastructure');
  return {
    kubernetes: plan.cluster.kubernetes,
    infrastructure,
    zones: plan.zones,
    stacks: plan.stacks.map(({ name }) => name),
    plugins: others.map(({ socket, name, label }) => `${socket} ${name}${label === undefined ? '' : ` '${label}'`}`),
    pools: plan.pools.map(({ name, answer, min, max }) => ({ name, machine: answer.type, min, max })),
  };
}

function removed({ cluster: { name } }: Plan): Change[] {
  const attention = `cluster ${name} goes, with all that runs in it`;
  return [{ topic: 'cluster', happens: 'removed', subject: name, attention }];
}

function added({ head }: Comparison, plan: Plan): Change[] {
  const { name } = plan.cluster;
  const nothing: Plan = {
    ...plan,
    plugins: plan.plugins,
    pools: [],
    items: [],
    acknowledged: [],
    warnings: [],
  };
  const stacks = stacksOf(plan);
  const openings = openingsOf(plan, head.reach(stacks));
  return [
    { topic: 'cluster', happens: 'added', subject: name },
    ...plan.pools.map((pool): Change => ({ topic: 'pool', happens: 'added', subject: pool.name, to: sizeOf(pool) })),
    // What is between a cluster's own parts is its own.
    ...reachChanges([], openings.filter(isFromOutside), true),
    ...grantChanges([], head.grants(stacks), true),
    ...decisionChanges(nothing, plan),
    ...itemChanges(nothing, plan, true),
    ...offerChanges(nothing, plan),
  ];
}

function isFromOutside({ from, outside }: { from: string; outside?: true }): boolean {
  return outside === true || from === 'internet' || from === 'operator';
}

function kept(comparison: Comparison, was: Plan, is: Plan): Change[] {
  const { base, head, effects, providers } = comparison;
  const stacks = stacksOf(was, is);
  const renewal = renewalOf(comparison, was, is, stacks);
  const renewed = renewal.length > 0;
  const pools = poolChanges({
    base: was,
    head: is,
    effects,
    renewed,
    maker: (plan, pool) => cloudOf(plan, providers)?.pool?.(plan, pool),
    argumentsOf: (stack, address) => head.configuration.resources.get(`${stack}:${address}`)?.arguments,
  });
  return [
    ...renewal,
    ...pools,
    ...reachChanges(openingsOf(was, base.reach(stacks)), openingsOf(is, head.reach(stacks)), renewed),
    ...grantChanges(base.grants(stacks), head.grants(stacks), renewed),
    ...decisionChanges(was, is),
    ...itemChanges(
      was,
      is,
      [was, is].every(plan => cloudOf(plan, providers)?.grants !== undefined),
    ),
    ...offerChanges(was, is),
    ...guardChanges(base.configuration, head.configuration, stacks, providers),
    ...lossChanges(effects, stacks, toldElsewhere(comparison, was, is)),
  ];
}

/** Whether the cluster itself is another one afterwards. */
function renewalOf({ effects, providers }: Comparison, was: Plan, is: Plan, stacks: ReadonlySet<string>): Change[] {
  const types = providers.flatMap(({ cluster }) => cluster ?? []);
  const going = [...effects.values()].find(
    ({ stack, type, action }) =>
      stacks.has(stack) && types.includes(type) && (action === 'replace' || action === 'destroy'),
  );
  if (!going) return [];
  const { name } = is.cluster;
  const attention = `cluster ${name} is made anew, and all that runs in it is lost`;
  const [from, to] = [was, is].map(plan => sketch(plan).infrastructure) as [string, string];
  return [{ topic: 'cluster', happens: 'replaced', subject: name, ...(from !== to && { from, to }), attention }];
}

/** Resources of pools, which pools tell of. */
function toldElsewhere({ providers }: Comparison, ...plans: readonly Plan[]): ReadonlySet<string> {
  const told = plans.flatMap(plan =>
    plan.pools.flatMap(pool => {
      const maker = cloudOf(plan, providers)?.pool?.(plan, pool);
      if (!maker || !('resource' in maker.made) || maker.within !== undefined) return [];
      const { stage, resource } = maker.made;
      const stack = plan.stacks.find(({ stages }) => stages.includes(stage))?.name;
      return [`${stack}:${resource}`];
    }),
  );
  return new Set(told);
}
