import type { Data } from '../spi';
import { plain, type Difference } from './data';
import type { ArgumentChange, ResourceChange } from './model';
import { withoutStacks } from './terraform/references';
import { within } from './terraform/arguments';

/** Resources that change, by `stack:address`. */
export type Effects = ReadonlyMap<string, ResourceChange>;

/** How long a value may be before it is cut. */
const LONGEST = 60;

/** `machine: small → large`. */
export function inWords({ path, from, to }: Difference, words: { readonly [path: string]: string } = {}): string {
  const argument = plain(path);
  // The most specific word counts.
  const known = Object.keys(words)
    .filter(each => within(argument, each))
    .sort((one, other) => other.length - one.length)[0];
  const rest = known === undefined ? '' : argument.slice(known.length).replace('.', ' ');
  const name = known === undefined ? path : `${words[known]}${rest}`;
  return `${name}: ${shown(from)} → ${shown(to)}`;
}

/** Each once. */
export function pathsInWords(found: readonly Difference[], words: { readonly [path: string]: string }): string[] {
  return [...new Set(found.map(each => inWords(each, words)))];
}

/** A value in few characters. */
export function shown(value: Data | undefined): string {
  if (value === undefined || value === null) return 'none';
  const text = typeof value === 'string' ? withoutStacks(value) : listed(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function listed(value: Data): string {
  const simple = Array.isArray(value) && (value as readonly Data[]).every(each => typeof each !== 'object');
  if (simple) return (value as readonly Data[]).map(each => withoutStacks(String(each))).join(', ');
  return typeof value === 'object' ? withoutStacks(JSON.stringify(value)) : String(value);
}

/** What brings a resource's changes about, followed back to where it is written. */
export function rootsOf(
  change: ResourceChange,
  effects: Effects,
  words: { readonly [path: string]: string } = {},
): string[] {
  const seen = new Set<string>();
  const follow = ({ cause, ...own }: ArgumentChange): string[] => {
    if (cause === undefined) return [inWords(own, words)];
    if (cause.startsWith('provider ')) return [inWords({ ...own, path: `${own.path} of ${cause}` })];
    if (seen.has(cause)) return [];
    seen.add(cause);
    const source = effects.get(cause);
    if (!source) return [`${cause.slice(cause.indexOf(':') + 1)} gives something else`];
    const decisive = source.action === 'replace' ? source.arguments.filter(({ forces }) => forces) : source.arguments;
    return decisive.flatMap(follow);
  };
  return [...new Set(change.arguments.flatMap(follow))];
}
