import { createHash } from 'node:crypto';
import { STAGES } from '../../lib/plan/stacks';
import type { Item, ItemOf, Stage } from '../../lib/spi';

/** What is applied at once: a release, or the objects of one plugin that do not wait for each other. */
export type Step = ReleaseStep | ObjectsStep;

interface StepHead {
  /** Unique among the steps of a cluster, and stable: Terraform addresses, release and file names come from it. */
  readonly id: string;
  readonly stage: Stage;
  /** Ids of steps that come first. */
  readonly after: readonly string[];
}

/** A Helm release. */
export interface ReleaseStep extends StepHead {
  readonly release: ItemOf<'helm-release'>;
}

/** Kubernetes objects. */
export interface ObjectsStep extends StepHead {
  /** The plugin that contributed them. */
  readonly by: string;
  readonly objects: readonly ItemOf<'object'>[];
}

/** An item with how many of its own stage it has to wait for, one after the other. */
interface Placed<I extends Item = Item> {
  readonly item: I;
  readonly depth: number;
}

/**
 * Releases and objects as steps, in the order in which they are applied. Objects of one plugin and stage share a step; one that comes
 * `after` something gets a later step, so that no step waits for itself. A plugin's steps are numbered by themselves, which keeps
 * their ids when another plugin's change.
 *
 * @param items in the plan's order: each after those that it waits for
 */
export function applyOrder(items: readonly Item[]): readonly Step[] {
  const members = groupBy(withNames(place(items)), ({ name }) => name);
  const names = new Map([...members].flatMap(([name, all]) => all.map(({ item }) => [refOf(item), name] as const)));
  return [...members]
    .map(([id, all]) => ({ id, all, stage: STAGES.indexOf(all[0]?.item.stage as Stage), depth: all[0]?.depth ?? 0 }))
    .sort((a, b) => a.stage - b.stage || a.depth - b.depth || (a.id < b.id ? -1 : 1))
    .map(({ id, all }) =>
      step(
        id,
        all.map(({ item }) => item),
        names,
      ),
    );
}

function step(id: string, items: readonly Item[], names: ReadonlyMap<string, string>): Step {
  const [first] = items as [Item];
  const before = items.flatMap(item => item.after ?? []).flatMap(ref => names.get(ref) ?? []);
  const head = { id, stage: first.stage, after: [...new Set(before)].sort() };
  if (first.kind === 'helm-release') return { ...head, release: first };
  return { ...head, by: first.by, objects: items.filter(item => item.kind === 'object') };
}

function place(items: readonly Item[]): Placed[] {
  const placed = new Map<string, Placed>();
  for (const item of items) {
    const here = (item.after ?? [])
      .flatMap(ref => placed.get(ref) ?? [])
      .filter(each => each.item.stage === item.stage);
    placed.set(refOf(item), { item, depth: Math.max(0, ...here.map(({ depth }) => depth + 1)) });
  }
  return [...placed.values()];
}

/** Each release and object with the id of its step. */
function withNames(placed: readonly Placed[]): (Placed & { readonly name: string })[] {
  const releases = placed.filter(({ item }) => item.kind === 'helm-release');
  const taken = new Set(releases.map(({ item }) => stableName(item.id)));
  const objects = placed.filter(({ item }) => item.kind === 'object');
  const groups = groupBy(objects, ({ item }) => `${item.by.replaceAll('/', '-')}-${item.stage}`);
  return [
    ...releases.map(each => ({ ...each, name: stableName(each.item.id) })),
    ...[...groups].flatMap(([group, members]) => numbered(group, members, taken)),
  ];
}

function numbered(group: string, members: readonly Placed[], taken: ReadonlySet<string>) {
  const depths = [...new Set(members.map(({ depth }) => depth))].sort((a, b) => a - b);
  return members.map(each => {
    const round = depths.indexOf(each.depth) + 1;
    const text = round === 1 ? `${group}-objects` : `${group}-objects-${round}`;
    return { ...each, name: stableName(taken.has(text) ? `${text}-own` : text) };
  });
}

/** The longest name that Helm gives a release. */
const NAME_MAX = 53;

/** A name that Helm, Terraform and every file system take; where that loses something, a digest keeps it apart from others. */
function stableName(text: string): string {
  const plain = text.replace(/[^a-z0-9-]+/g, '-');
  if (plain === text && text.length <= NAME_MAX) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 6);
  return `${plain.slice(0, NAME_MAX - digest.length - 1)}-${digest}`;
}

function groupBy<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}

const refOf = (item: Item) => `${item.kind}/${item.id}`;
