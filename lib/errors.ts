import type * as Levenshtein from 'fastest-levenshtein';
import type { Data } from './spi';

export { messages } from './messages';

/** One thing that is wrong, and how to mend it. */
export interface Problem {
  /** Stable: a rule's code, or one of the codes in this file. */
  readonly code: string;
  /** The construct path, such as `prod/pools/general`. */
  readonly path: string;
  /** What was given, where that helps. */
  readonly value?: Data;
  /** Who cannot what, and why. */
  readonly because: string;
  /** What to change. */
  readonly fix: string;
  /** The source of the rule. */
  readonly see?: string;
}

/** Thrown once, with everything that is wrong with every cluster of an app. Nothing has been written when it is thrown. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  /** The first problem's code. */
  readonly code: string;

  constructor(readonly problems: readonly Problem[]) {
    super(`${problems.length === 1 ? '1 problem' : `${problems.length} problems`}\n${problems.map(line).join('\n')}`);
    this.code = problems[0]?.code ?? 'UNKNOWN';
    // Where it was thrown says nothing about what to mend; the problems' paths do.
    this.stack = `${this.name}: ${this.message}`;
    // Node prints what is enumerable below the message, which has it all.
    for (const key of ['name', 'code', 'problems']) Object.defineProperty(this, key, { enumerable: false });
  }
}

/** A problem as one line of text: path, reason, code, repair. */
export function line(problem: Problem): string {
  const source = problem.see ? ` (${problem.see})` : '';
  return `  ${problem.path}: ${problem.because} [${problem.code}]: ${problem.fix}${source}`;
}

/** A problem whose path is still relative to its cluster. */
export type Draft = Omit<Problem, 'path'> & { readonly at: string };

/** The nearest of some names, if one is near enough to be what was meant. */
export function closestTo(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded with the first mistake
  const { closest, distance } = require('fastest-levenshtein') as typeof Levenshtein;
  const best = closest(name, [...known]);
  return distance(name, best) <= Math.max(2, Math.ceil(name.length / 3)) ? best : undefined;
}
