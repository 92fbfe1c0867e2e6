import { isDeepStrictEqual } from 'node:util';
import { closestTo, messages, type Draft } from './errors';
import { isTerraformValue, stepTo } from './plan/terraform-values';
import * as v from './schema';
import type { Data, Finding } from './spi';

/**
 * What is wrong with the shape of props, one finding a place; none if all is well. TypeScript's callers rarely see these;
 * JavaScript's do.
 */
export function shapeFindings(schema: v.GenericSchema, props: unknown, at: string): Finding[] {
  const result = v.safeParse(schema, props, { abortPipeEarly: true });
  const found = (result.issues ?? []).map(issue => toFinding(issue, at, schema));
  // A list in an object's place lacks each of its props, and none of that is worth a word.
  return found.filter((each, index) => found.findIndex(other => isDeepStrictEqual(other, each)) === index);
}

/** The props that the user set, as plain data. */
export function settingsOf(props: object): { readonly [setting: string]: Data } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as {
    [setting: string]: Data;
  };
}

type Issue = v.BaseIssue<unknown>;

/** A finding, with a code where it is not the usual one. */
function toFinding(issue: Issue, at: string, schema: v.GenericSchema): Finding & Partial<Pick<Draft, 'code'>> {
  const steps = issue.path ?? [];
  const list = steps.findIndex(({ type, input }) => type !== 'array' && Array.isArray(input));
  if (list >= 0) return listFinding(steps.slice(0, list), (steps[list] as { input: readonly unknown[] }).input, at);
  const path = pathTo(steps, at);
  const prop = propAt(steps, at);
  // Of a list that Terraform knows, there is one item that says so.
  if ([issue.input].flat().some(isTerraformValue)) return messages.terraformValue(path);
  if (steps.length === 0 && (issue.input === undefined || issue.input === null)) {
    const fix = `give an object${withProps(requiredOf(schema))}`;
    return { at: path, value: null, because: 'its props are missing', fix };
  }
  if (issue.expected !== 'never')
    return {
      at: path,
      value: printable(issue.input),
      because: `'${prop}' ${received(issue)}`,
      fix: isClass(issue.input) ? 'did you forget `new`?' : `give ${expected(issue)}`,
    };
  const near = steps.length === 1 ? closestTo(prop, Object.keys(entriesOf(schema))) : undefined;
  const fix = near ? `did you mean '${near}'?` : `remove '${prop}', or correct its name`;
  return { at: path, value: printable(issue.input), because: `'${prop}' is not a known prop`, fix };
}

type Steps = NonNullable<Issue['path']> | readonly [];

/** What is said of a list where an object should be. */
function listFinding(steps: readonly Steps[number][], list: readonly unknown[], at: string): Finding {
  return {
    at: pathTo(steps, at),
    value: printable(list),
    because: `'${propAt(steps, at)}' is a list`,
    fix: list.length > 0 && list.every(each => typeof each === 'object') ? 'give one of them' : 'give an object',
  };
}

function pathTo(steps: readonly Steps[number][], at: string): string {
  return [at, ...steps.map(({ input, key, value }) => stepTo(input, String(key), value))].filter(Boolean).join('/');
}

/** The prop that is wrong, or has the list that is. */
function propAt(steps: readonly Steps[number][], at: string): string {
  const step = steps.findLast(({ type }) => type !== 'array');
  return step === undefined ? (at.split('/').at(-1) ?? at) : String(step.key);
}

const entriesOf = (schema: v.GenericSchema) =>
  ('entries' in schema ? schema.entries : {}) as { readonly [prop: string]: v.GenericSchema };

const requiredOf = (schema: v.GenericSchema) =>
  Object.entries(entriesOf(schema)).flatMap(([prop, { type }]) => (type === 'optional' ? [] : [prop]));

const withProps = (props: readonly string[]) =>
  props.length > 0 ? ` with ${props.map(prop => `'${prop}'`).join(', ')}` : '';

const isClass = (input: unknown) =>
  typeof input === 'function' && /^class\b/.test(Function.prototype.toString.call(input));

function received(issue: Issue): string {
  const { input, type } = issue;
  if (input === undefined) return 'is missing';
  if (input === '' && type === 'min_length') return 'is empty';
  if (Array.isArray(input)) return receivedList(input, LENGTHS.has(type));
  if (typeof input === 'string' && LENGTHS.has(type)) return `has ${input.length} characters`;
  if (typeof input === 'function') return `is a ${isClass(input) ? 'class' : 'function'}, not what it makes`;
  if (typeof input === 'object' && input !== null) return `is ${classOf(input)}`;
  return `is ${issue.received.replaceAll('"', "'")}`;
}

function receivedList({ length }: readonly unknown[], counts: boolean): string {
  if (length === 0) return 'is empty';
  return counts ? `has ${length} item${length === 1 ? '' : 's'}` : 'is a list';
}

function classOf(input: object): string {
  const name = (input as { constructor?: { name?: string } }).constructor?.name;
  return name === undefined || name === '' || name === 'Object' ? 'an object' : `an object of class ${name}`;
}

const LENGTHS: ReadonlySet<string> = new Set(['min_length', 'max_length']);

/** In words; a schema's own message, where it has one, says what to give. */
function expected(issue: Issue): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  if (issue.type === 'integer') return 'a whole number';
  // A missing key is reported by its object, which expects the key's name.
  if (issue.input === undefined && issue.expected?.startsWith('"')) return 'it';
  if (issue.type === 'strict_object' || issue.type === 'object' || issue.type === 'record') return 'an object';
  const bound = /^([<>])=(.+)$/.exec(issue.expected ?? '');
  if (bound) return within(issue, bound[1] === '>' ? 'least' : 'most', bound[2] as string);
  const words = (issue.expected ?? 'another value')
    .replace(/^\((.*)\)$/, '$1')
    .replaceAll(' | ', ' or ')
    .replaceAll('"', "'")
    .replace(/\barray\b/i, 'list');
  if (!/^[A-Za-z]/.test(words)) return words;
  return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words.toLowerCase()}`;
}

function within({ type, input }: Issue, bound: 'least' | 'most', limit: string): string {
  if (typeof input === 'number') return `${limit} or ${bound === 'least' ? 'more' : 'less'}`;
  if (input === '' && limit === '1') return 'a text';
  const what =
    type.endsWith('_length') && typeof input === 'string' ? 'character' : Array.isArray(input) ? 'item' : 'key';
  return `at ${bound} ${limit} ${what}${limit === '1' ? '' : 's'}`;
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
