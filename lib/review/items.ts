import type { Data, Item, ItemOf, Plan, PlannedItem } from '../spi';
import { changedClasses, isClass } from '../storage-class';
import { anyOrder, compareBy, differences, type Difference } from './data';
import { imageChanges } from './images';
import type { Change, Topic } from './model';
import { withoutSecrets } from './secrets';

/** Kinds that are told in a way of their own, elsewhere. */
const ELSEWHERE = ['port', 'offer'];

/** What plugins contribute that they did not, or no more, or another way. */
export function itemChanges(base: Plan, head: Plan, grantsAreTold: boolean): Change[] {
  const told = (item: PlannedItem) => !ELSEWHERE.includes(item.kind) && !(grantsAreTold && item.kind === 'identity');
  const { gone, added, kept } = compareBy(base.items.filter(told), head.items.filter(told), nameOf);
  return [
    ...gone.map((item): Change => ({
      ...about(item),
      happens: 'removed',
      ...(version(item) && { from: version(item) }),
    })),
    ...added.map((item): Change => ({
      ...about(item),
      happens: 'added',
      ...(version(item) && { to: version(item) }),
      why: [item.because],
    })),
    ...kept.flatMap(({ was, is }) => [...movedItem(was, is), ...keptItem(base, head, was, is)]),
    ...imageChanges(base.items, head.items),
  ];
}

function nameOf({ kind, id }: Item): string {
  return `${kind}/${id}`;
}

const TOPICS: { readonly [kind: string]: Topic } = {
  'helm-release': 'release',
  object: 'object',
  addon: 'addon',
  kubelet: 'node',
  'node-file': 'node',
  'node-package': 'node',
  'node-command': 'node',
};

function about(item: PlannedItem): Pick<Change, 'topic' | 'subject'> {
  return { topic: TOPICS[item.kind] ?? 'item', subject: titleOf(item) };
}

/** What readers call it: `StorageClass fast`, `chart ingress`. */
function titleOf(item: PlannedItem): string {
  switch (item.kind) {
    case 'helm-release':
      return `chart ${item.id}`;
    case 'object': {
      const { kind, metadata } = item.spec;
      return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
    }
    case 'addon':
      return `add-on ${item.spec.name}`;
    default:
      return `${item.kind} ${item.id}`;
  }
}

function version(item: PlannedItem): string | undefined {
  return item.kind === 'helm-release' || item.kind === 'addon' ? item.spec.version : undefined;
}

/** Another delivery takes it away before this one brings it. */
function movedItem(was: PlannedItem, is: PlannedItem): Change[] {
  if (was.consumer === is.consumer && was.stage === is.stage) return [];
  const from = `${was.consumer}, stage ${was.stage}`;
  const to = `${is.consumer}, stage ${is.stage}`;
  return [{ ...about(is), happens: 'moved', from, to }];
}

function keptItem(base: Plan, head: Plan, was: PlannedItem, is: PlannedItem): Change[] {
  const details = differences(specOf(was), specOf(is)).map(withoutSecrets);
  const [old, now] = [version(was), version(is)];
  if (old !== undefined && now !== undefined && old !== now) {
    const rest = details.filter(({ path }) => path !== 'version');
    return [
      {
        topic: 'version',
        happens: compareVersions(old, now) > 0 ? 'lowered' : 'raised',
        subject: titleOf(is),
        from: old,
        to: now,
        ...(rest.length > 0 && { details: rest }),
      },
    ];
  }
  return details.length === 0 ? [] : [{ ...about(is), ...outcome(base, head, is), details }];
}

/** Lists of an identity's grants have no order; others may have one. */
function specOf({ kind, spec }: PlannedItem): Data {
  return kind === 'identity' ? sortedLists(spec as unknown as Data) : (spec as unknown as Data);
}

function sortedLists(data: Data): Data {
  if (Array.isArray(data)) {
    const each = (data as readonly Data[]).map(sortedLists);
    return each.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, sortedLists(value as Data)]));
}

function outcome(base: Plan, head: Plan, item: PlannedItem): Pick<Change, 'happens' | 'says'> {
  if (item.kind !== 'object' || !isClass(item.spec)) return { happens: 'changed' };
  const fixed = changedClasses(base, head.items).find(({ name }) => name === item.spec.metadata.name);
  if (!fixed) return { happens: 'changed' };
  return {
    happens: 'replaced',
    says: `Kubernetes never updates ${fixed.fields.join(', ')}: the class goes and comes again, and volumes keep what it told them`,
  };
}

/** Below 0 if the first comes before the second; versions that are none of numbers are compared as text. */
export function compareVersions(one: string, other: string): number {
  const parts = (version: string) => version.replace(/^v/, '').split(/[.+-]/);
  const [old, now] = [parts(one), parts(other)];
  for (let place = 0; place < Math.max(old.length, now.length); place++) {
    const [a = '0', b = '0'] = [old[place], now[place]];
    const [x, y] = [Number(a), Number(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      if (a !== b) return a < b ? -1 : 1;
    } else if (x !== y) return x - y;
  }
  return 0;
}

/** What application teams were told that they may rely on. */
export function offerChanges(base: Plan, head: Plan): Change[] {
  const offers = (plan: Plan) => plan.items.flatMap(item => (item.kind === 'offer' ? [item.spec] : []));
  const title = ({ type, name }: ItemOf<'offer'>['spec']) => `${type} ${name}`;
  const { gone, added, kept } = compareBy(offers(base), offers(head), title);
  const topic = 'offer';
  return [
    ...gone.map((offer): Change => ({
      topic,
      happens: 'removed',
      subject: title(offer),
      attention: `application teams lose ${title(offer)}`,
    })),
    ...added.map((offer): Change => ({ topic, happens: 'added', subject: title(offer) })),
    ...kept.flatMap(({ name, was, is }): Change[] => {
      const details: Difference[] = differences(was.details, is.details, anyOrder);
      return details.length === 0 ? [] : [{ topic, happens: 'changed', subject: name, details }];
    }),
  ];
}
