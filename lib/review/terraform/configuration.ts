import type { Data } from '../../spi';
import { isFields, leavesOf, listOf, textsOf, type Fields } from '../data';
import type { Output, StackOutput } from '../output';
import { blocksNamedIn, resolver } from './references';

/** A resource as it is configured. */
export interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  /** Its type and name: `cloud_subnet.private-a`. */
  readonly address: string;
  /** The arguments, references to known values filled in; without what Terraform itself reads. */
  readonly arguments: Fields;
  readonly lifecycle: Lifecycle;
  /** Resources of its stack that it refers to or waits for, by `stack:address`. */
  readonly uses: readonly string[];
  /** The provider's name, and its alias if it has one: `cloud`, `cloud.other`. */
  readonly provider: string;
}

/** What Terraform itself reads of a resource. */
export interface Lifecycle {
  readonly newFirst: boolean;
  readonly guarded: boolean;
  /** Paths; `all` is every argument. */
  readonly ignored: readonly string[];
  /** Addresses whose change replaces it. */
  readonly triggers: readonly string[];
}

/** All stacks of one side. */
export interface Configuration {
  readonly stacks: ReadonlyMap<string, StackOutput>;
  /** By `stack:address`. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Data sources' arguments by `stack:data.type.name`. */
  readonly data: ReadonlyMap<string, Fields>;
  /** The arguments of a provider of a stack, by its name and alias. */
  provider(stack: string, name: string): Fields | undefined;
  /** A stack's data with references to known values filled in. */
  resolve(stack: string, data: Data): Data;
}

/** What says nothing of what a resource is. */
const META = ['//', 'depends_on', 'lifecycle', 'provider', 'provisioner', 'connection', 'timeouts'];

export function configurationOf({ stacks }: Output): Configuration {
  const byName = new Map(stacks.map(stack => [stack.name, stack]));
  const resolve = resolver(byName);
  const blocks = (section: 'resource' | 'data') =>
    stacks.flatMap(stack => blocksOf(stack.terraform[section]).map(block => ({ ...block, stack: stack.name })));
  const resources = blocks('resource').map(({ stack, type, name, body }): [string, Resource] => {
    const address = `${type}.${name}`;
    const args = argumentsOf(body, data => resolve(stack, data));
    const provider = textsOf(body.provider)[0] ?? type.split('_')[0] ?? '';
    return [
      `${stack}:${address}`,
      {
        stack,
        type,
        name,
        address,
        arguments: args,
        lifecycle: lifecycleOf(body),
        uses: usesOf(body, byName.get(stack)),
        provider,
      },
    ];
  });
  const data = blocks('data')
    .filter(({ type }) => type !== 'terraform_remote_state')
    .map(({ stack, type, name, body }): [string, Fields] => [
      `${stack}:data.${type}.${name}`,
      argumentsOf(body, each => resolve(stack, each)),
    ]);
  return {
    stacks: byName,
    resources: new Map(resources),
    data: new Map(data),
    provider: (stack, name) => providerOf(byName.get(stack)?.terraform, name),
    resolve,
  };
}

/** Blocks below a section, one by one. */
export function blocksOf(section: Data | undefined): { type: string; name: string; body: Fields }[] {
  if (!isFields(section)) return [];
  return Object.entries(section).flatMap(([type, named]) =>
    isFields(named)
      ? Object.entries(named).flatMap(([name, body]) =>
          // A block may be written as a list of one.
          listOf(body)
            .filter(isFields)
            .map(each => ({ type, name, body: each })),
        )
      : [],
  );
}

function usesOf({ '//': _, ...body }: Fields, stack: StackOutput | undefined): string[] {
  const texts = leavesOf(body).flatMap(({ path, value }) =>
    typeof value === 'string' && (value.includes('${') || /^depends_on\b/.test(path)) ? [value] : [],
  );
  return [...new Set(texts.flatMap(text => blocksNamedIn(text, stack)))].map(name => `${stack?.name}:${name}`);
}

function argumentsOf(body: Fields, resolve: (data: Data) => Data): Fields {
  const entries = Object.entries(body).filter(([name]) => !META.includes(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, resolve(value)]));
}

function lifecycleOf(body: Fields): Lifecycle {
  const [lifecycle] = listOf(body.lifecycle).filter(isFields);
  const ignored = lifecycle?.ignore_changes;
  return {
    newFirst: lifecycle?.create_before_destroy === true,
    guarded: lifecycle?.prevent_destroy === true,
    ignored: textsOf(ignored).map(path => path.replace(/\[\d+\]/g, '')),
    triggers: textsOf(lifecycle?.replace_triggered_by).map(text => text.replace(/^\$\{(.*)\}$/, '$1')),
  };
}

function providerOf(terraform: Fields | undefined, name: string): Fields | undefined {
  const [provider = '', alias] = name.replace(/^\$\{(.*)\}$/, '$1').split('.');
  const section = terraform?.provider;
  if (!isFields(section)) return undefined;
  return listOf(section[provider])
    .filter(isFields)
    .find(each => (each.alias ?? undefined) === alias);
}
