import { isDeepStrictEqual } from 'node:util';
import type { Data, Plan, Pool, Taint } from '../spi';
import { compareBy, differences, plain, anyOrder, type Difference, type Fields } from './data';
import type { PoolResource } from './knowledge';
import type { Change, ResourceChange } from './model';
import { pathsInWords, rootsOf, type Effects } from './causes';
import { within } from './terraform/arguments';

/** What is needed to say what becomes of pools. */
export interface PoolQuestion {
  readonly base: Plan;
  readonly head: Plan;
  readonly effects: Effects;
  /** What makes a pool's machines, if anybody knows. */
  maker(plan: Plan, pool: Pool): PoolResource | undefined;
  /** A resource's arguments as the head has them. */
  argumentsOf(stack: string, address: string): Fields | undefined;
  /** The whole cluster is made anew. */
  readonly renewed: boolean;
}

/** Pools that come, go, or become others. */
export function poolChanges(question: PoolQuestion): Change[] {
  const { gone, added, kept } = compareBy(question.base.pools, question.head.pools, ({ name }) => name);
  return [
    ...gone.map((pool): Change => ({
      topic: 'pool',
      happens: 'removed',
      subject: pool.name,
      from: sizeOf(pool),
      attention: `pool ${pool.name} goes, with its ${sizeOf(pool)}`,
    })),
    ...added.map((pool): Change => ({ topic: 'pool', happens: 'added', subject: pool.name, to: sizeOf(pool) })),
    ...kept.flatMap(({ was, is }) => keptPool(question, was, is)),
  ];
}

/** `3 to 9 nodes, large`. */
export function sizeOf({ min, max, answer, spot }: Pool): string {
  const count = min === max ? `${max}` : `${min} to ${max}`;
  return `${count} ${max === 1 ? 'node' : 'nodes'}, ${answer.type}${spot ? ', spot' : ''}`;
}

function keptPool(question: PoolQuestion, was: Pool, is: Pool): Change[] {
  const details = poolDifferences(was, is);
  const outcome = question.renewed ? RENEWED : outcomeOf(question, was, is, details);
  if (details.length === 0 && !outcome.happens) return [];
  const { happens = onlySize(details) ? 'resized' : 'changed', says = STAYS, why } = outcome;
  const attention = happens === 'replaced' ? `pool ${is.name} is replaced, with its ${sizeOf(was)}` : undefined;
  return [
    {
      topic: 'pool',
      happens,
      subject: is.name,
      ...(happens === 'rolled' || happens === 'replaced' ? { from: sizeOf(was), to: sizeOf(is) } : {}),
      says,
      ...(why && why.length > 0 && { why }),
      ...(details.length > 0 && { details }),
      ...(attention !== undefined && !question.renewed && { attention }),
    },
  ];
}

interface Outcome {
  readonly happens?: 'rolled' | 'replaced';
  readonly says?: string;
  readonly why?: readonly string[];
}

/** Of pools whose maker is known, and does nothing of the sort. */
const STAYS = 'no node is replaced';

const RENEWED: Outcome = { happens: 'replaced', says: 'with the cluster' };

function outcomeOf(question: PoolQuestion, was: Pool, is: Pool, details: readonly Difference[]): Outcome {
  const { base, head } = question;
  const [old, now] = [question.maker(base, was), question.maker(head, is)];
  if (!now) return details.length > 0 ? { says: 'what becomes of its nodes says its infrastructure' } : {};
  if ('object' in now.made) return objectOutcome(question, now, now.made.object);
  const stack = stackOf(head, now.made.stage);
  const before = old && 'resource' in old.made ? stackOf(base, old.made.stage) : undefined;
  if (before !== undefined && before !== stack) {
    return {
      happens: 'replaced',
      says: `it moves from stack ${before} to ${stack}: all of it goes in one and comes in the other`,
    };
  }
  if (old && !isDeepStrictEqual(old.made, now.made)) {
    return { happens: 'replaced', says: 'another resource makes it now' };
  }
  const change = question.effects.get(`${stack}:${now.made.resource}`);
  const own = change ? resourceOutcome(question, now, change) : {};
  return own.happens ? own : clusterOutcome(question, now);
}

