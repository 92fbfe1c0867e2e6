import type { Infrastructure, ItemKind, ItemOf, Plugin } from 'tenon/spi';
import { planOf, type PlanOf } from 'tenon/testing';

/** Plans a cluster with some storage. */
export function planned(infrastructure: Infrastructure, ...storage: Plugin<'storage'>[]) {
  return plannedAs({ infrastructure, storage, tags: { team: 'data' } });
}

/** Plans a cluster, for tests that care for more of it than its storage. */
export function plannedAs(spec: PlanOf) {
  const { plan, problems, warnings } = planOf(spec);
  const all = <K extends ItemKind>(kind: K): ItemOf<K>[] =>
    (plan?.items ?? []).filter((item): item is ItemOf<K> & typeof item => item.kind === kind);
  return {
    problems,
    warnings,
    plan,
    items: all,
    item: <K extends ItemKind>(kind: K, id: string) => all(kind).find(item => item.id === id),
    object: (id: string) => all('object').find(item => item.id === id)?.spec,
    refs: () => (plan?.items ?? []).map(item => `${item.kind}/${item.id}`),
  };
}
