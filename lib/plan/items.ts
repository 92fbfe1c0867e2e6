import { isDeepStrictEqual } from 'node:util';
import { messages, type Draft } from '../errors';
import type { Bootstrap, Consumer, Decisions, Delivery, Infrastructure, Item, PlannedItem, Refusal } from '../spi';
import type { Seat } from './seats';
import { isStage } from './stacks';
import { markersIn } from './terraform-values';

/** What takes `offer` items: the cluster's own contract file. */
export const CONTRACT_FILE = 'contract';

/** How an item is referred to: `helm-release/<id>`. */
export const refOf = (item: Item) => `${item.kind}/${item.id}`;

/** An item and the socket of the plugin that contributed it. */
interface Contribution {
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
      const twin = byRef.get(refOf(item));
      if (wrong) problems.push(messages.itemShape(seat.at, seat.name, refOf(item), wrong));
      else if (!twin) byRef.set(refOf(item), { item, at: seat.at });
      else if (!agree(twin.item, item))
        problems.push(messages.itemConflict(seat.at, refOf(item), twin.item.by, item.by));
    }
  }
  const items = [...byRef.values()];
  for (const { item, at } of items) {
    const unknown = (item.after ?? []).filter(ref => !byRef.has(ref));
    if (unknown.length > 0)
      problems.push(
        messages.itemShape(at, item.by, refOf(item), `which comes after ${unknown.join(', ')}, and there is none`),
      );
  }
  return { items, problems };
}

function contributed(seat: Seat, decisions: Decisions, problems: Draft[]): readonly Item[] {
  if (seat.as === 'native') return seat.items;
  try {
    return JSON.parse(JSON.stringify(seat.plugin.contribute(decisions))) as Item[];
  } catch (error) {
    problems.push(messages.threw(seat.at, seat.name, 'contributing its items', error));
    return [];
  }
}

function malformed(item: Item): string | undefined {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(item.id))
    return 'whose id is not up to 63 lower-case letters, digits and hyphens';
  if (!isStage(item.stage)) return `whose stage is '${String(item.stage)}'`;
  if (!item.because) return 'which does not say why it is there';
  if (item.spec === null || typeof item.spec !== 'object') return 'which has no spec';
  return undefined;
}

function agree(one: Item, other: Item): boolean {
  const bare = ({ by: _by, because: _because, ...rest }: Item) => rest;
  return isDeepStrictEqual(bare(one), bare(other));
}

/** Gives each item to the first consumer that takes it. */
export function claim(
  contributions: readonly Contribution[],
  consumers: { infrastructure: Infrastructure; bootstrap?: Bootstrap; deliveries: readonly Delivery[] },
): { items: PlannedItem[]; problems: Draft[] } {
  const problems: Draft[] = [];
  const items: PlannedItem[] = [];
  for (const { item, at } of contributions) {
    const unknown = unknownFacts(item, contributions, consumers.infrastructure);
    if (unknown.length > 0)
      problems.push(
        messages.itemShape(
          at,
          item.by,
          refOf(item),
          `which asks for facts that '${consumers.infrastructure.name}' does not give: ${unknown.join(', ')}`,
        ),
      );
    const answer = taker(item, consumers);
    if (typeof answer === 'string') items.push({ ...item, consumer: answer });
    else problems.push(messages.unclaimed(at, item.by, refOf(item), answer));
  }
  return { items, problems };
}

function taker(item: Item, { infrastructure, bootstrap, deliveries }: Parameters<typeof claim>[1]): string | Refusal[] {
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

function unknownFacts(item: Item, all: readonly Contribution[], infrastructure: Infrastructure): string[] {
  const known = new Set([
    ...infrastructure.facts,
    ...all.filter(({ item }) => item.kind === 'identity').map(({ item }) => `identity/annotations/${item.id}`),
    ...all.filter(({ item }) => item.kind === 'file-system').map(({ item }) => `file-system/id/${item.id}`),
  ]);
  return markersIn(item.spec, '$fact').filter(fact => !known.has(fact));
}
