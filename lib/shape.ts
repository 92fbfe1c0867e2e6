import { closestTo } from './errors';
import * as v from './schema';
import type { Data, Finding } from './spi';

/**
 * What is wrong with the shape of props, one finding a place; none if all is well. TypeScript's callers rarely see these;
 * JavaScript's do.
 */
export function shapeFindings(schema: v.GenericSchema, props: unknown, at: string): Finding[] {
  const result = v.safeParse(schema, props, { abortPipeEarly: true });
  return (result.issues ?? []).map(issue => toFinding(issue, at, schema));
}

/** The props that the user set, as plain data. */
export function settingsOf(props: object): { readonly [setting: string]: Data } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as {
    [setting: string]: Data;
  };
}

function toFinding(issue: v.BaseIssue<unknown>, at: string, schema: v.GenericSchema): Finding {
  const path = [at, v.getDotPath(issue)?.replaceAll('.', '/')].filter(Boolean).join('/');
  const prop = path.split('/').findLast(part => !/^\d+$/.test(part)) ?? at;
  const unknown = issue.expected === 'never';
  const known = 'entries' in schema ? Object.keys(schema.entries as object) : [];
  const near = unknown && issue.path?.length === 1 ? closestTo(prop, known) : undefined;
  return {
    at: path,
    value: printable(issue.input),
    because: unknown ? `'${prop}' is not a known prop` : `'${prop}' is ${received(issue)}`,
    fix: unknown
      ? near
        ? `did you mean '${near}'?`
        : `remove '${prop}', or correct its name`
      : `give ${expected(issue)}`,
  };
}

function received(issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined) return 'missing';
  if (Array.isArray(issue.input)) return issue.input.length === 0 ? 'empty' : 'a list';
  if (typeof issue.input === 'function') return 'a class or function, not what it makes';
  return issue.received.replaceAll('"', "'");
}

/** In words; a schema's own message, where it has one, says what to give. */
function expected(issue: v.BaseIssue<unknown>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  if (issue.type === 'integer') return 'a whole number';
  // A missing key is reported by its object, which expects the key's name.
  if (issue.input === undefined && issue.expected?.startsWith('"')) return 'it';
  if (issue.type === 'strict_object' || issue.type === 'object' || issue.type === 'record') return 'an object';
  const words = (issue.expected ?? 'another value')
    .replace(/^\((.*)\)$/, '$1')
    .replaceAll(' | ', ' or ')
    .replaceAll('"', "'");
  if (!/^[A-Za-z]/.test(words)) return words;
  return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words.toLowerCase()}`;
}

function printable(input: unknown): Data {
  if (input === null || typeof input === 'boolean' || typeof input === 'number' || typeof input === 'string')
    return input;
  if (input === undefined) return null;
  if (typeof input === 'function') return 'a function';
  try {
    return JSON.parse(JSON.stringify(input)) as Data;
  } catch {
    return 'an object that is not JSON';
  }
}
