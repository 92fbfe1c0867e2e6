import { messages, type Draft } from '../errors';
import type { PlannedItem } from '../spi';
import { CONTRACT_FILE, refOf, type Contribution } from './items';
import { STAGES } from './stacks';

/** Items in the order in which they take effect: by stage, each after those it waits for, and by name where nothing else decides. */
export function order(items: readonly PlannedItem[]): { items: PlannedItem[]; problems: Draft[] } {
  const waiting = [...items].sort(byStageAndName);
  const placed = new Set<string>();
  const sorted: PlannedItem[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(item => (item.after ?? []).every(ref => placed.has(ref)));
    if (next < 0) return { items: sorted, problems: [messages.cycle(waiting.map(refOf))] };
    const [item] = waiting.splice(next, 1) as [PlannedItem];
    placed.add(refOf(item));
    sorted.push(item);
  }
  const late = sorted.find((item, index) => stageOf(item) < Math.max(...sorted.slice(0, index).map(stageOf), 0));
  return { items: sorted, problems: late ? [messages.cycle([refOf(late), ...(late.after ?? [])])] : [] };
}

/** Items that wait for what another consumer brings in the same stage: neither can order itself after the other there. */
export function lostOrder(items: readonly PlannedItem[], from: readonly Contribution[]): Draft[] {
  const places = new Map(from.map(({ item, at }) => [refOf(item), at]));
  const byRef = new Map(items.map(item => [refOf(item), item]));
  return items
    .filter(item => item.consumer !== CONTRACT_FILE)
    .flatMap(item =>
      (item.after ?? []).flatMap(ref => {
        const first = byRef.get(ref);
        if (!first || first.stage !== item.stage || first.consumer === item.consumer) return [];
        const wrong = `which comes after ${ref} in the same stage, and '${first.consumer}' brings that one`;
        return [messages.itemShape(places.get(refOf(item)) ?? '', item.by, refOf(item), wrong)];
      }),
    );
}

const stageOf = (item: PlannedItem) => STAGES.indexOf(item.stage);

function byStageAndName(one: PlannedItem, other: PlannedItem): number {
  return stageOf(one) - stageOf(other) || compare(refOf(one), refOf(other));
}

/** By code unit: the same on every machine, whatever its language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
