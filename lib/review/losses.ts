import { rootsOf, type Effects } from './causes';
import type { Change, ResourceChange } from './model';
import type { Configuration } from './terraform/configuration';
import { knowledgeOf } from './terraform/knowledge-of';
import type { ProviderReview } from './knowledge';

/** How many resources a line names one by one. */
const FEW = 3;

/** What goes with resources that go, told together where one thing is behind it. `told` are those that are told elsewhere. */
export function lossChanges(effects: Effects, stacks: ReadonlySet<string>, told: ReadonlySet<string>): Change[] {
  const going = [...effects.values()].filter(
    ({ stack, address, action }) =>
      stacks.has(stack) && !told.has(`${stack}:${address}`) && (action === 'replace' || action === 'destroy'),
  );
  const groups = new Map<string, { why: string[]; changes: ResourceChange[] }>();
  for (const change of going) {
    if (change.loss === undefined && change.guess === undefined && change.guard === undefined) continue;
    const why = change.action === 'replace' ? causesOf(change, effects) : [];
    const key = JSON.stringify([change.action, why]);
    const group = groups.get(key) ?? { why, changes: [] };
    group.changes.push(change);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ why, changes }) => tell(why, changes));
}

/** Where everything is another place, that is the cause, whatever else is not the same. */
function causesOf(change: ResourceChange, effects: Effects): string[] {
  const forced = change.arguments.filter(({ forces }) => forces);
  const place = forced.filter(({ cause }) => cause?.startsWith('provider '));
  return rootsOf({ ...change, arguments: place.length > 0 ? place : forced }, effects);
}

function tell(why: readonly string[], changes: readonly ResourceChange[]): Change[] {
  const together = changes.length > FEW ? [changes] : changes.map(each => [each]);
  return together.map(each => {
    const [first] = each as [ResourceChange];
    const happens = first.action === 'replace' ? 'replaced' : 'destroyed';
    const subject = each.length === 1 ? first.address : `${each.length} resources`;
    const losses = [...new Set(each.flatMap(({ loss }) => loss ?? []))];
    const guards = each.filter(({ guard }) => guard !== undefined);
    const refused =
      guards.length > 0
        ? `Terraform refuses it: ${guards.map(({ address, guard }) => `${guard} of ${address}`).join(', ')}`
        : '';
    const says = [
      losses.length > 0 ? `with ${each.length === 1 ? 'it goes' : 'them go'} ${losses.join('; ')}` : '',
      refused,
    ];
    const told = says.filter(Boolean).join('. ');
    const verb = each.length === 1 ? 'is' : 'are';
    return {
      topic: 'loss',
      happens,
      subject,
      ...(told && { says: told }),
      ...(why.length > 0 && { why }),
      attention: `${subject} ${verb} ${happens}${told ? `: ${told}` : ''}${why.length > 0 ? ` (${why.join('; ')})` : ''}`,
    };
  });
}

/** Guards against destruction that are there, or not, where they were not, or were. */
export function guardChanges(
  base: Configuration,
  head: Configuration,
  stacks: ReadonlySet<string>,
  providers: readonly ProviderReview[],
): Change[] {
  return [...head.resources].flatMap(([key, is]): Change[] => {
    const was = base.resources.get(key);
    if (!was || !stacks.has(is.stack)) return [];
    const { guard } = knowledgeOf(is.type, providers);
    const isGuarded = ({ lifecycle, arguments: own }: typeof is) =>
      lifecycle.guarded || (guard !== undefined && String(own[guard]) === 'true');
    if (isGuarded(was) === isGuarded(is)) return [];
    const subject = `deletion protection of ${is.address}`;
    if (isGuarded(is)) return [{ topic: 'protection', happens: 'added', subject }];
    return [{ topic: 'protection', happens: 'removed', subject, attention: `${subject} is turned off` }];
  });
}
