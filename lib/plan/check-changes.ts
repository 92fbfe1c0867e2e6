import { messages } from '../errors';
import { changedClasses } from '../storage-class';
import type { Plan, PlannedItem, PlannedStack, Stage } from '../spi';
import { CONTRACT_FILE } from './items';
import type { Judged } from './verdict';

/** What a change from the last plan would do to what is already there. */
export function checkChanges(before: Plan | undefined, now: Pick<Plan, 'plugins' | 'items' | 'stacks'>): Judged[] {
  if (before === undefined) return [];
  const [from, to] = [infrastructureOf(before), infrastructureOf(now)];
  // All there is goes then, so that nothing more is worth a word.
  if (from !== to) return [{ severity: 'consent', ...messages.movedInfrastructure(from, to) }];
  const classes = changedClasses(before, now.items);
  return [
    ...movedStages(before, now.stacks),
    ...classes.map(({ name, fields }) => ({ severity: 'warning' as const, ...messages.changedClass(name, fields) })),
  ];
}

const infrastructureOf = ({ plugins }: Pick<Plan, 'plugins'>) =>
  plugins.find(({ socket }) => socket === 'infrastructure')?.name ?? 'nothing';

/** Each stack has a state of its own: what changes stacks is destroyed in one before it is made in the other. */
function movedStages(before: Plan, stacks: readonly PlannedStack[]): Judged[] {
  return before.stacks.flatMap(({ name, stages }) =>
    stages
      .filter(stage => isInhabited(stage, before.items))
      .flatMap(stage => {
        const now = stacks.find(stack => stack.stages.includes(stage))?.name;
        if (now === undefined || now === name) return [];
        return [{ severity: 'consent', ...messages.movedStage(stage, name, now) } as const];
      }),
  );
}

function isInhabited(stage: Stage, items: readonly PlannedItem[]): boolean {
  const pools = stage === 'nodes';
  return pools || items.some(item => item.stage === stage && item.consumer !== CONTRACT_FILE);
}
