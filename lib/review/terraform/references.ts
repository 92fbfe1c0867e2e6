import { isDeepStrictEqual } from 'node:util';
import type { Data } from '../../spi';
import { isFields, listOf, type Fields } from '../data';
import type { StackOutput } from '../output';

/** A reference in data that `resolver` went through. */
export interface Reference {
  /** `stack:type.name` or `stack:data.type.name`. */
  readonly key: string;
  /** The first attribute: `id`. */
  readonly attribute: string;
}

/** Names that look like `type.name` or `data.type.name`, and what comes after. */
const NAMES = /(?<![\w.:-])((?:data\.)?[a-zA-Z]\w*\.[a-zA-Z_][\w-]*)((?:\.[\w-]+|\[[^\]]*\])*)/g;

/** The same with the stack before it. */
const KEYS = /([\w.-]+):((?:data\.)?[a-zA-Z]\w*\.[a-zA-Z_][\w-]*)((?:\.[\w-]+|\[[^\]]*\])*)/g;

/** How far a value is followed; a circle ends here. */
const DEPTH = 12;

/** The references in text whose names carry their stack. */
export function referencesIn(text: string): Reference[] {
  if (!text.includes('${')) return [];
  return [...text.matchAll(KEYS)].map(([, stack, name, rest = '']) => ({
    key: `${stack}:${name}`,
    attribute: /^[.[]?([\w-]+)/.exec(rest)?.[1] ?? '',
  }));
}

/** Text without the stacks in it, as it is written in the stack itself. */
export function withoutStacks(text: string): string {
  return text.includes('${') ? text.replace(KEYS, '$2$3') : text;
}

/**
 * Fills references in: arguments that are written down, locals, and outputs of other stacks that are read from their state. What is
 * left refers to what only the cloud knows, and carries its stack's name, so that it means the same wherever it is read.
 */
export function resolver(stacks: ReadonlyMap<string, StackOutput>): (stack: string, data: Data) => Data {
  const resolve = (stack: string, data: Data, depth: number): Data => {
    if (typeof data === 'string') return data.includes('${') ? resolveText(stack, data, depth) : data;
    if (data === null || typeof data !== 'object') return data;
    if (Array.isArray(data)) return (data as readonly Data[]).map(each => resolve(stack, each, depth));
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, resolve(stack, value as Data, depth)]));
  };
  const valueOf = (stack: string, name: string, rest: string, depth: number): Data | undefined => {
    const found = depth > DEPTH ? undefined : lookUp(stacks, stack, name, rest);
    return found && resolve(found.stack, found.value, depth + 1);
  };
  const resolveText = (stack: string, text: string, depth: number): Data => {
    const [, name, rest = ''] = new RegExp(`^\\$\\{${NAMES.source}\\}$`).exec(text) ?? [];
    const whole = name && valueOf(stack, name, rest, depth);
    if (whole !== undefined && whole !== '') return whole;
    return text
      .replace(new RegExp(`\\$\\{${NAMES.source}\\}`, 'g'), (all, each: string, more = '') =>
        embedded(valueOf(stack, each, more as string, depth), all),
      )
      .replace(NAMES, (all, each: string, more = '') => {
        if (!isKnown(stacks.get(stack), each)) return all;
        const value = valueOf(stack, each, more as string, depth);
        const inner = typeof value === 'string' ? /^\$\{(.*)\}$/.exec(value)?.[1] : undefined;
        return inner ?? `${stack}:${all}`;
      });
  };
  return (stack, data) => resolve(stack, data, 0);
}

function embedded(value: Data | undefined, otherwise: string): string {
  return value === undefined || value === null || typeof value === 'object' ? otherwise : String(value);
}

/** The blocks of a stack that text names. */
export function blocksNamedIn(text: string, stack: StackOutput | undefined): string[] {
  return [...text.matchAll(NAMES)].flatMap(([, name = '']) => (isKnown(stack, name) ? [name] : []));
}

/** Whether a stack has a block of this name. */
function isKnown(stack: StackOutput | undefined, name: string): boolean {
  const [first = '', second = '', third = ''] = name.split('.');
  if (first === 'local') return false;
  return first === 'data'
    ? blockOf(stack, 'data', second, third) !== undefined
    : blockOf(stack, 'resource', first, second) !== undefined;
}

function blockOf(stack: StackOutput | undefined, section: string, type: string, name: string): Fields | undefined {
  const blocks = stack?.terraform[section];
  const named = isFields(blocks) ? blocks[type] : undefined;
  return isFields(named) ? listOf(named[name]).find(isFields) : undefined;
}

interface Found {
  readonly stack: string;
  readonly value: Data;
}

/** Where a reference leads, if the value is written down anywhere. */
function lookUp(
  stacks: ReadonlyMap<string, StackOutput>,
  name: string,
  reference: string,
  rest: string,
): Found | undefined {
  const stack = stacks.get(name);
  const [first = '', second = '', third = ''] = reference.split('.');
  if (first === 'local') {
    const locals = stack?.terraform.locals;
    return isFields(locals) && rest === '' && second in locals
      ? { stack: name, value: locals[second] as Data }
      : undefined;
  }
  if (first === 'data') {
    return second === 'terraform_remote_state' ? outputOf(stacks, stack, third, rest) : undefined;
  }
  const attribute = /^\.([\w-]+)$/.exec(rest)?.[1];
  const value = attribute === undefined ? undefined : blockOf(stack, 'resource', first, second)?.[attribute];
  return value === undefined || value === null || typeof value === 'object' ? undefined : { stack: name, value };
}

/** An output of the stack whose state a stack reads. */
function outputOf(
  stacks: ReadonlyMap<string, StackOutput>,
  reader: StackOutput | undefined,
  name: string,
  rest: string,
): Found | undefined {
  const output = /^\.outputs(?:\.([\w-]+)|\["([^"]+)"\])$/.exec(rest);
  const state = blockOf(reader, 'data', 'terraform_remote_state', name);
  const wanted = output?.[1] ?? output?.[2];
  if (!state || wanted === undefined) return undefined;
  for (const [stack, { terraform }] of stacks) {
    const outputs = terraform.output;
    const value = isFields(outputs) && isFields(outputs[wanted]) ? (outputs[wanted] as Fields).value : undefined;
    if (value !== undefined && keepsStateIn(terraform, state)) return { stack, value };
  }
  return undefined;
}

/** Whether a stack's backend is the one that a remote state reads. */
function keepsStateIn(terraform: Fields, state: Fields): boolean {
  const settings = isFields(terraform.terraform) ? terraform.terraform.backend : undefined;
  const backend = isFields(settings) ? settings[String(state.backend)] : undefined;
  return isFields(backend) && isDeepStrictEqual(backend, state.config);
}

/** What a value refers to, as a reader knows it: the address of a resource without its attribute; other text as it is. */
export function referent(text: string): string {
  const [, address, rest = ''] = /^\$\{[\w.-]+:((?:data\.)?\w+\.[\w-]+)((?:\.[\w-]+|\[[^\]]*\])*)\}$/.exec(text) ?? [];
  return address === undefined || rest === '' ? withoutStacks(text) : address;
}
