import { clusterReview, type Comparison } from './cluster';
import { compareBy } from './data';
import { fileReviews } from './files';
import type { ProviderReview } from './knowledge';
import type { Attention, ClusterReview, Review, StackReview } from './model';
import type { Output } from './output';
import { sideOf } from './sides';
import { stackReviews } from './stacks';
import { effectsOf } from './terraform/effects';

export type { ProviderReview } from './knowledge';
export type { Review } from './model';
export { NOTHING, type Output, type OutputFile, type StackOutput } from './output';

/** Says what changes from one synthesized folder to another, with what is known of the providers whose resources are in them. */
export function review(base: Output, head: Output, providers: readonly ProviderReview[]): Review {
  const [was, is] = [sideOf(base, providers), sideOf(head, providers)];
  const changes = effectsOf(was.configuration, is.configuration, providers);
  const effects = new Map(changes.map(each => [`${each.stack}:${each.address}`, each]));
  const comparison: Comparison = { base: was, head: is, effects, providers };
  const stacks = stackReviews(comparison);
  const clusters = reviewClusters(comparison).map(each => withStacks(each, stacks));
  const files = fileReviews(base.files, head.files);
  const attention = gather(clusters, stacks);
  const changed = stacks.length > 0 || files.length > 0 || clusters.some(({ fate }) => fate !== 'same');
  const verdict = attention.length > 0 ? 'attention' : changed ? 'changed' : 'same';
  return { format: 'tenon.review/1', verdict, attention, clusters, stacks, files };
}

/** A cluster is not the same if a stack of its own is not. */
function withStacks(cluster: ClusterReview, stacks: readonly StackReview[]): ClusterReview {
  const changed = cluster.fate === 'same' && stacks.some(each => each.cluster === cluster.name);
  return changed ? { ...cluster, fate: 'changed' } : cluster;
}

function reviewClusters(comparison: Comparison): ClusterReview[] {
  const { gone, added, kept } = compareBy(
    comparison.base.output.clusters,
    comparison.head.output.clusters,
    ({ cluster }) => cluster.name,
  );
  return [
    ...gone.map(plan => clusterReview(comparison, plan, undefined)),
    ...added.map(plan => clusterReview(comparison, undefined, plan)),
    ...kept.map(({ was, is }) => clusterReview(comparison, was, is)),
  ].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function gather(clusters: readonly ClusterReview[], stacks: readonly StackReview[]): Attention[] {
  const all = [
    ...clusters.map(({ name, changes }) => ({ at: name, changes })),
    ...stacks.map(({ name, cluster, changes }) => ({ at: cluster ?? name, changes })),
  ].flatMap(({ at, changes }) => changes.flatMap(({ attention }) => (attention ? [{ at, because: attention }] : [])));
  const known = new Set<string>();
  return all.filter(({ at, because }) => !known.has(`${at} ${because}`) && known.add(`${at} ${because}`));
}
