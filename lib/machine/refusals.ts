import { closestTo } from '../errors';
import type { PoolDemand, Refusal } from '../spi';
import type { Catalogue, MachineType } from './catalogue';
import type { Need } from './needs';
import { most, sizeOf, smallest } from './size';

/** What was looked for, where, and what was found. */
export interface Search {
  /** The pool's name. */
  readonly pool: string;
  /** The infrastructure's name. */
  readonly where: string;
  readonly needs: readonly Need[];
  /** Everything that is to be had there, by size or by name. */
  offered(): readonly MachineType[];
  /** The one that is chosen by its size. @default - none fits */
  readonly best?: MachineType | undefined;
}

/** The pool names a machine that is in no catalogue. */
export function unknownMachine(type: string, { machines, asOf }: Catalogue, where: string): Refusal {
  const known = machines.map(machine => machine.type);
  const meant = closestTo(type, known);
  return {
    because: `'${where}' has no machine '${type}' (as of ${asOf})`,
    fix: `${meant ? `did you mean '${meant}'? ` : ''}name one that it has, or ask for 'cpu' and 'memoryGiB'`,
  };
}

/** The pool names a machine that lacks what the pool or a plugin asks for. */
export function contradicted(machine: MachineType, { pool, needs, best }: Search): Refusal {
  const unmet = needs.filter(need => !need.met(machine));
  const says = unmet.map(need => `${need.verb} ${need.instead(machine)}, and ${asker(need, pool)}`);
  const drop = unmet.flatMap(({ prop, demand }) => demand?.by ?? (prop === 'arch' ? [] : (prop ?? [])));
  const repairs = [
    ...(unmet.some(need => need.prop === 'arch') ? [`set arch: '${machine.arch}'`] : []),
    ...(drop.length > 0 ? [`remove ${words([...new Set(drop)].map(name => `'${name}'`))}`] : []),
  ];
  const instead = best && needs.some(need => need.amount) ? `, such as '${best.type}'` : '';
  return {
    because: `machine '${machine.type}' ${says.join('; it ')}`,
    fix: `${words(repairs)}, or name another machine${instead}`,
  };
}

/** Nothing that is chosen by its size fits. */
export function noneFits(search: Search): Refusal {
  const { need, left } = narrowed(search.offered(), search.needs);
  if (need?.demand) return excluded(search, need, need.demand, left);
  if (need) return outgrown(search, need, left);
  return {
    because: `${asks(search)}, and no machine in '${search.where}' that is chosen by its size has that`,
    fix: `name one that has: machine: '${smallest(left)?.type}'`,
  };
}

/** The need that leaves nothing, if one does, and what was left before it. */
function narrowed(machines: readonly MachineType[], needs: readonly Need[]) {
  let left = machines;
  for (const need of needs) {
    const next = left.filter(machine => need.met(machine));
    if (next.length === 0) return { need, left };
    left = next;
  }
  return { left };
}

/** The pool asks for more than there is. */
function outgrown(search: Search, need: Need, left: readonly MachineType[]): Refusal {
  const nearest = most(left, machine => need.amount?.(machine) ?? 0);
  const limit = nearest && (need.amount?.(nearest) ?? 1) > 0 ? need.instead(nearest) : undefined;
  const atMost = need.amount ? `at most ${limit}: the largest is '${nearest?.type}'` : `${limit}`;
  return {
    because: `${asks(search, need)}, and no machine in '${search.where}' has that`,
    fix: limit ? `ask for ${atMost}` : 'choose another infrastructure',
  };
}

/** Machines answer the pool, but not what a plugin asks of it. */
function excluded(search: Search, need: Need, demand: PoolDemand, left: readonly MachineType[]): Refusal {
  const { needs, offered, where, pool } = search;
  const example = smallest(left);
  const counted = needs.find(each => each.amount);
  const others = offered().filter(machine => needs.every(each => each.amount !== undefined || each.met(machine)));
  const nearest = most(others, machine => counted?.amount?.(machine) ?? 0);
  const repairs = [
    ...(need.verb === 'is' ? [`ask for ${need.want}`] : []),
    `remove '${demand.by}'`,
    ...(nearest ? [`ask for no more than '${nearest.type}' has (${sizeOf(nearest)})`] : []),
  ];
  return {
    because:
      `${asks(search)}, and no machine in '${where}' that has that also ${need.verb} ${need.want}: ` +
      `${example ? `'${example.type}' ${need.verb} ${need.instead(example)}, and ` : ''}${asker(need, pool)}`,
    fix: repairs.join(', or '),
  };
}

function asker({ demand, want }: Need, pool: string): string {
  return demand ? `'${demand.by}' asks for ${want} (${demand.because})` : `pool '${pool}' asks for ${want}`;
}

/** The architecture that a pool has unless it says otherwise is worth a word only where it is what nobody has. */
function asks({ pool, needs }: Search, unmet?: Need): string {
  const own = needs.filter(need => need.prop && (need.prop !== 'arch' || need === unmet || need.want !== 'amd64'));
  return `pool '${pool}' asks for ${own.length === 0 ? 'a machine' : words(own.map(need => need.want))}`;
}

/** `a, b and c` */
function words(list: readonly string[]): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}
