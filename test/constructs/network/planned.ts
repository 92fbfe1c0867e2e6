import type { Item, ItemKind, ItemOf } from 'tenon/spi';
import { planOf, type PlanOf } from 'tenon/testing';
import { managed } from './places';

/** A cluster on EKS's like, unless said otherwise. */
export function planned(given: Partial<PlanOf>): ReturnType<typeof planOf> {
  return planOf({ infrastructure: managed, ...given });
}

/** The items of one kind, of a plan that must stand. */
export function itemsOf<K extends ItemKind>(kind: K, given: Partial<PlanOf>): readonly ItemOf<K>[] {
  const { plan, problems } = planned(given);
  if (!plan) throw new Error(`no plan: ${JSON.stringify(problems)}`);
  return (plan.items as readonly Item[]).filter((item): item is Item & ItemOf<K> => item.kind === kind);
}

/** The codes of what stands in the way. */
export function codesOf(given: Partial<PlanOf>): readonly string[] {
  return planned(given).problems.map(problem => problem.code);
}
