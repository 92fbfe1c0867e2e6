import type { Data } from '../spi';

/** An object of data. */
export type Fields = { readonly [key: string]: Data };

/** One place at which two pieces of data say different things; `undefined` where there is nothing. */
export interface Difference {
  /** Such as `vpc_config.subnet_ids` or `containers[0].image`. */
  readonly path: string;
  readonly from?: Data;
  readonly to?: Data;
}

/** Which lists have no order: by their path, without places in lists. */
export type Unordered = (path: string) => boolean;

const ordered: Unordered = () => false;

/** Every list, at any depth. */
export const anyOrder: Unordered = () => true;

/** A path without places in lists: `containers.image`. */
export function plain(path: string): string {
  return path.replace(/\[\d+\]/g, '');
}

export function isFields(data: Data | undefined): data is Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Nothing, in any of the ways in which Terraform and Kubernetes write it. */
export function isNothing(data: Data | undefined): data is null | undefined | readonly [] {
  return data === undefined || data === null || (Array.isArray(data) && data.length === 0);
}

/** A list as it is; a single value as a list of one, as Terraform lets a block be written. */
export function listOf(data: Data | undefined): readonly Data[] {
  if (isNothing(data)) return [];
  return Array.isArray(data) ? (data as readonly Data[]) : [data];
}

/** The texts in a list, or the one text. */
export function textsOf(data: Data | undefined): readonly string[] {
  return listOf(data).filter(each => typeof each === 'string');
}

/** Text that is the same for data that says the same. */
export function canonical(data: Data | undefined, unordered: Unordered = ordered, path = ''): string {
  if (data === undefined || data === null) return 'null';
  if (typeof data !== 'object') return JSON.stringify(String(data));
  if (Array.isArray(data)) {
    const each = (data as readonly Data[]).map(item => canonical(item, unordered, path));
    return `[${(unordered(path) ? each.sort() : each).join()}]`;
  }
  const keys = Object.keys(data).sort();
  const fields = data as Fields;
  return `{${keys.map(key => `${JSON.stringify(key)}:${canonical(fields[key], unordered, join(path, key))}`).join()}}`;
}

/** Where two pieces of data differ, leaf by leaf, sorted by path. */
export function differences(
  from: Data | undefined,
  to: Data | undefined,
  unordered: Unordered = ordered,
  path = '',
): Difference[] {
  if (isNothing(from) && isNothing(to)) return [];
  const whole = [{ path, ...(!isNothing(from) && { from }), ...(!isNothing(to) && { to }) }];
  const [old, now] = sameShape(from, to);
  if (isFields(old) && isFields(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    const found = keys.flatMap(key => differences(old[key], now[key], unordered, join(path, key)));
    return found.length === 0 && isNothing(from) !== isNothing(to) ? whole : found;
  }
  if (Array.isArray(old) && Array.isArray(now) && !unordered(plain(path))) {
    return listDifferences(old as readonly Data[], now as readonly Data[], unordered, path);
  }
  return canonical(old, unordered, plain(path)) === canonical(now, unordered, plain(path)) ? [] : whole;
}

/** Lists of one value each are values; others are compared place by place if they hold objects, else whole. */
function listDifferences(old: readonly Data[], now: readonly Data[], unordered: Unordered, path: string): Difference[] {
  if (![...old, ...now].every(isFields)) {
    return canonical(old, unordered, plain(path)) === canonical(now, unordered, plain(path))
      ? []
      : [{ path, ...(old.length > 0 && { from: old }), ...(now.length > 0 && { to: now }) }];
  }
  const places = Array.from({ length: Math.max(old.length, now.length) }, (_, place) => place);
  return places.flatMap(place => differences(old[place], now[place], unordered, `${path}[${place}]`));
}

/** A block may be written as an object, or as a list of one; one that is not there is compared place by place too. */
function sameShape(from: Data | undefined, to: Data | undefined): [Data | undefined, Data | undefined] {
  const only = (data: Data | undefined, other: Data | undefined) =>
    Array.isArray(data) && data.length === 1 && isFields(other) ? (data as readonly Data[])[0] : data;
  const [old, now] = [only(from, to), only(to, from)];
  return [isNothing(old) ? emptyLike(now) : old, isNothing(now) ? emptyLike(old) : now];
}

function emptyLike(data: Data | undefined): Data | undefined {
  if (isFields(data)) return {};
  return Array.isArray(data) && (data as readonly Data[]).every(isFields) ? [] : undefined;
}

/** The leaves of data with their paths; an empty list or object is one. */
export function leavesOf(data: Data | undefined, path = ''): { readonly path: string; readonly value: Data }[] {
  if (data === undefined || data === null) return [];
  if (typeof data !== 'object') return [{ path, value: data }];
  if (Array.isArray(data)) {
    return (data as readonly Data[]).flatMap((each, place) => leavesOf(each, `${path}[${place}]`));
  }
  return Object.entries(data).flatMap(([key, value]) => leavesOf(value as Data, join(path, key)));
}

export function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Two lists by what names their elements: those that are gone, new, and on both sides, each sorted by name. */
export function compareBy<T>(
  base: readonly T[],
  head: readonly T[],
  nameOf: (element: T) => string,
): { gone: T[]; added: T[]; kept: { name: string; was: T; is: T }[] } {
  const [old, now] = [byName(base, nameOf), byName(head, nameOf)];
  return {
    gone: [...old].flatMap(([name, each]) => (now.has(name) ? [] : [each])),
    added: [...now].flatMap(([name, each]) => (old.has(name) ? [] : [each])),
    kept: [...old].flatMap(([name, was]) => (now.has(name) ? [{ name, was, is: now.get(name) as T }] : [])),
  };
}

function byName<T>(elements: readonly T[], nameOf: (element: T) => string): Map<string, T> {
  const pairs = elements.map(each => [nameOf(each), each] as const);
  return new Map(pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
}
