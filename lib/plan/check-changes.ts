import { messages } from '../errors';
import { changedClasses } from '../storage-class';
import type { Infrastructure, Plan, Pool, Stage } from '../spi';
import { ask } from './ask';
import { changeMessages } from './change-messages';
import { refOf } from './items';
import type { Judged } from './verdict';

/** What decides what Terraform has made, and where. */
type Deployed = Pick<Plan, 'plugins' | 'items' | 'stacks' | 'pools' | 'capabilities'>;

/** What a change from the last plan would do to what is already there. */
export function checkChanges(before: Plan | undefined, now: Deployed, infrastructure: Infrastructure): Judged[] {
  if (before === undefined) return [];
  const [from, to] = [infrastructureOf(before), infrastructureOf(now)];
  // All there is goes then, so that nothing more is worth a word.
  if (from !== to) return [{ severity: 'consent', ...messages.movedInfrastructure(from, to) }];
  const classes = changedClasses(before, now.items);
  return [
    ...movedStages(before, now),
    ...goneStacks(before, now),
    ...gonePools(before.pools, now.pools, infrastructure),
    ...classes.map(({ name, fields }) => ({ severity: 'warning' as const, ...messages.changedClass(name, fields) })),
  ];
}

const infrastructureOf = ({ plugins }: Pick<Plan, 'plugins'>) =>
  plugins.find(({ socket }) => socket === 'infrastructure')?.name ?? 'nothing';

/** Each stack has a state of its own, so what changes stacks goes from one and comes in the other. */
function movedStages(before: Plan, now: Deployed): Judged[] {
  const names = now.stacks.map(({ name }) => name);
  return before.stacks.flatMap(({ name, stages }) =>
    stages
      .filter(stage => madeIn(stage, before).length > 0 && madeIn(stage, now).length > 0)
      .flatMap(stage => {
        const to = now.stacks.find(stack => stack.stages.includes(stage))?.name;
        if (to === undefined || to === name) return [];
        return [{ severity: 'consent', ...changeMessages.movedStage(stage, name, to, names.includes(name)) } as const];
      }),
  );
}

/** Terraform destroys what leaves a stack, but nobody runs it for a stack that has left the program. */
function goneStacks(before: Plan, now: Deployed): Judged[] {
  const made = ({ stacks }: Pick<Plan, 'stacks'>, of: Deployed) =>
    stacks
      .map(({ name, stages }) => ({ name, left: stages.flatMap(stage => madeIn(stage, of)) }))
      .filter(({ left }) => left.length > 0);
  const there = made(now, now).map(({ name }) => name);
  return made(before, before)
    .filter(({ name }) => !there.includes(name))
    .map(({ name, left }) => {
      const heir = now.items.find(item => left.includes(refOf(item)) && !terraformOf(now).has(item.consumer))?.consumer;
      return { severity: 'warning', ...changeMessages.goneStack({ name, left, heir }) };
    });
}

function gonePools(before: readonly Pool[], now: readonly Pool[], infrastructure: Infrastructure): Judged[] {
  const without = (these: readonly Pool[], those: readonly Pool[]) =>
    these.filter(({ name }) => those.every(other => other.name !== name));
  const added = without(now, before).map(({ name }) => name);
  const asked = ask({ name: infrastructure.name, at: 'infrastructure' }, 'saying which pools live on', () =>
    without(before, now).filter(pool => !infrastructure.successor?.(pool, before, now)),
  );
  if ('problem' in asked) return [{ severity: 'error', ...asked.problem }];
  return asked.answer.map(({ name, min, max }) => ({
    severity: 'warning',
    ...changeMessages.gonePool(name, min, max, added),
  }));
}

/** What Terraform makes in a stage: the cluster itself, its pools, and items. */
function madeIn(stage: Stage, plan: Deployed): string[] {
  const terraform = terraformOf(plan);
  return [
    ...(stage === 'control-plane' ? ['the control plane'] : []),
    ...(stage === 'nodes' ? plan.pools.map(({ name }) => `pool ${name}`) : []),
    ...plan.items.filter(item => item.stage === stage && terraform.has(item.consumer)).map(refOf),
  ];
}

/** Whose resources are in Terraform's state: the infrastructure's, and those of deliveries that say so. */
function terraformOf(plan: Deployed): ReadonlySet<string> {
  return new Set([infrastructureOf(plan), ...(plan.capabilities['delivery/terraform'] ?? []).map(({ by }) => by)]);
}
