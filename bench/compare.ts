import { measure, type Program } from './measure';
import { summarize, type Figures, type Pair } from './statistics';
import type { Usage } from './usage';

/** The most that Tenon may use, compared with the program by hand. */
export type Limits = { readonly [used in keyof Usage]?: number };

/** What the two programs used. */
export interface Comparison {
  readonly of: string;
  readonly pairs: number;
  readonly limits: Limits;
  readonly figures: { readonly [used in keyof Usage]: Figures };
  /** What is over its limit: `wall`, `memory`. */
  readonly broken: readonly (keyof Usage)[];
}

/** The two programs, and how often to run each. */
export interface Contest {
  readonly of: string;
  readonly tenon: Program;
  readonly bare: Program;
  readonly pairs: number;
  readonly limits: Limits;
}

/**
 * Runs both programs in pairs that take turns at going first. What seems to be over a limit is measured twice as often before it counts:
 * a machine that does something else for a while is no fault of the program's.
 */
export function compare({ of, tenon, bare, pairs: count, limits }: Contest): Comparison {
  const pairs: Pair[] = [];
  const run = (times: number) => {
    for (let pair = 0; pair < times; pair++) pairs.push(runPair(tenon, bare, pairs.length % 2 === 0));
    const figures = summarize(pairs);
    const broken = (Object.keys(limits) as (keyof Usage)[]).filter(used => figures[used].ratio > (limits[used] ?? NaN));
    return { of, pairs: pairs.length, limits, figures, broken };
  };
  const first = run(count);
  return first.broken.length > 0 ? run(2 * count) : first;
}

function runPair(tenon: Program, bare: Program, tenonFirst: boolean): Pair {
  const first = measure(tenonFirst ? tenon : bare);
  const second = measure(tenonFirst ? bare : tenon);
  return tenonFirst ? { tenon: first, bare: second } : { tenon: second, bare: first };
}
