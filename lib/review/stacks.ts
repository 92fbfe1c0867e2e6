import type { Comparison } from './cluster';
import { grantChanges } from './grants';
import { guardChanges, lossChanges } from './losses';
import type { Change, Fate, StackReview } from './model';
import type { StackOutput } from './output';
import { reachChanges } from './reach';
import { settingChanges } from './setting';

/** Every stack that changes: those of the head in the order in which they are deployed, then those that go, from last to first. */
export function stackReviews(comparison: Comparison): StackReview[] {
  const { base, head } = comparison;
  const [was, is] = [base.configuration.stacks, head.configuration.stacks];
  const gone = inOrder([...was.values()]).filter(({ name }) => !is.has(name));
  return [
    ...inOrder([...is.values()]).map(stack => reviewStack(comparison, was.get(stack.name), stack)),
    ...gone.toReversed().map(stack => reviewStack(comparison, stack, undefined)),
  ].filter(({ fate }) => fate !== 'same');
}

function reviewStack(
  comparison: Comparison,
  base: StackOutput | undefined,
  head: StackOutput | undefined,
): StackReview {
  const { name, after } = (head ?? base) as StackOutput;
  const cluster = clusterOf(comparison, name);
  const resources = [...comparison.effects.values()].filter(({ stack }) => stack === name);
  const changes = [
    ...(base && head ? settingChanges(base, head, comparison.providers) : []),
    ...(head ? [] : [leftBehind(name, resources.length)]),
    ...(cluster === undefined ? ownChanges(comparison, name, base === undefined) : []),
  ];
  const same = resources.length === 0 && changes.length === 0;
  const fate: Fate = !base ? 'added' : !head ? 'removed' : same ? 'same' : 'changed';
  return { name, fate, ...(cluster !== undefined && { cluster }), after, resources, changes };
}

function clusterOf({ base, head }: Comparison, stack: string): string | undefined {
  const plans = [...head.output.clusters, ...base.output.clusters];
  return plans.find(({ stacks }) => stacks.some(({ name }) => name === stack))?.cluster.name;
}

function leftBehind(name: string, resources: number): Change {
  const what =
    resources === 1
      ? 'its resource stays until it is destroyed'
      : `its ${resources} resources stay until they are destroyed`;
  const attention =
    resources > 0 ? `stack ${name} is not in the program any more: ${what} with the program as it was` : undefined;
  return { topic: 'stack', happens: 'removed', subject: name, ...(attention && { attention }) };
}

/** What is in a stack that is no cluster's. */
function ownChanges({ base, head, effects, providers }: Comparison, name: string, isNew: boolean): Change[] {
  const stacks = new Set([name]);
  return [
    ...reachChanges(base.reach(stacks), head.reach(stacks), isNew),
    ...grantChanges(base.grants(stacks), head.grants(stacks), isNew),
    ...guardChanges(base.configuration, head.configuration, stacks, providers),
    ...lossChanges(effects, stacks, new Set()),
  ];
}

/** Each stack after those that it waits for, else by name. */
function inOrder(stacks: readonly StackOutput[]): StackOutput[] {
  const done = new Set<StackOutput>();
  const visit = (stack: StackOutput, path: readonly StackOutput[]): void => {
    if (done.has(stack) || path.includes(stack)) return;
    for (const before of stacks) if (stack.after.includes(before.name)) visit(before, [...path, stack]);
    done.add(stack);
  };
  for (const stack of [...stacks].sort((one, other) => (one.name < other.name ? -1 : 1))) visit(stack, []);
  return [...done];
}