/** Pools that follow another resource, such as the control plane. */
function clusterOutcome(
  { head, effects, argumentsOf }: PoolQuestion,
  { rollsWith, words, pace }: PoolResource,
): Outcome {
  if (!rollsWith) return {};
  const stack = stackOf(head, rollsWith.stage);
  const change = effects.get(`${stack}:${rollsWith.resource}`);
  const rolling = change?.arguments.filter(({ path }) => rollsWith.arguments.includes(plain(path))) ?? [];
  if (!change || rolling.length === 0) return {};
  const made = argumentsOf(stack, rollsWith.resource);
  const why = rootsOf({ ...change, arguments: rolling }, effects, words);
  return { happens: 'rolled', ...(made && { says: pace(made) }), why };
}

function stackOf(plan: Plan, stage: string): string {
  return plan.stacks.find(({ stages }) => (stages as readonly string[]).includes(stage))?.name ?? plan.cluster.name;
}

function resourceOutcome({ effects, argumentsOf }: PoolQuestion, maker: PoolResource, change: ResourceChange): Outcome {
  const own = change.arguments.filter(({ path }) => !maker.within || within(plain(path), maker.within));
  const why = (paths: typeof own) => rootsOf({ ...change, arguments: paths }, effects, maker.words);
  if (change.action === 'replace') {
    const order = change.newFirst
      ? 'new nodes come before the old ones go'
      : 'all of its nodes go before new ones come';
    return { happens: 'replaced', says: order, why: why(change.arguments.filter(({ forces }) => forces)) };
  }
  const rolling = own.filter(({ path }) => maker.rolls.some(each => within(plain(path), each)));
  if (rolling.length === 0) return {};
  const made = argumentsOf(change.stack, change.address);
  return { happens: 'rolled', ...(made && { says: maker.pace(made) }), why: why(rolling) };
}

/** Pools that a controller in the cluster makes from an object. */
function objectOutcome({ base, head }: PoolQuestion, maker: PoolResource, id: string): Outcome {
  const specOf = (plan: Plan) => plan.items.find(item => item.kind === 'object' && item.id === id)?.spec;
  const [was, is] = [specOf(base), specOf(head)] as unknown as (Fields | undefined)[];
  if (!was || !is) return {};
  const rolling = differences(was, is).filter(({ path }) => maker.rolls.some(each => within(plain(path), each)));
  if (rolling.length === 0) return {};
  return { happens: 'rolled', says: maker.pace(is), why: pathsInWords(rolling, maker.words) };
}

/** What readers know pools by, and where the plan has it. */
const ASPECTS: readonly (readonly [string, (pool: Pool) => Data | undefined])[] = [
  ['machine', pool => pool.answer.type],
  ['architecture', pool => pool.answer.arch],
  ['operating system', pool => pool.answer.image],
  ['GPUs', pool => pool.answer.gpu],
  ['pods a node', pool => pool.answer.maxPods],
  ['disk GiB', pool => pool.diskGiB],
  ['min', pool => pool.min],
  ['desired', pool => pool.desired],
  ['max', pool => pool.max],
  ['spot', pool => pool.spot],
  ['zones', pool => [...pool.zones].sort()],
  ['Kubernetes', pool => pool.kubernetes],
  ['labels', pool => ({ ...pool.labels })],
  ['taints', pool => pool.taints.map(taintText)],
  ['startup taints', pool => pool.startupTaints.map(taintText)],
  ['max surge', pool => pool.maxSurge],
  ['max unavailable', pool => pool.maxUnavailable],
];

/** As `kubectl` writes it: `key=value:NoSchedule`. */
function taintText({ key, value, effect }: Taint): string {
  return `${key}${value === undefined ? '' : `=${value}`}:${effect}`;
}

/** What is not the same of a pool, by the words that readers know. */
export function poolDifferences(was: Pool, is: Pool): Difference[] {
  return ASPECTS.flatMap(([name, of]) => differences(of(was), of(is), anyOrder, name));
}

const SIZES = ['min', 'max', 'desired'];

function onlySize(details: readonly Difference[]): boolean {
  return details.every(({ path }) => SIZES.includes(path));
}
