import { providers } from '../../cli/providers';
import { review } from '../../lib/review';
import { differences, leavesOf, plain } from '../../lib/review/data';
import { within } from '../../lib/review/terraform/arguments';
import { knowledgeOf } from '../../lib/review/terraform/knowledge-of';
import type { Data } from '../../lib/spi';
import { blocksOf, type JsonObject } from './synthesized';
import type { PlannedChange } from './terraform';

/** What the review says of resources: what is done to them, and the arguments that change or force it. */
export function told(base: JsonObject, head: JsonObject): string[] {
  const output = (terraform: JsonObject) => ({
    clusters: [],
    stacks: [{ name: 'stack', terraform: terraform as { [key: string]: Data }, after: [] }],
    files: [],
  });
  const [only] = review(output(base), output(head), providers).stacks;
  const lines = (only?.resources ?? []).map(({ action, address, arguments: changes, newFirst }) => {
    const decisive = changes.filter(({ forces }) => forces || action !== 'replace').map(({ path }) => plain(path));
    const body = bodyAt(head, address) ?? bodyAt(base, address) ?? {};
    return line(
      action === 'replace' && newFirst ? 'replace, new first' : action,
      address,
      decisive.map(path => asWritten(path, body)),
    );
  });
  return lines.sort();
}

/** What Terraform's plan says of them. */
export function done(changes: readonly PlannedChange[], base: JsonObject, head: JsonObject): string[] {
  const lines = changes.map(({ address, change: { actions, replace_paths: paths = [], before, after } }) => {
    const [first, second] = actions;
    if (second) {
      const forced = paths.map(path => path.filter(step => typeof step === 'string').join('.'));
      return line(first === 'create' ? 'replace, new first' : 'replace', address, forced);
    }
    const { facts } = knowledgeOf(address.split('.')[0] as string, providers);
    // What the provider works out by itself is nobody's argument.
    const written = [...leavesAt(base, address), ...leavesAt(head, address)];
    const own = differences(before as Data, after as Data)
      .map(({ path }) => plain(path))
      .filter(path => written.some(leaf => within(leaf, path) || within(path, leaf)))
      .map(path => facts?.sets?.find(set => within(path, set)) ?? path);
    return line(first === 'delete' ? 'destroy' : (first as string), address, first === 'update' ? own : []);
  });
  return lines.sort();
}

function bodyAt(stack: JsonObject, address: string): JsonObject | undefined {
  return blocksOf(stack, 'resource').find(({ type, name }) => `${type}.${name}` === address)?.body;
}

/** The paths that a resource writes down; how long something may take is no argument of it. */
function leavesAt(stack: JsonObject, address: string): string[] {
  const { timeouts: _, ...body } = bodyAt(stack, address) ?? {};
  return leavesOf(body as { [key: string]: Data }).map(({ path }) => plain(path));
}

/** JSON in an argument's text is one argument. */
function asWritten(path: string, body: JsonObject): string {
  const [argument = ''] = path.split('.');
  return typeof body[argument] === 'string' ? argument : path;
}

function line(action: string, address: string, paths: readonly string[]): string {
  return [action, address, ...[...new Set(paths)].filter(path => path !== 'id').sort()].join(' ');
}
