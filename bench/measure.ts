import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPORT, type Usage } from './usage';

/** A program of node's, with what it is given. */
export interface Program {
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Runs before the program, and is not measured. */
  before?(): void;
}

/** Runs a program in a process of its own, and gives what that used and printed. */
export function measure({ args, env, cwd, before }: Program): Usage & { readonly printed: string } {
  before?.();
  const start = process.hrtime.bigint();
  const { status, output } = spawnSync(process.execPath, ['--require', join(__dirname, 'usage.js'), ...args], {
    cwd,
    env: { ...process.env, ...env, TENON_BENCH_USAGE: '1' },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  const [printed, report] = [output[1] ?? '', output[REPORT] ?? ''];
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${printed}`);
  return { wall, ...(JSON.parse(report) as Omit<Usage, 'wall'>), printed };
}
