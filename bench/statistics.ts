/** Milliseconds of one run of each program. */
export interface Pair {
  readonly tenon: number;
  readonly bare: number;
}

/** What the pairs of one number of clusters say. */
export interface Comparison {
  readonly clusters: number;
  readonly pairs: readonly Pair[];
  /** Median, in milliseconds. */
  readonly tenon: number;
  /** Median, in milliseconds. */
  readonly bare: number;
  /** Median of the pairs' own ratios: what slows the machine for a while slows both. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
}

/** How the time of one more cluster changes with their number; 1 is linear. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  readonly factor: number;
}

/** Sums up the pairs of one number of clusters. */
export function summarize(clusters: number, pairs: readonly Pair[]): Comparison {
  const ratios = pairs.map(({ tenon, bare }) => tenon / bare);
  return {
    clusters,
    pairs,
    tenon: median(pairs.map(pair => pair.tenon)),
    bare: median(pairs.map(pair => pair.bare)),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
  };
}

/** Compares the time per further cluster of each size with that of the size before. */
export function growth(comparisons: readonly Comparison[]): Growth[] {
  const further = (one: Comparison, other: Comparison) => (other.tenon - one.tenon) / (other.clusters - one.clusters);
  return comparisons.slice(2).map((comparison, index) => {
    const [first, before] = [comparisons[index] as Comparison, comparisons[index + 1] as Comparison];
    return {
      from: before.clusters,
      to: comparison.clusters,
      factor: further(before, comparison) / further(first, before),
    };
  });
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}
