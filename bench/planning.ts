import { join } from 'node:path';
import { measure } from './measure';
import { median } from './statistics';

/** What planning every combination of infrastructure, network, storage and delivery comes to. */
export interface Planning {
  readonly combinations: number;
  /** Those that can be built; of the others the plan says why not. */
  readonly planned: number;
  /** Of one process, loading not counted: the median of some. */
  readonly milliseconds: number;
  readonly limit: number;
  readonly broken: boolean;
}

const LIMIT = 2000;

/** Plans them all in some processes, one after another. */
export function planning(processes: number): Planning {
  const program = { args: [join(__dirname, 'plan-all.js')] };
  const runs = Array.from({ length: processes }, () => JSON.parse(measure(program).printed) as Run);
  const milliseconds = median(runs.map(run => run.milliseconds));
  const { combinations = 0, planned = 0 } = runs[0] ?? {};
  return { combinations, planned, milliseconds, limit: LIMIT, broken: milliseconds > LIMIT };
}

type Run = Pick<Planning, 'combinations' | 'planned' | 'milliseconds'>;
