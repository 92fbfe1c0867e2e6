import type { Data } from '../../spi';
import {
  anyOrder,
  canonical,
  differences,
  isFields,
  isNothing,
  leavesOf,
  listOf,
  plain,
  type Difference,
  type Fields,
} from '../data';
import type { ArgumentFacts, Way } from '../knowledge';
import type { ArgumentChange } from '../model';
import { holds, parseRange } from '../range';

/** How a resource's arguments are read. */
export interface Reading {
  /** @default - nothing is known of the type */
  readonly facts?: ArgumentFacts;
  /** Arguments that hold JSON in which the order of lists says nothing. */
  readonly documents: readonly string[];
  /** Paths without places in lists; `all` is every argument. */
  readonly ignored: readonly string[];
}

/** Where the arguments of a resource say something else, and what it comes to. */
export function argumentChanges(from: Fields, to: Fields, reading: Reading): ArgumentChange[] {
  const { facts, documents, ignored } = reading;
  if (ignored.includes('all')) return [];
  const sets = new Set(facts?.sets ?? []);
  const read = (side: Fields) =>
    Object.fromEntries(Object.entries(side).map(([name, value]) => [name, readable(value)]));
  const unordered = (path: string) => sets.has(path) || documents.some(name => within(path, name));
  // A policy may say one action as text or as a list of one.
  const says = (name: string, side: Fields) => canonical(asLists(side[name]), anyOrder);
  const [all, others] = [read(from), read(to)];
  const same = documents.filter(name => says(name, all) === says(name, others));
  const [old, now] = [without(all, same), without(others, same)];
  return [...differences(old, now, unordered), ...blockChanges(old, now, facts)]
    .filter(({ path }) => !ignored.some(each => within(plain(path), each)))
    .filter(change => !isKept(change, facts))
    .map(change => ({ ...change, forces: forces(change, facts) }));
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** Whether a path is an argument, or below it. */
export function within(path: string, argument: string): boolean {
  return path === argument || path.startsWith(`${argument}.`);
}

/** Text that holds JSON, as what it says. */
function readable(value: Data): Data {
  if (Array.isArray(value)) return (value as readonly Data[]).map(readable);
  if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Data;
  } catch {
    return value;
  }
}

function asLists(data: Data | undefined): Data {
  if (isFields(data)) return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, asLists(value)]));
  if (Array.isArray(data))
    return (data as readonly Data[]).length === 1
      ? asLists((data as readonly Data[])[0])
      : (data as readonly Data[]).map(asLists);
  return data ?? null;
}

/** Blocks that force another resource by being there or not, whatever is in them. */
function blockChanges(from: Fields, to: Fields, facts: ArgumentFacts | undefined): Difference[] {
  return Object.keys(facts?.replacesWhen ?? {}).flatMap(path => {
    const [old, now] = [at(from, path), at(to, path)];
    const isBlock = [...old, ...now].some(isFields);
    if (!isBlock || old.length > 0 === now.length > 0) return [];
    return [{ path, ...(old.length > 0 && { from: old[0] }), ...(now.length > 0 && { to: now[0] }) }];
  });
}

/** What is at a path, in every block on the way. */
function at(fields: Fields, path: string): readonly Data[] {
  return path
    .split('.')
    .reduce<readonly Data[]>(
      (found, key) => found.flatMap(each => (isFields(each) && !isNothing(each[key]) ? listOf(each[key]) : [])),
      [fields],
    );
}

/** Left out, it keeps what it has: nothing happens. */
function isKept({ path, to }: Difference, facts: ArgumentFacts | undefined): boolean {
  return to === undefined && (facts?.kept ?? []).some(each => within(plain(path), each));
}

function forces({ path, from, to }: Difference, facts: ArgumentFacts | undefined): boolean {
  const argument = plain(path);
  // A map's keys are below the argument, and an unordered block's arguments are compared with it.
  const inSet = (each: string) => facts?.sets?.includes(argument) === true && each.startsWith(`${argument}.`);
  if (facts?.replaces?.some(each => within(argument, each) || inSet(each))) return true;
  return facts?.replacesWhen?.[argument]?.some(way => goes(way, from, to)) ?? false;
}

function goes(way: Way, from: Data | undefined, to: Data | undefined): boolean {
  switch (way) {
    case 'new':
      return from === undefined;
    case 'gone':
      return to === undefined;
    case 'disabled':
      return String(from) === 'true' && String(to ?? false) === 'false';
    case 'narrowed': {
      const [old, now] = [parseRange(String(from)), parseRange(String(to))];
      return !old || !now || !holds(now, old);
    }
  }
}

/** The leaves of arguments as their changes name them: a list of values is one leaf. */
export function argumentLeaves(fields: Fields): { readonly path: string; readonly text: string }[] {
  return leavesOf(fields).flatMap(({ path, value }) =>
    typeof value === 'string' && value.includes('${') ? [{ path: path.replace(/\[\d+\]$/, ''), text: value }] : [],
  );
}
