/** Numbers that somebody has: `count` of them, from `first` on. */
export interface Span {
  readonly by: string;
  readonly first: number;
  readonly count: number;
  /** The range that lies there, of who has no number. */
  readonly cidr?: string;
}

/** A span that cannot be given, and why. */
export interface Misplaced extends Span {
  /** Whose numbers they are already; `beyond`: there are not so many; `uneven`: the first is no multiple of their count. */
  readonly because: { readonly takenBy: string; readonly cidr?: string } | 'beyond' | 'uneven';
  /** A first number that could be given instead, other than those named for others. */
  readonly free?: number;
}

/**
 * Gives each what it wants where that can be: within `room` numbers, and apart from each other and from what is `taken`. Of two that want
 * the same, the first has it.
 */
export function place(
  wanted: readonly Span[],
  room: number,
  taken: readonly Span[] = [],
): { placed: readonly Span[]; misplaced: readonly Misplaced[] } {
  const placed: Span[] = [];
  const refused: Omit<Misplaced, 'free'>[] = [];
  for (const span of wanted.toSorted(byFirst)) {
    // What is placed lies in order and apart, so that only the last of it can be in the way.
    const because = misfit(span, room) ?? clash(span, [...placed.slice(-1), ...taken]);
    if (because === undefined) placed.push(span);
    else refused.push({ ...span, because });
  }
  return { placed, misplaced: withRepairs(refused, [...placed, ...taken], room) };
}

function misfit({ first, count }: Span, room: number): 'beyond' | 'uneven' | undefined {
  if (first + count > room) return 'beyond';
  return first % count === 0 ? undefined : 'uneven';
}

function clash(span: Span, others: readonly Span[]): Exclude<Misplaced['because'], string> | undefined {
  const other = others.find(({ first, count }) => first < span.first + span.count && span.first < first + count);
  return other && { takenBy: other.by, ...(other.cidr !== undefined && { cidr: other.cidr }) };
}

function withRepairs(refused: readonly Omit<Misplaced, 'free'>[], inUse: readonly Span[], room: number): Misplaced[] {
  const taken = [...inUse];
  return refused.map(each => {
    const first = firstFree(taken, each.count, room);
    if (first === undefined) return each;
    taken.push({ ...each, first });
    return { ...each, free: first };
  });
}

function firstFree(taken: readonly Span[], count: number, room: number): number | undefined {
  let candidate = 0;
  for (const span of taken.toSorted(byFirst)) {
    if (span.first >= candidate + count) break;
    candidate = Math.max(candidate, Math.ceil((span.first + span.count) / count) * count);
  }
  return candidate + count <= room ? candidate : undefined;
}

const byFirst = (one: Span, other: Span) => one.first - other.first;
