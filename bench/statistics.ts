import type { Usage } from './usage';

/** What one run of each program used. */
export interface Pair {
  readonly tenon: Usage;
  readonly bare: Usage;
}

/** What the pairs say of one thing that is used. */
export interface Figures {
  /** Median. */
  readonly tenon: number;
  /** Median. */
  readonly bare: number;
  /** Median of the pairs' own ratios: what slows the machine for a while slows both. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Sums up the pairs, one thing that is used after the other. */
export function summarize(pairs: readonly Pair[]): { readonly [used in keyof Usage]: Figures } {
  return { wall: figures(pairs, 'wall'), cpu: figures(pairs, 'cpu'), memory: figures(pairs, 'memory') };
}

function figures(pairs: readonly Pair[], used: keyof Usage): Figures {
  const ratios = pairs.map(({ tenon, bare }) => tenon[used] / bare[used]);
  return {
    tenon: median(pairs.map(pair => pair.tenon[used])),
    bare: median(pairs.map(pair => pair.bare[used])),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
  };
}

/** A time, and what took it: a number of clusters. */
export interface Point {
  readonly clusters: number;
  readonly time: number;
}

/** By which power of their number the time of clusters grows: the slope of the line that fits best where both are logarithms. */
export function exponent(points: readonly Point[]): number {
  const [xs, ys] = [points.map(({ clusters }) => Math.log(clusters)), points.map(({ time }) => Math.log(time))];
  const [x, y] = [mean(xs), mean(ys)];
  const spread = xs.reduce((sum, each) => sum + (each - x) ** 2, 0);
  return xs.reduce((sum, each, index) => sum + (each - x) * ((ys[index] ?? NaN) - y), 0) / spread;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}
