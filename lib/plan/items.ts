import { isDeepStrictEqual } from 'node:util';
import { messages, type Draft } from '../errors';
import type {
  Bootstrap,
  Consumer,
  Decisions,
  Delivery,
  Infrastructure,
  Item,
  ItemKind,
  PlannedItem,
  Pool,
  Refusal,
} from '../spi';
import { ask } from './ask';
import { malformed, poolsNamed } from './item-shape';
import type { Seat } from './seats';
import { markersIn } from './terraform-values';

/** What takes `offer` items: the cluster's own contract file. */
export const CONTRACT_FILE = 'contract';

/** How an item is referred to: `helm-release/<id>`. */
export const refOf = (item: Item) => `${item.kind}/${item.id}`;

/** An item and the socket of the plugin that contributed it. */
export interface Contribution {
  readonly item: Item;
  readonly at: string;
}

/** Every plugin's items, well formed, each there once. */
export function collect(seats: readonly Seat[], decisions: Decisions): { items: Contribution[]; problems: Draft[] } {
  const problems: Draft[] = [];
  const byRef = new Map<string, Contribution>();
  for (const seat of seats) {
    for (const item of contributed(seat, decisions, problems)) {
      const wrong = malformed(item);
      const twin = wrong ? undefined : byRef.get(refOf(item));
      if (wrong) problems.push(messages.itemShape(seat.at, seat.name, item ? refOf(item) : 'null', wrong));
      else if (!twin) byRef.set(refOf(item), { item, at: seat.at });
      else if (!agree(twin.item, item))
        problems.push(messages.itemConflict(seat.at, refOf(item), twin.item.by, item.by));
    }
  }
  const items = [...byRef.values()];
  const found = [...items.flatMap(each => dangling(each, byRef, decisions)), ...contradictions(items)];
  return { items, problems: [...problems, ...found] };
}

/** Items for the kubelets of the same machines that set one field to different values. */
function contradictions(all: readonly Contribution[]): Draft[] {
  const set = new Map<string, { item: Item; value: unknown }>();
  return all.flatMap(({ item, at }) => {
    if (item.kind !== 'kubelet') return [];
    return Object.entries(item.spec).flatMap(([field, value]) => {
      const key = JSON.stringify([item.on ?? null, field]);
      const other = set.get(key) ?? { item, value };
      set.set(key, other);
      if (isDeepStrictEqual(other.value, value)) return [];
      return [messages.itemConflict(at, `kubelet field '${field}'`, other.item.by, item.by)];
    });
  });
}

/** What an item names and is not there. */
function dangling({ item, at }: Contribution, known: ReadonlyMap<string, Contribution>, { pools }: Decisions): Draft[] {
  const names = pools.map(pool => pool.name);
  const absent = (item.after ?? []).filter(ref => !known.has(ref));
  const strangers = poolsNamed(item).filter(pool => !names.includes(pool));
  return [
    ...absent.map(ref => messages.itemShape(at, item.by, refOf(item), `which comes after ${ref}, and there is none`)),
    ...strangers.map(pool => messages.unknownPool(at, item.by, refOf(item), pool, names)),
  ];
}

function contributed(seat: Seat, decisions: Decisions, problems: Draft[]): readonly Item[] {
  if (seat.as === 'native') return seat.items;
  const asked = ask(seat, 'contributing its items', () => seat.plugin.contribute(decisions));
  if ('problem' in asked) problems.push(asked.problem);
  else if (Array.isArray(asked.answer)) return JSON.parse(JSON.stringify(asked.answer)) as Item[];
  else problems.push(messages.itemShape(seat.at, seat.name, String(asked.answer), 'which is no list of items'));
  return [];
}

function agree(one: Item, other: Item): boolean {
  const bare = ({ by: _by, because: _because, ...rest }: Item) => rest;
  return isDeepStrictEqual(bare(one), bare(other));
}

/** Who may take items. */
export interface Consumers {
  readonly infrastructure: Infrastructure;
  readonly bootstrap?: Bootstrap;
  readonly deliveries: readonly Delivery[];
  readonly pools: readonly Pool[];
}

/** Gives each item to the first consumer that takes it. */
export function claim(all: readonly Contribution[], consumers: Consumers): { items: PlannedItem[]; problems: Draft[] } {
  const problems: Draft[] = [];
  const items: PlannedItem[] = [];
  const { infrastructure, pools } = consumers;
  const facts = knownFacts(all, infrastructure);
  for (const { item, at } of all) {
    const unknown = markersIn(item.spec, '$fact').filter(fact => !facts.has(fact));
    if (unknown.length > 0) {
      const wrong = `which asks for facts that '${infrastructure.name}' does not give: ${unknown.join(', ')}`;
      problems.push(messages.itemShape(at, item.by, refOf(item), wrong));
    }
    const asked = ask({ name: item.by, at }, `having ${refOf(item)} taken`, () => taker(item, consumers));
    const answer = 'answer' in asked ? asked.answer : [];
    if ('problem' in asked) problems.push(asked.problem);
    else if (typeof answer === 'string') items.push({ ...item, consumer: answer });
    else problems.push(messages.unclaimed(at, item.by, refOf(item), answer));
    if (typeof answer === 'string') problems.push(...notAccepted({ item, at }, pools));
  }
  return { items, problems };
}

/** Node items that the machines they are for do not take. */
function notAccepted({ item, at }: Contribution, pools: readonly Pool[]): Draft[] {
  if (!NODE_ITEMS.includes(item.kind) || (item.on && 'role' in item.on && item.on.role === 'control-plane')) return [];
  const targets = pools.filter(({ name }) => !item.on || 'role' in item.on || item.on.pool === name);
  return targets
    .filter(({ answer }) => !answer.accepts.includes(item.kind))
    .map(({ name, answer }) => messages.notAccepted(at, item.by, refOf(item), name, answer.image));
}

const NODE_ITEMS: readonly ItemKind[] = ['kubelet', 'node-file', 'node-package', 'node-command'];

function taker(item: Item, { infrastructure, bootstrap, deliveries }: Consumers): string | Refusal[] {
  if (item.kind === 'offer') return CONTRACT_FILE;
  const refusals: Refusal[] = [];
  const candidates: (Consumer & { name: string; reach?: Delivery['reach'] })[] = [
    infrastructure,
    ...(bootstrap ? [bootstrap] : []),
    ...deliveries,
  ];
  for (const candidate of candidates) {
    const early = candidate.reach === 'inside' && (item.stage === 'control-plane' || item.stage === 'network');
    const answer = candidate.consumes(item);
    if (answer === true && !early) return candidate.name;
    if (answer === true) refusals.push(messages.insideTooEarly(candidate.name));
    else if (answer) refusals.push(answer);
  }
  return refusals;
}

/** What the infrastructure gives, of itself and of identities and file systems. */
function knownFacts(all: readonly Contribution[], infrastructure: Infrastructure): ReadonlySet<string> {
  const of = ({ kind, id }: Item) => {
    if (kind === 'identity') return [`identity/annotations/${id}`];
    return kind === 'file-system' ? [`file-system/id/${id}`] : [];
  };
  return new Set([...infrastructure.facts, ...all.flatMap(({ item }) => of(item))]);
}
