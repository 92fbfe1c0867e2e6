import * as v from 'valibot';
import type { Data, Finding } from './spi';

/**
 * What is wrong with the shape of props, one finding a place; none if all is well. TypeScript's callers rarely see these;
 * JavaScript's do.
 */
export function shapeFindings(schema: v.GenericSchema, props: unknown, at: string): Finding[] {
  const result = v.safeParse(schema, props, { abortPipeEarly: true });
  return (result.issues ?? []).map(issue => toFinding(issue, at));
}

/** The props that the user set, as plain data. */
export function settingsOf(props: object): { readonly [setting: string]: Data } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as { [setting: string]: Data };
}

function toFinding(issue: v.BaseIssue<unknown>, at: string): Finding {
  const path = [at, v.getDotPath(issue)?.replaceAll('.', '/')].filter(Boolean).join('/');
  const prop = path.split('/').at(-1) ?? at;
  const custom = issue.kind === 'validation' || issue.message.startsWith('!') ? issue.message.replace(/^!/, '') : undefined;
  return {
    at: path,
    value: printable(issue.input),
    because: custom ?? `'${prop}' ${describe(issue)}`,
    fix: issue.type === 'strict_object' ? `remove '${prop}', or correct its name` : `give ${expected(issue)}`,
  };
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not a known prop';
  return issue.input === undefined ? 'is missing' : `is ${issue.received}`;
}

function expected(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === null) return 'another value';
  const words = issue.expected.replaceAll('(', '').replaceAll(')', '').replaceAll(' | ', ' or ').replaceAll('"', "'");
  const article = /^[aeiou]/i.test(words) ? 'an' : 'a';
  return /^['0-9>=<]/.test(words) ? words : `${article} ${words.toLowerCase()}`;
}

function printable(input: unknown): Data {
  if (input === null || typeof input === 'boolean' || typeof input === 'number' || typeof input === 'string') return input;
  if (input === undefined) return null;
  if (typeof input === 'function') return 'a function';
  try {
    return JSON.parse(JSON.stringify(input)) as Data;
  } catch {
    return 'an object that is not JSON';
  }
}
