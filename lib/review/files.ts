import { canonical, compareBy } from './data';
import type { FileReview } from './model';
import type { OutputFile } from './output';

/** Files that say something else, whatever their style. */
export function fileReviews(base: readonly OutputFile[], head: readonly OutputFile[]): FileReview[] {
  const { gone, added, kept } = compareBy(base, head, ({ path }) => path);
  const changed = kept.filter(({ was, is }) => canonical([...was.documents]) !== canonical([...is.documents]));
  return [
    ...gone.map(({ path }): FileReview => ({ path, fate: 'removed' })),
    ...added.map(({ path }): FileReview => ({ path, fate: 'added' })),
    ...changed.map(({ name }): FileReview => ({ path: name, fate: 'changed' })),
  ].sort((one, other) => (one.path < other.path ? -1 : 1));
}
