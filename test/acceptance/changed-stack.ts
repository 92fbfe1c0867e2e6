import { isDeepStrictEqual } from 'node:util';
import type { ArgumentFacts } from '../../lib/review/knowledge';
import { plain } from '../../lib/review/data';
import { argumentChanges, within } from '../../lib/review/terraform/arguments';
import type { ArgumentChange, ArgumentChanges } from './argument-changes';
import { blocksOf, type Json, type JsonObject } from './synthesized';

/** One argument change in one resource. */
export interface ResourceEdit {
  readonly type: string;
  readonly name: string;
  readonly change: ArgumentChange;
}

/** For each change the first resource of its type that has what is changed. Throws where there is none. */
export function editsOf(stack: JsonObject, changes: ArgumentChanges): ResourceEdit[] {
  const blocks = blocksOf(stack, 'resource');
  return Object.entries(changes).flatMap(([type, each]) =>
    each.map(change => {
      const own = blocks.filter(block => block.type === type);
      const has = (body: JsonObject, path: string) => valueAt(body, path) !== undefined;
      const [first] = Object.keys(change);
      const block = own.find(({ body }) => has(body, first as string)) ?? own[0];
      if (!block) throw new Error(`there is no ${type}`);
      return { type, name: block.name, change };
    }),
  );
}

/**
 * Edits in rounds: those that are said to change nothing, then those that change resources in place, then those that replace them, so
 * that no replacement hides what the others do. What one round does to one resource does not overlap.
 */
export function roundsOf(
  stack: JsonObject,
  edits: readonly ResourceEdit[],
  facts: { readonly [type: string]: ArgumentFacts },
): ResourceEdit[][] {
  const said = (edit: ResourceEdit) => {
    const was = bodyOf(stack, edit);
    const ignored = ((was.lifecycle as { ignore_changes?: string[] } | undefined)?.ignore_changes ?? []).map(plain);
    const reading = { facts: facts[edit.type], documents: [], ignored };
    const changes = argumentChanges(was, withChange(was, edit.change), reading);
    return changes.length === 0 ? 'same' : changes.some(({ forces }) => forces) ? 'forced' : 'in place';
  };
  return ['same', 'in place', 'forced'].flatMap(kind => inRounds(edits.filter(edit => said(edit) === kind)));
}

function inRounds(edits: readonly ResourceEdit[]): ResourceEdit[][] {
  const rounds: ResourceEdit[][] = [];
  for (const edit of edits) {
    const round = rounds.find(each => !each.some(other => overlap(edit, other)));
    if (round) round.push(edit);
    else rounds.push([edit]);
  }
  return rounds;
}

function overlap(one: ResourceEdit, other: ResourceEdit): boolean {
  if (one.type !== other.type || one.name !== other.name) return false;
  const [paths, others] = [one, other].map(({ change }) => Object.keys(change)) as [string[], string[]];
  return paths.some(path => others.some(each => within(path, each) || within(each, path)));
}

/** A stack with some edits in it. */
export function edited(stack: JsonObject, edits: readonly ResourceEdit[]): JsonObject {
  const copy = structuredClone(stack) as { resource: { [type: string]: { [name: string]: JsonObject } } } & JsonObject;
  for (const { type, name, change } of edits) {
    const named = copy.resource[type] as { [name: string]: JsonObject };
    named[name] = withChange(named[name] as JsonObject, change);
  }
  return copy;
}

function bodyOf(stack: JsonObject, { type, name }: ResourceEdit): JsonObject {
  const block = blocksOf(stack, 'resource').find(each => each.type === type && each.name === name);
  if (!block) throw new Error(`there is no ${type}.${name}`);
  return block.body;
}

function withChange(body: JsonObject, change: ArgumentChange): JsonObject {
  const copy = structuredClone(body);
  for (const [path, value] of Object.entries(change)) setAt(copy, path.split('.'), value);
  if (isDeepStrictEqual(copy, body)) throw new Error(`nothing changes: ${JSON.stringify(change)}`);
  return copy;
}

/** A list of blocks is the first of them. */
const one = (value: Json | undefined) => (Array.isArray(value) ? value[0] : value) as JsonObject | undefined;

function valueAt(body: JsonObject, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => one(value)?.[key], body);
}

function setAt(body: JsonObject, [key = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length > 0) return setAt((one(body[key]) ?? (body[key] = {})) as JsonObject, rest, value);
  if (value === null) Reflect.deleteProperty(body, key);
  else body[key] = value;
}

/** A stack whose resources say nothing of what comes first: Terraform has no plan for some that are replaced together. */
export function withoutOrder(stack: JsonObject): JsonObject {
  const copy = structuredClone(stack);
  for (const { body } of blocksOf(copy, 'resource')) {
    if (body.lifecycle) delete (body.lifecycle as JsonObject).create_before_destroy;
  }
  return copy;
}

/** The leaves that a stack's resources write down, as `type path`; what Terraform itself reads is left out. */
export function writtenArguments(stack: JsonObject): string[] {
  const own = ['//', 'depends_on', 'lifecycle', 'provider', 'timeouts'];
  const found = blocksOf(stack, 'resource').flatMap(({ type, body }) =>
    Object.entries(body)
      .filter(([name]) => !own.includes(name))
      .flatMap(([name, value]) => leaves(value, name).map(path => `${type} ${path}`)),
  );
  return [...new Set(found)].sort();
}

/** A map's keys are not told apart. */
function leaves(value: Json, path: string): string[] {
  if (/(?:^|\.)(?:tags|labels|triggers_replace)$/.test(path)) return [path];
  if (Array.isArray(value) && value.some(each => typeof each === 'object')) {
    return value.flatMap(each => leaves(each, path));
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, `${path}.${key}`));
}
